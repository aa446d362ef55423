//! States as a word and a shape.

use leptos::prelude::*;
use tidings_core::api::CampaignState;
use tidings_core::delivery::DeliveryState;

use crate::format::{sentence, words};

/// What a state means at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// Somebody may want to look.
    Warn,
    /// It went wrong.
    Bad,
    /// Nobody knows.
    Doubt,
    /// Under way.
    Busy,
    /// Over, and nothing to say.
    Still,
}

impl Tone {
    /// The class that gives the color.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "is-good",
            Self::Warn => "is-warn",
            Self::Bad => "is-bad",
            Self::Doubt => "is-doubt",
            Self::Busy => "is-busy",
            Self::Still => "is-still",
        }
    }

    /// A shape of its own for each, so that color is never alone.
    const fn path(self) -> &'static str {
        match self {
            Self::Good => "M2 6.5L5 9.5L10.5 3",
            Self::Warn => "M6 1.5L11 10.5H1zM6 5v2",
            Self::Bad => "M2.5 2.5l7 7M9.5 2.5l-7 7",
            Self::Doubt => "M4 4a2 2 0 1 1 2.8 1.9C6 6.2 6 6.700 6 7.300M6 10v.1",
            Self::Busy => "M6 1a5 5 0 1 0 5 5",
            Self::Still => "M2 6h8",
        }
    }
}

/// What a delivery's state means at a glance.
pub const fn state_tone(state: DeliveryState) -> Tone {
    use DeliveryState as S;
    match state {
        S::Accepted | S::Delivered | S::Read | S::Replied => Tone::Good,
        S::Conflict | S::Unsent | S::Undelivered | S::Expired => Tone::Warn,
        S::Rejected | S::Failed => Tone::Bad,
        S::InDoubt => Tone::Doubt,
        S::Pending | S::Attempting => Tone::Busy,
        S::Suppressed | S::Cancelled => Tone::Still,
    }
}

/// A delivery's state as it is called on the page.
pub fn state_word(state: DeliveryState) -> String {
    match state {
        DeliveryState::Pending => "Waiting".to_owned(),
        DeliveryState::Attempting => "Sending".to_owned(),
        other => sentence(&words(other.name())),
    }
}

/// A word and the shape that goes with it.
#[component]
pub fn WordBadge(
    /// What it means at a glance.
    tone: Tone,
    /// The word.
    word: &'static str,
    /// The name that tests and styles know it by.
    #[prop(optional)]
    name: &'static str,
) -> impl IntoView {
    view! {
        <span class=format!("badge {}", tone.class()) data-state=name>
            <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
                <path d=tone.path() />
            </svg>
            {word}
        </span>
    }
}

/// A delivery's state as a word and a shape.
#[component]
pub fn StateBadge(
    /// The state.
    #[prop(into)]
    state: Signal<DeliveryState>,
) -> impl IntoView {
    let tone = move || state_tone(state.get());
    view! {
        <span class=move || format!("badge {}", tone().class()) data-state=move || state.get().name()>
            <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
                <path d=move || tone().path() />
            </svg>
            {move || state_word(state.get())}
        </span>
    }
}

/// A campaign's state as a word and a shape.
#[component]
pub fn CampaignBadge(
    /// The state.
    state: CampaignState,
) -> impl IntoView {
    let (tone, word, name) = match state {
        CampaignState::Reading => (Tone::Busy, "Finding customers", "reading"),
        CampaignState::Broken => (Tone::Bad, "Audience incomplete", "broken"),
        CampaignState::Running => (Tone::Busy, "Running", "running"),
        CampaignState::Paused => (Tone::Warn, "Paused", "paused"),
        CampaignState::Cancelled => (Tone::Still, "Cancelled", "cancelled"),
        CampaignState::Finished => (Tone::Good, "Finished", "finished"),
    };
    view! { <WordBadge tone word name /> }
}
