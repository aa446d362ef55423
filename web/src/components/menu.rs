//! A small panel behind a button.

use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{Icon, Shape};

/// A button that opens a small panel. Closes on Escape, on a choice and when the focus leaves.
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
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let on_focus_out = move |event: leptos::ev::FocusEvent| {
        let stays = event
            .related_target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok())
            .zip(details.get_untracked())
            .is_some_and(|(target, details)| details.contains(Some(&target)));
        if !stays {
            close();
        }
    };
    view! {
        <details
            class="menu"
            node_ref=details
            on:focusout=on_focus_out
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    close();
                }
            }
        >
            <summary aria-label=label>{move || face.run()} <Icon shape=Shape::Down /></summary>
            <div
                class="menu-panel"
                class:is-end=at_end
                // A press on a label in the panel must not take the focus away and close it.
                tabindex="-1"
                on:click=move |_| close()
            >
                {children()}
            </div>
        </details>
    }
}
