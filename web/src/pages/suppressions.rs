//! Who is never written to, on any connection.

use leptos::html::Input;
use leptos::prelude::*;
use tidings_core::api::path;

use crate::api::use_api;
use crate::browser;
use crate::listed::{ListWords, Listing, RecipientListing};

const WORDS: ListWords = ListWords {
    id: "suppressed",
    caption: "Recipients who are never written to",
    add_label: "Never write to",
    add: "Suppress",
    empty: "Nobody is suppressed",
    empty_hint: "Add an address above, or import a file with a column of recipients.",
};

/// The suppression list: searched, added to, imported, exported.
#[component]
pub fn SuppressionsPage() -> impl IntoView {
    browser::set_title("Suppressions");
    let listing = Listing::open(path::SUPPRESSIONS.to_owned(), &WORDS);
    view! {
        <div class="page-head">
            <h1>"Suppressions"</h1>
            <div class="cluster">
                <Import listing />
                <a class="button" href=format!("{}/export", path::SUPPRESSIONS) download="suppressions.csv" rel="external" data-test="export">
                    "Export CSV"
                </a>
            </div>
        </div>
        <p class="muted">
            "Nobody on this list gets a message, on any connection, whatever asks for it. It is looked at in the moment of each attempt."
        </p>
        <section class="card stack" aria-label="The suppression list">
            <RecipientListing listing />
        </section>
    }
}

/// Hands a file over.
#[component]
fn Import(listing: Listing) -> impl IntoView {
    let api = use_api();
    let input = NodeRef::<Input>::new();
    let is_busy = RwSignal::new(false);
    let import = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        is_busy.set(true);
        leptos::task::spawn_local(async move {
            listing.note("imported", api.import_suppressions(file).await);
            // The same file may be chosen again once it is mended.
            input.set_value("");
            is_busy.try_set(false);
        });
    };
    view! {
        <label class="button file-button" aria-disabled=move || is_busy.get().to_string()>
            "Import CSV"
            <input
                type="file"
                id="import"
                accept=".csv,text/csv,text/plain"
                class="visually-hidden"
                node_ref=input
                on:change=import
            />
        </label>
    }
}
