//! Rows with a grip: Enter adds one, Alt and an arrow moves it, pasted lines make several, and the
//! grip can be dragged.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::editor::{Editor, use_editor};
use super::fields::element_id;
use super::inputs::PlaceNote;
use crate::browser;
use crate::components::{Icon, Shape};

/// How a list is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowStyle {
    /// What one row is: `choice`.
    pub noun: &'static str,
    /// The field of a row that the keyboard goes to first: `label`.
    pub first_field: &'static str,
    /// Whether the first row carries visible labels that the grip has to clear.
    pub has_heads: bool,
}

/// A list of the draft with everything one can do to its rows.
#[component]
pub(super) fn RowList(
    /// The list's place in the draft, a JSON pointer.
    #[prop(into)]
    path: String,
    /// How it is shown.
    style: RowStyle,
    /// Draws the fields of the row with that path and number.
    row: fn(String, usize) -> AnyView,
) -> impl IntoView {
    let editor = use_editor();
    let count = editor.row_count(&path);
    let path = StoredValue::new(path);
    let dragged = RwSignal::new(None);
    let add = move |_| {
        let list = List {
            editor,
            path: path.get_value(),
            style,
        };
        list.insert(count.get_untracked());
    };
    view! {
        <div class="rows" data-test=format!("{}-rows", style.noun.replace(' ', "-"))>
            <For each=move || 0..count.get() key=|index| *index let:index>
                <Row list=List { editor, path: path.get_value(), style } index dragged>
                    {row(format!("{}/{index}", path.get_value()), index)}
                </Row>
            </For>
        </div>
        <div class="cluster">
            <button
                type="button"
                class="button"
                data-test=format!("add-{}", style.noun.replace(' ', "-"))
                on:click=add
            >
                <Icon shape=Shape::Add />
                {format!("Add {} {}", article(style.noun), style.noun)}
            </button>
            <PlaceNote path=path.get_value() />
        </div>
    }
}

/// The article that goes before a noun.
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

/// A list of the draft and where it stands.
#[derive(Clone)]
struct List {
    editor: Editor,
    path: String,
    style: RowStyle,
}

impl List {
    fn insert(&self, index: usize) {
        self.editor
            .update(|form| form.insert_row(&self.path, index, ""));
        self.focus(index);
    }

    fn remove(&self, index: usize) {
        self.editor
            .update(|form| form.remove_row(&self.path, index));
        self.focus(index.saturating_sub(1));
    }

    fn shift(&self, from: usize, to: usize) -> bool {
        let mut moved = false;
        self.editor
            .update(|form| moved = form.move_row(&self.path, from, to));
        moved
    }

    fn paste(&self, index: usize, text: &str) -> bool {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        if lines < 2 {
            return false;
        }
        let mut count = 0;
        self.editor
            .update(|form| count = form.paste_rows(&self.path, index, text));
        self.focus(index + count.saturating_sub(1));
        true
    }

    fn focus(&self, index: usize) {
        browser::focus(element_id(&format!(
            "{}/{index}/{}",
            self.path, self.style.first_field
        )));
    }
}

#[component]
fn Row(
    list: List,
    index: usize,
    dragged: RwSignal<Option<usize>>,
    children: Children,
) -> impl IntoView {
    let noun = list.style.noun;
    let is_target = RwSignal::new(false);
    let is_first_with_heads = index == 0 && list.style.has_heads;
    let (keys, paste, drop, remove) = (list.clone(), list.clone(), list.clone(), list);
    let on_drop = move |event: ev::DragEvent| {
        event.prevent_default();
        is_target.set(false);
        if let Some(from) = dragged.get_untracked() {
            drop.shift(from, index);
        }
    };
    let on_drag_over = move |event: ev::DragEvent| {
        if dragged.get_untracked().is_some() {
            event.prevent_default();
            is_target.set(true);
        }
    };
    view! {
        <div
            class="row"
            class:is-first=is_first_with_heads
            class:is-target=is_target
            role="group"
            aria-label=format!("{noun} {}", index + 1)
            on:keydown=move |event| on_key(&keys, index, &event)
            on:paste=move |event| on_paste(&paste, index, &event)
            on:dragover=on_drag_over
            on:dragleave=move |_| is_target.set(false)
            on:drop=on_drop
        >
            <button
                type="button"
                class="grip"
                draggable="true"
                title="Drag to move, or press Alt and an arrow key"
                aria-label=format!("Move {noun} {}: press Alt and an arrow key", index + 1)
                on:dragstart=move |_| dragged.set(Some(index))
                on:dragend=move |_| dragged.set(None)
            >
                <Icon shape=Shape::Grip />
            </button>
            <div class="row-body">{children()}</div>
            <button
                type="button"
                class="button button-icon row-remove"
                aria-label=format!("Remove {noun} {}", index + 1)
                data-test=format!("remove-{noun}")
                on:click=move |_| remove.remove(index)
            >
                <Icon shape=Shape::Close />
            </button>
        </div>
    }
}

fn on_key(list: &List, index: usize, event: &ev::KeyboardEvent) {
    let is_input = event
        .target()
        .is_some_and(|target| target.dyn_ref::<web_sys::HtmlInputElement>().is_some());
    let target = match event.key().as_str() {
        "Enter" if is_input => {
            event.prevent_default();
            event.stop_propagation();
            list.insert(index + 1);
            return;
        }
        "ArrowUp" if event.alt_key() => index.checked_sub(1),
        "ArrowDown" if event.alt_key() => Some(index + 1),
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(target) = target
        && list.shift(index, target)
    {
        list.focus(target);
    }
}

fn on_paste(list: &List, index: usize, event: &web_sys::Event) {
    let text = event
        .dyn_ref::<web_sys::ClipboardEvent>()
        .and_then(web_sys::ClipboardEvent::clipboard_data)
        .and_then(|data| data.get_data("text/plain").ok());
    if let Some(text) = text
        && list.paste(index, &text)
    {
        event.prevent_default();
        event.stop_propagation();
    }
}
