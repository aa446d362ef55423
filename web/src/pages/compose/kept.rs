//! What a tab keeps of a draft, so that a reload neither loses it nor sends it twice.

use serde::{Deserialize, Serialize};
use tidings_core::api::{NotifyRequest, SendRequest};
use tidings_core::message::draft::Draft;
use tidings_core::operation::Operation;

use super::audience::Window;
use crate::browser;

/// A draft with its idempotency key and how far its sending has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kept {
    /// Made when the draft was opened; ended by a successful send.
    pub key: String,
    /// What is written.
    pub draft: Draft,
    /// To whom, when not to one person.
    pub window: Option<Window>,
    /// Handed over and not yet answered: to be handed over again, with the same key.
    pub parcel: Option<Parcel>,
    /// What the last send became.
    pub sent: Option<Sent>,
}

/// What is handed to the console.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Parcel {
    /// One message.
    One(Box<SendRequest>),
    /// A message to each of an audience.
    Many(Box<NotifyRequest>),
}

/// What a send became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Sent {
    /// A delivery, by id.
    Delivery(String),
    /// A campaign, by id.
    Campaign(String),
}

impl Kept {
    /// What this tab keeps for a job.
    pub(super) fn load(operation: Operation) -> Option<Self> {
        browser::stored::<Self>(&name(operation)).filter(|kept| kept.draft.operation() == operation)
    }

    /// Keeps it.
    pub(super) fn save(&self) {
        browser::store(&name(self.draft.operation()), self);
    }
}

fn name(operation: Operation) -> String {
    format!("tidings.draft.{operation}")
}
