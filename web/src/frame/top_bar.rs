use leptos::prelude::*;

use super::account::Account;
use super::connections::Connections;
use super::running::Running;
use super::stop::StopButton;
use crate::components::Range;
use crate::session::use_session;

/// Where messages go, what is running, the stop switch, who is signed in. A connection to real
/// people looks different from a sandbox, and one that rehearses from both.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    let session = use_session();
    let class = Memo::new(move |_| {
        let range = session.connection().as_ref().map(Range::of);
        format!("top-bar {}", range.map_or("", Range::class))
    });
    view! {
        <header class=class>
            <Connections />
            <Running />
            <StopButton />
            <Account />
        </header>
    }
}
