//! A small panel behind a button.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, Node};

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
        if event.key() == "Escape" {
            close(details_around(event.current_target()));
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
