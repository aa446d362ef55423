//! A small panel behind a button.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, Node};

use super::icon::{Icon, Shape};

/// A button that opens a small panel. Closes on Escape, on a choice and when the focus leaves; the
/// arrow keys open it and go from choice to choice.
#[component]
pub fn Menu(
    /// What the button is for.
    label: &'static str,
    /// Whether the panel hangs from the button's end.
    #[prop(optional)]
    at_end: bool,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// What the panel shows.
    children: Children,
) -> impl IntoView {
    let on_focus_out = |event: FocusEvent| {
        // The element is taken from the event: it fires once more while the menu is being removed.
        let details = details_around(event.current_target());
        let stays = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok())
            .zip(details.as_ref())
            .is_some_and(|(target, details)| details.contains(Some(&target)));
        if !stays {
            close(details);
        }
    };
    let on_key = |event: KeyboardEvent| {
        let details = details_around(event.current_target());
        match event.key().as_str() {
            "Escape" => close(details),
            "ArrowDown" => step(&event, details, 1),
            "ArrowUp" => step(&event, details, -1),
            _ => {}
        }
    };
    view! {
        <details
            class="menu"
            on:focusout=on_focus_out
            on:keydown=on_key
        >
            <summary>
                <span class="visually-hidden">{label}": "</span>
                {move || face.run()}
                <Icon shape=Shape::Down />
            </summary>
            <div
                class="menu-panel"
                class:is-end=at_end
                // A press on a label in the panel must not take the focus away and close it.
                tabindex="-1"
                on:click=|event| close(details_around(event.current_target()))
            >
                {children()}
            </div>
        </details>
    }
}

/// Moves the focus to the next or the previous choice, from the last to the first.
fn step(event: &KeyboardEvent, details: Option<Element>, by: i32) {
    let Some(details) = details else { return };
    event.prevent_default();
    let _ = details.set_attribute("open", "");
    let Ok(choices) = details.query_selector_all(".menu-panel :is(button, a)") else {
        return;
    };
    let choices: Vec<HtmlElement> = (0..choices.length())
        .filter_map(|index| choices.get(index)?.dyn_into().ok())
        .collect();
    let focused = document().active_element();
    let here = choices
        .iter()
        .position(|choice| focused.as_deref() == Some(choice));
    let count = choices.len();
    let next = match here {
        Some(here) if by > 0 => (here + 1) % count,
        Some(here) => (here + count - 1) % count,
        None if by > 0 => 0,
        None => count.saturating_sub(1),
    };
    if let Some(choice) = choices.get(next) {
        let _ = choice.focus();
    }
}

fn details_around(target: Option<EventTarget>) -> Option<Element> {
    target?
        .dyn_into::<Element>()
        .ok()?
        .closest("details")
        .ok()?
}

fn close(details: Option<Element>) {
    if let Some(details) = details {
        let _ = details.remove_attribute("open");
    }
}
