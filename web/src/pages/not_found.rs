//! No page has this address.

use leptos::prelude::*;
use tidings_core::operation::Operation;

use crate::routes::Page;

/// No page has this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    crate::browser::set_title("Not found");
    view! {
        <div class="card empty">
            <h1>"There is no page at this address"</h1>
            <p class="muted">"The link may be old or mistyped."</p>
            <div class="cluster">
                <a class="button button-primary" href=Page::Compose(Operation::Structured).to_string()>
                    "Compose a message"
                </a>
                <a class="button" href=Page::Activity.to_string()>
                    "See what was sent"
                </a>
            </div>
        </div>
    }
}
