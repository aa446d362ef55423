//! What surrounds every page: rail and top bar.

use leptos::prelude::*;

use crate::api::use_api;
use crate::live::use_live;
use crate::session::use_session;
use crate::stops::use_stops;
use tidings_core::api::Change;

mod account;
mod connections;
mod rail;
mod running;
mod stop;
mod top_bar;

use rail::Rail;
use stop::StopBanner;
use top_bar::TopBar;

/// Rail, top bar and the page. Opens the one event stream of this tab.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let live = use_live();
    live.open(use_api());
    use_stops().follow(use_api(), live);
    live.listen(move |change| {
        if let Change::Connection(connection) = change {
            session.update_connection(*connection);
        }
    });
    view! {
        <a class="skip-link" href="#page" rel="external">
            "Skip to the page"
        </a>
        <div class="frame">
            <Rail />
            <TopBar />
            <StopBanner />
            <main class="page" id="page" tabindex="-1">
                {children()}
            </main>
        </div>
    }
}
