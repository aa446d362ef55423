//! A button that copies.

use leptos::prelude::*;

use super::icon::{Icon, Shape};
use crate::browser;

/// Copies a text and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for those who cannot see it: `message id`.
    what: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        browser::copy(text.get_untracked(), move || {
            copied.try_set(true);
            set_timeout(
                move || {
                    copied.try_set(false);
                },
                std::time::Duration::from_secs(2),
            );
        });
    };
    view! {
        <button
            type="button"
            class="button button-icon"
            on:click=copy
            title=format!("Copy the {what}")
            aria-label=move || {
                if copied.get() { format!("Copied the {what}") } else { format!("Copy the {what}") }
            }
        >
            {move || view! { <Icon shape=if copied.get() { Shape::Tick } else { Shape::Copy } /> }}
        </button>
    }
}
