use leptos::prelude::*;

use super::account::Account;
use super::connections::Connections;
use super::running::Running;
use crate::session::use_session;

/// Where messages go, what is running, who is signed in. A connection to real people looks
/// different from a sandbox.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    let session = use_session();
    let is_live = move || {
        session
            .connection()
            .is_some_and(|connection| !connection.is_sandbox)
    };
    view! {
        <header class="top-bar" class:is-live=is_live>
            <Connections />
            <Running />
            <Account />
        </header>
    }
}
