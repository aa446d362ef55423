//! A panel over the page.

use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{Icon, Shape};

/// A panel over the page. The browser's own `dialog` keeps the focus inside, closes on Escape and
/// gives the focus back.
#[component]
pub fn Drawer(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it stands in the middle of the page, for a question, instead of at its side.
    #[prop(optional)]
    is_question: bool,
    /// Runs when it has closed.
    on_close: Callback<()>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    };
    let on_backdrop = move |event: leptos::ev::MouseEvent| {
        let is_backdrop = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok())
            .is_some();
        if is_backdrop {
            close();
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class=if is_question { "question" } else { "drawer" }
            aria-labelledby="drawer-title"
            on:close=move |_| on_close.run(())
            on:click=on_backdrop
        >
            <div class="drawer-head">
                <h2 id="drawer-title">{title}</h2>
                <button
                    type="button"
                    class="button button-icon"
                    aria-label="Close"
                    data-test="close-drawer"
                    on:click=move |_| close()
                >
                    <Icon shape=Shape::Close />
                </button>
            </div>
            <div class="drawer-body">{children()}</div>
        </dialog>
    }
}
