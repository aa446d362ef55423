use leptos::prelude::*;

use crate::api::use_api;
use crate::browser;
use crate::components::{Icon, Menu, Shape};
use crate::session::use_session;

/// Who is signed in; sign out.
#[component]
pub(super) fn Account() -> impl IntoView {
    let api = use_api();
    let session = use_session();
    let sign_out = move |_| {
        leptos::task::spawn_local(async move {
            if api.sign_out().await.is_ok() {
                // Whoever signs in next on this tab must not find somebody else's draft.
                browser::forget_all();
                session.end();
            }
        });
    };
    let name = move || session.user().unwrap_or_default();
    let face = move || {
        view! {
            <Icon shape=Shape::Account />
            <span class="account-name">{name}</span>
        }
    };
    view! {
        <Menu label="Account" at_end=true face=face>
            <p class="muted small">"Signed in as " {name}</p>
            <button type="button" data-test="sign-out" on:click=sign_out>
                "Sign out"
            </button>
        </Menu>
    }
}
