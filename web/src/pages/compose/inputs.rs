//! Form fields bound to the draft by JSON pointer.

use leptos::prelude::*;

use super::editor::use_editor;
use super::fields::element_id;
use crate::components::{Choice, Field, FieldKind};

/// A text field of the draft.
#[component]
pub(super) fn DraftField(
    /// Its place in the draft, a JSON pointer.
    #[prop(into)]
    path: String,
    /// What is asked for.
    label: &'static str,
    /// How it is entered.
    #[prop(optional)]
    kind: FieldKind,
    /// Help that is always there.
    #[prop(optional)]
    hint: &'static str,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether the label is for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// What can be chosen instead of typed.
    #[prop(optional)]
    suggestions: Option<Signal<Vec<Choice>>>,
) -> impl IntoView {
    let editor = use_editor();
    let (input_path, leave_path) = (path.clone(), path.clone());
    view! {
        <Field
            id=element_id(&path)
            label
            kind
            hint
            optional
            hide_label
            nostrip:suggestions=suggestions
            value=editor.text(&path)
            error=editor.error(&path)
            counter=editor.counter(&path)
            on_input=move |text| editor.update(|form| form.write(&input_path, text))
            on_leave=Callback::new(move |()| editor.update(|form| form.touch(&leave_path)))
        />
    }
}

/// What is wrong with a list or another place that is no text field.
#[component]
pub(super) fn PlaceNote(
    /// The place, a JSON pointer.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let error = use_editor().error(&path);
    view! {
        <div class="field-note is-bad" id=element_id(&path) tabindex="-1" aria-live="polite">
            {error}
        </div>
    }
}
