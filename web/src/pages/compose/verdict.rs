//! The line under the preview: ready, or what is left to fix.

use leptos::prelude::*;

use super::editor::use_editor;
use super::fields::{element_id, field_name};
use crate::browser;
use crate::components::{Icon, Shape};
use crate::format::{plural, sentence};

/// Things listed at once.
const LISTED: usize = 6;

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    /// The element it is about.
    id: String,
    /// How that is called.
    name: String,
    /// What is wrong with it.
    message: String,
}

/// Ready, or each thing to fix with the way to it.
#[component]
pub(super) fn VerdictLine() -> impl IntoView {
    let editor = use_editor();
    let wrong = Memo::new(move |_| {
        editor.judgement().with(|judgement| {
            judgement
                .violations
                .iter()
                .map(|violation| {
                    let name = editor.with_draft(|draft| field_name(draft, &violation.path));
                    Wrong {
                        id: element_id(&violation.path),
                        name: sentence(&name),
                        message: violation.advice(),
                    }
                })
                .collect::<Vec<_>>()
        })
    });
    let warnings = Memo::new(move |_| {
        editor.judgement().with(|judgement| {
            let warnings = judgement.warnings.iter();
            warnings
                .map(|warning| {
                    let name = editor.with_draft(|draft| field_name(draft, &warning.path));
                    Wrong {
                        id: element_id(&warning.path),
                        name: sentence(&name),
                        message: warning.advice(),
                    }
                })
                .collect::<Vec<_>>()
        })
    });
    let cautions = move || {
        let cautions = warnings.get().into_iter();
        cautions
            .map(|wrong| view! { <Fault wrong /> })
            .collect_view()
    };
    let notes = Memo::new(move |_| editor.judgement().with(|judgement| judgement.notes.clone()));
    let line = move || {
        let number = wrong.with(Vec::len);
        match (number, notes.with(Vec::is_empty)) {
            (0, true) => view! {
                <p class="verdict-line is-good"><Icon shape=Shape::Tick />"Ready"</p>
            }
            .into_any(),
            (0, false) => view! {
                <p class="verdict-line is-warn"><Icon shape=Shape::Warning />"Ready, but it arrives in another form"</p>
                <ul class="small">
                    {notes.get().into_iter().map(|note| view! { <li>{sentence(&note)}</li> }).collect_view()}
                </ul>
            }
            .into_any(),
            (number, _) => view! {
                <p class="verdict-line" class:is-bad=move || editor.is_begun()>
                    <Icon shape=Shape::Problem />
                    {format!("{} to fix", plural(number as u64, "thing"))}
                </p>
            }
            .into_any(),
        }
    };
    let items = move || {
        let wrong = wrong.get();
        let more = wrong.len().saturating_sub(LISTED);
        let items = wrong
            .into_iter()
            .take(LISTED)
            .map(|wrong| view! { <Fault wrong /> });
        let items = items.collect_view();
        view! {
            {items}
            {(more > 0).then(|| view! { <li class="muted">{format!("and {more} more")}</li> })}
        }
    };
    view! {
        <div class="verdict" data-test="verdict">
            <div aria-live="polite">{line}</div>
            <ul class="small">{items}</ul>
            <div aria-live="polite" data-test="warnings">
                <Show when=move || !warnings.with(Vec::is_empty)>
                    <p class="verdict-line is-warn"><Icon shape=Shape::Warning />"To know before you send"</p>
                    <ul class="small">{cautions}</ul>
                </Show>
            </div>
        </div>
    }
}

#[component]
fn Fault(wrong: Wrong) -> impl IntoView {
    let target = wrong.id.clone();
    view! {
        <li>
            <a
                href=format!("#{}", wrong.id)
                on:click=move |event| {
                    event.prevent_default();
                    browser::focus(target.clone());
                }
            >
                {wrong.name}
            </a>
            ": "
            {wrong.message}
        </li>
    }
}
