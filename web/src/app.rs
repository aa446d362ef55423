//! The whole page: who is signed in decides what is shown.

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;
use tidings_core::operation::Operation;

use crate::api::{Api, use_api};
use crate::components::{BrandMark, Notice, Tone};
use crate::doctors::Doctors;
use crate::frame::Frame;
use crate::live::Live;
use crate::pages::{
    ActivityPage, ComposePage, ConnectionPage, ConnectionsPage, NotFoundPage, SetupPage,
    SignInPage, SuppressionsPage,
};
use crate::routes::Page;
use crate::session::{Session, use_session};
use crate::stops::Stops;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let expired = RwSignal::new(false);
    let api = Api::new(expired);
    let session = Session::new();
    provide_context(api);
    provide_context(session);
    provide_context(Live::new());
    provide_context(Stops::new());
    provide_context(Doctors::new());
    Effect::new(move || {
        if expired.get() {
            session.end();
            expired.set(false);
        }
    });
    view! {
        <Show when=move || api.is_busy()>
            <div class="quiet-bar" role="progressbar" aria-label="Working"></div>
        </Show>
        <Router>
            <Start />
        </Router>
    }
}

/// Asks who is signed in, then shows what they may see.
#[component]
fn Start() -> impl IntoView {
    let api = use_api();
    let session = use_session();
    let problem = RwSignal::new(None);
    let ask = move || {
        problem.set(None);
        leptos::task::spawn_local(async move {
            match api.session().await {
                Ok(view) => session.set(view),
                Err(error) => problem.set(Some(error.message())),
            }
        });
    };
    ask();
    let is_known = Memo::new(move |_| session.is_known());
    let is_signed_in = Memo::new(move |_| session.user().is_some());
    let pathname = use_location().pathname;
    let is_setup = Memo::new(move |_| pathname.get() == Page::Setup.to_string());
    move || match (is_known.get(), is_signed_in.get()) {
        (false, _) => {
            view! { <Unreachable problem retry=Callback::new(move |()| ask()) /> }.into_any()
        }
        (true, false) if is_setup.get() => view! { <SetupPage /> }.into_any(),
        (true, false) => view! { <SignInPage /> }.into_any(),
        (true, true) => view! { <SignedIn /> }.into_any(),
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let home = || view! { <Redirect path=Page::Compose(Operation::Structured).to_string() /> };
    view! {
        <Frame>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=home />
                <Route path=path!("/setup") view=home />
                <Route path=path!("/compose") view=home />
                <Route path=path!("/compose/:operation") view=ComposePage />
                <Route path=path!("/activity") view=ActivityPage />
                <Route path=path!("/connections") view=ConnectionsPage />
                <Route path=path!("/connections/:name") view=ConnectionPage />
                <Route path=path!("/suppressions") view=SuppressionsPage />
            </Routes>
        </Frame>
    }
}

/// Before the console has answered, and when it does not.
#[component]
fn Unreachable(problem: RwSignal<Option<String>>, retry: Callback<()>) -> impl IntoView {
    move || {
        problem.get().map(|problem| {
            view! {
                <main class="alone">
                    <div class="rail-brand">
                        <BrandMark />
                        "Tidings"
                    </div>
                    <Notice tone=Tone::Bad title="The console cannot be reached">
                        <p>{problem}</p>
                    </Notice>
                    <button type="button" class="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button>
                </main>
            }
        })
    }
}
