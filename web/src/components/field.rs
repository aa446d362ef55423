//! Labeled fields.

use leptos::prelude::*;

use super::icon::{Icon, Shape};

/// How a text is entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    #[default]
    Line,
    /// An id or address: one line in a fixed-width font, not corrected by the browser.
    Code,
    /// A password.
    Password,
    /// Several lines.
    Text,
    /// Several lines of HTML.
    Html,
}

/// What stands above and below a control.
#[derive(Clone, Copy, Default)]
struct Notes {
    error: Signal<Option<String>>,
    counter: Signal<Option<(String, bool)>>,
    hint: &'static str,
}

/// A labeled text field with room for what is wrong with it.
#[component]
pub fn Field(
    /// The element's id and name.
    #[prop(into)]
    id: String,
    /// What is asked for.
    label: &'static str,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what is typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Runs when somebody leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// What is wrong, when it is to be shown.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// How much room is used, and whether that is too much.
    #[prop(optional, into)]
    counter: Signal<Option<(String, bool)>>,
    /// How it is entered.
    #[prop(optional)]
    kind: FieldKind,
    /// Help that is always there.
    #[prop(optional)]
    hint: &'static str,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the label is for screen readers only, as in a table's later rows.
    #[prop(optional)]
    hide_label: bool,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What can be chosen instead of typed: value and name of each.
    #[prop(optional)]
    suggestions: Option<Signal<Vec<Choice>>>,
) -> impl IntoView {
    let notes = Notes {
        error,
        counter,
        hint,
    };
    let note_id = format!("{id}-note");
    let leave = move || {
        if let Some(on_leave) = on_leave {
            // A field that is removed while it has the focus loses it after its owner is gone.
            on_leave.try_run(());
        }
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    let control = match kind {
        FieldKind::Text | FieldKind::Html => view! {
            <textarea
                id=id.clone()
                name=id.clone()
                class:is-code=kind == FieldKind::Html
                class:is-tall=kind == FieldKind::Html
                prop:value=value
                spellcheck=if kind == FieldKind::Html { "false" } else { "true" }
                aria-invalid=invalid
                aria-describedby=note_id.clone()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:blur=move |_| leave()
            ></textarea>
        }
        .into_any(),
        FieldKind::Line | FieldKind::Code | FieldKind::Password => view! {
            <input
                id=id.clone()
                name=id.clone()
                type=if kind == FieldKind::Password { "password" } else { "text" }
                class:is-code=kind == FieldKind::Code
                prop:value=value
                autocomplete=autocomplete
                list=suggestions.map(|_| format!("{id}-list"))
                spellcheck=(kind != FieldKind::Line).then_some("false")
                autocapitalize=(kind != FieldKind::Line).then_some("none")
                aria-invalid=invalid
                aria-describedby=note_id.clone()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:blur=move |_| leave()
            />
        }
        .into_any(),
    };
    let list = suggestions.map(|suggestions| {
        let options = move || {
            let choices = suggestions.get().into_iter();
            choices
                .map(|choice| view! { <option value=choice.value>{choice.label}</option> })
                .collect_view()
        };
        view! { <datalist id=format!("{id}-list")>{options}</datalist> }
    });
    view! {
        <div class="field">
            <Head id label optional hide_label notes />
            {control}
            {list}
            <Note id=note_id notes />
        </div>
    }
}

/// A labeled whole number or decimal.
#[component]
pub fn NumberField(
    /// The element's id and name.
    #[prop(into)]
    id: String,
    /// What is asked for.
    label: &'static str,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what is typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// What is wrong, when it is to be shown.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The step: `any` for decimals.
    #[prop(default = "1")]
    step: &'static str,
    /// The least.
    #[prop(optional)]
    min: &'static str,
    /// Help that is always there.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let notes = Notes {
        error,
        counter: Signal::stored(None),
        hint,
    };
    let note_id = format!("{id}-note");
    view! {
        <div class="field">
            <Head id=id.clone() label optional=false hide_label=false notes />
            <input
                id=id.clone()
                name=id
                type="number"
                step=step
                min=min
                inputmode=if step == "any" { "decimal" } else { "numeric" }
                prop:value=value
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=note_id.clone()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <Note id=note_id notes />
        </div>
    }
}

/// One of a few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub value: String,
    /// How it is called.
    pub label: String,
}

/// A labeled choice of one among a few.
#[component]
pub fn SelectField(
    /// The element's id and name.
    #[prop(into)]
    id: String,
    /// What is asked for.
    label: &'static str,
    /// The choices.
    choices: Vec<Choice>,
    /// The value chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the choice.
    #[prop(into)]
    on_change: Callback<String>,
    /// Whether the label is for screen readers only.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let notes = Notes {
        error: Signal::stored(None),
        counter: Signal::stored(None),
        hint: "",
    };
    let options = choices
        .into_iter()
        .map(|choice| {
            let this = choice.value.clone();
            view! {
                <option value=choice.value selected=move || value.get() == this>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <Head id=id.clone() label optional=false hide_label notes />
            <select
                id=id.clone()
                name=id.clone()
                prop:value=value
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {options}
            </select>
            <div class="field-note"></div>
        </div>
    }
}

#[component]
fn Head(
    id: String,
    label: &'static str,
    optional: bool,
    hide_label: bool,
    notes: Notes,
) -> impl IntoView {
    let counter = move || {
        notes.counter.get().map(|(text, is_over)| {
            view! { <span class="field-counter" class:is-over=is_over>{text}</span> }
        })
    };
    view! {
        <div class="field-head" class:is-bare=hide_label>
            <label for=id class:visually-hidden=hide_label>
                {label} {optional.then(|| view! { <span class="field-optional">" optional"</span> })}
            </label>
            {counter}
        </div>
    }
}

#[component]
fn Note(id: String, notes: Notes) -> impl IntoView {
    let content = move || match notes.error.get() {
        Some(error) => view! {
            <Icon shape=Shape::Problem />
            <span>{error}</span>
        }
        .into_any(),
        None => view! { <span>{notes.hint}</span> }.into_any(),
    };
    view! {
        <div
            class="field-note"
            class:is-bad=move || notes.error.with(Option::is_some)
            id=id
            aria-live="polite"
        >
            {content}
        </div>
    }
}
