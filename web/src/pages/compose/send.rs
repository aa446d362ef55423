//! The button that says to whom, and the outcome that takes its place.

use leptos::prelude::*;
use tidings_core::api::Mode;
use tidings_core::operation::Operation;

use super::desk::Stage;
use super::editor::use_editor;
use super::outcome::{CampaignStarted, DeliveryOutcome, Refused};
use crate::components::Range;
use crate::stops::use_stops;

/// What stands where the button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Button,
    Outcome,
}

/// Send, or how it ended.
#[component]
pub(super) fn SendPanel() -> impl IntoView {
    let editor = use_editor();
    let stage = editor.desk().stage();
    let place = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::Writing | Stage::UnderWay => Place::Button,
            Stage::Sent(_) | Stage::Started(_) | Stage::Refused(_) => Place::Outcome,
        })
    });
    view! {
        <div class="compose-send" id="send-outcome" tabindex="-1" data-test="outcome">
            {move || match place.get() {
                Place::Button => view! { <SendButton /> }.into_any(),
                Place::Outcome => view! { <Outcome /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn SendButton() -> impl IntoView {
    let editor = use_editor();
    let is_under_way = Memo::new(move |_| {
        editor
            .desk()
            .stage()
            .with(|stage| *stage == Stage::UnderWay)
    });
    let label = move || {
        let verb = match (is_under_way.get(), editor.operation() == Operation::Guest) {
            (true, _) => "Sending",
            (false, true) => "Transmit",
            (false, false) => "Send",
        };
        match editor.addressee() {
            to if to.is_empty() => verb.to_owned(),
            to => format!("{verb} to {to}"),
        }
    };
    let stops = use_stops();
    let warning = move || {
        let connection = editor.session().connection()?;
        if stops.holds(&connection.name) {
            let text = format!(
                "Sending is stopped on {}: it waits until somebody resumes",
                connection.name
            );
            return Some(view! { <span class="tag is-stopped">{text}</span> });
        }
        let text = match (Range::of(&connection), connection.mode) {
            (Range::Live, _) => format!("Live: {} writes to real people", connection.name),
            (_, Mode::Rehearsal) => "Rehearsal: only who is on the allow-list gets it".to_owned(),
            (Range::Sandbox | Range::Rehearsal, Mode::Live) => return None,
        };
        let class = if connection.mode == Mode::Rehearsal {
            "tag is-rehearsal"
        } else {
            "tag is-live"
        };
        Some(view! { <span class=class>{text}</span> })
    };
    view! {
        <button
            type="submit"
            class="button button-primary button-large"
            data-test="send"
            aria-disabled=move || is_under_way.get().to_string()
        >
            {label}
        </button>
        {warning}
        <p class="small" role="status" data-test="trouble">
            {editor.desk().trouble()}
        </p>
    }
}

#[component]
fn Outcome() -> impl IntoView {
    let stage = use_editor().desk().stage();
    let outcome = move || match stage.get() {
        Stage::Sent(delivery) => view! { <DeliveryOutcome delivery=*delivery /> }.into_any(),
        Stage::Started(campaign) => view! { <CampaignStarted campaign=*campaign /> }.into_any(),
        Stage::Refused(error) => view! { <Refused error /> }.into_any(),
        Stage::Writing | Stage::UnderWay => ().into_any(),
    };
    view! {
        <div class="outcome" role="status">
            {outcome}
        </div>
    }
}
