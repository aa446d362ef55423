//! How far a connection reaches: rehearsal with its allow-list, or live.

use leptos::prelude::*;
use tidings_core::api::{ConnectionView, Mode, SetMode};

use super::go_live::GoLive;
use crate::api::{allowed_path, use_api};
use crate::browser;
use crate::components::{Notice, Tone};
use crate::listed::{ListWords, Listing, RecipientListing};
use crate::session::use_session;

const WORDS: ListWords = ListWords {
    id: "allowed",
    caption: "Recipients who get messages in rehearsal",
    add_label: "Allow in rehearsal",
    add: "Allow",
    empty: "Nobody is allowed yet",
    empty_hint: "Add your own address first: then a rehearsal reaches you, and nobody else.",
};

/// The mode, the way to the other one, and who is reached in rehearsal.
#[component]
pub(super) fn ModeCard(connection: Signal<ConnectionView>) -> impl IntoView {
    let api = use_api();
    let session = use_session();
    let problem = RwSignal::new(None::<String>);
    let is_asking = RwSignal::new(false);
    let mode = Memo::new(move |_| connection.with(|connection| connection.mode));
    let is_sandbox = connection.with_untracked(|connection| connection.is_sandbox);
    let name = connection.with_untracked(|connection| connection.name.clone());
    let listing = Listing::open(allowed_path(&name), &WORDS);
    let name = StoredValue::new(name);
    let rehearse = move |_| {
        problem.set(None);
        leptos::task::spawn_local(async move {
            let wanted = SetMode {
                mode: Mode::Rehearsal,
                organization: String::new(),
            };
            match api.set_mode(&name.get_value(), &wanted).await {
                Ok(connection) => {
                    session.update_connection(connection);
                    browser::focus("mode");
                }
                Err(error) => {
                    problem.try_set(Some(error.message()));
                }
            }
        });
    };
    let standing = move || {
        match mode.get() {
        Mode::Rehearsal => view! {
            <Notice tone=Tone::Busy title="Rehearsal">
                <p>"The server sends to recipients on the allow-list below only. Whatever asks for anybody else is refused: page, command line, a campaign."</p>
            </Notice>
            <div>
                <button type="button" class="button" data-test="go-live" on:click=move |_| is_asking.set(true)>
                    "Go live…"
                </button>
            </div>
        }
        .into_any(),
        Mode::Live => view! {
            <Notice tone=if is_sandbox { Tone::Still } else { Tone::Warn } title=if is_sandbox { "Live, in a sandbox" } else { "Live: real people" }>
                <p>
                    {if is_sandbox {
                        "Everybody in the sandbox can be written to; nobody in it is real."
                    } else {
                        "Everybody whom a draft or a campaign names is written to."
                    }}
                </p>
            </Notice>
            <div>
                <button type="button" class="button" data-test="rehearse" on:click=rehearse>
                    "Back to rehearsal"
                </button>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="card stack" aria-labelledby="mode" data-test="mode">
            <h2 id="mode" tabindex="-1">"Mode"</h2>
            <div class="stack" role="status">{standing}</div>
            <div role="alert">
                {move || problem.get().map(|problem| view! {
                    <Notice tone=Tone::Bad title="The mode was not changed"><p>{problem}</p></Notice>
                })}
            </div>
            <h3 id="allow-list" tabindex="-1">"Allow-list"</h3>
            <RecipientListing listing />
        </section>
        {move || is_asking.get().then(|| view! {
            <GoLive connection on_close=Callback::new(move |()| is_asking.set(false)) />
        })}
    }
}
