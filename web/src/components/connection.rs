//! What a connection is, in words that nobody overlooks.

use leptos::prelude::*;
use tidings_core::api::{ConnectionView, HealthView, Mode};

/// How far messages on a connection go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// To a sandbox: nobody real.
    Sandbox,
    /// To allow-listed recipients only.
    Rehearsal,
    /// To real people.
    Live,
}

impl Range {
    /// That of a connection.
    pub const fn of(connection: &ConnectionView) -> Self {
        match (connection.mode, connection.is_sandbox) {
            (_, true) => Self::Sandbox,
            (Mode::Rehearsal, false) => Self::Rehearsal,
            (Mode::Live, false) => Self::Live,
        }
    }

    /// The class that gives the look.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Sandbox => "is-sandbox",
            Self::Rehearsal => "is-rehearsal",
            Self::Live => "is-live",
        }
    }
}

/// Sandbox, rehearsal or live, in words.
#[component]
pub fn RangeTags(
    /// The connection.
    #[prop(into)]
    connection: Signal<ConnectionView>,
) -> impl IntoView {
    move || {
        connection.with(|connection| {
            let range = Range::of(connection);
            let word = match range {
                Range::Sandbox => "Sandbox",
                Range::Rehearsal => "Rehearsal",
                Range::Live => "Live: real people",
            };
            let rehearses = range == Range::Sandbox && connection.mode == Mode::Rehearsal;
            view! {
                <span class=format!("tag {}", range.class())>{word}</span>
                {rehearses.then(|| view! { <span class="tag is-rehearsal">"Rehearsal"</span> })}
            }
        })
    }
}

/// The dot's class and the word beside it.
pub const fn health_word(health: &HealthView) -> (&'static str, &'static str) {
    match health {
        HealthView::Unknown => ("is-unknown", "not tried yet"),
        HealthView::Ready => ("is-good", "ready"),
        HealthView::Paused { .. } => ("is-warn", "paused"),
        HealthView::Refused { .. } => ("is-bad", "credentials refused"),
        HealthView::Unreachable { .. } => ("is-bad", "unreachable"),
    }
}

/// What is wrong with a connection, in words.
pub fn health_trouble(health: &HealthView) -> Option<String> {
    match health {
        HealthView::Paused { message }
        | HealthView::Refused { message }
        | HealthView::Unreachable { message } => Some(message.clone()),
        HealthView::Unknown | HealthView::Ready => None,
    }
}
