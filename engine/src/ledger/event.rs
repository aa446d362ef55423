//! The journal: every change of state as a numbered event, for the page and for followers.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteRow;
use tidings_core::api::{CampaignView, DeliveryView, HealthView, StopView, TimelineEntry};
use tidings_core::delivery::DeliveryState;
use tidings_core::time::Timestamp;

use super::row::{Columns as _, unreadable};
use super::{Ledger, LedgerError};
use crate::id::{CampaignId, DeliveryId};

/// One committed change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Grows with every event and has no meaning beyond its order; may have gaps.
    pub id: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What it is now.
    #[serde(flatten)]
    pub change: EventChange,
}

/// What changed, as it is now. Serializes like [`tidings_core::api::Change`], but for a
/// connection, of which the engine knows less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum EventChange {
    /// A delivery.
    Delivery(Box<DeliveryView>),
    /// A campaign over an audience.
    Campaign(Box<CampaignView>),
    /// A connection's health or mode.
    Connection {
        /// The connection's name.
        name: String,
        /// Whether it sends.
        health: HealthView,
    },
    /// Every stop switch that is turned.
    Stops(Vec<StopView>),
    /// Something that belongs to no delivery, such as a web chat start that was not greeted.
    Note {
        /// In words.
        text: String,
    },
}

impl EventChange {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Delivery(_) => "delivery",
            Self::Campaign(_) => "campaign",
            Self::Connection { .. } => "connection",
            Self::Stops(_) => "stops",
            Self::Note { .. } => "note",
        }
    }
}

/// An event before the journal numbers it.
pub(crate) struct NewEvent {
    pub(crate) connection: String,
    pub(crate) campaign: Option<CampaignId>,
    pub(crate) delivery: Option<DeliveryId>,
    pub(crate) change: EventChange,
}

impl NewEvent {
    /// The columns `kind` and `payload`.
    pub(super) fn columns(&self) -> Result<(&'static str, String), serde_json::Error> {
        let tagged = serde_json::to_value(&self.change)?;
        let payload = tagged.get("data").unwrap_or(&Value::Null).to_string();
        Ok((self.change.kind(), payload))
    }
}

impl Ledger {
    /// Events after `id`, oldest first, at most `limit`. Those of other processes are among them.
    pub async fn events_after(&self, id: i64, limit: u32) -> Result<Vec<Event>, LedgerError> {
        let rows = sqlx::query(EVENTS_AFTER)
            .bind(id)
            .bind(limit)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        rows.iter().map(|row| self.event(row)).collect()
    }

    /// The id of the newest event, or 0: where a follower that wants no history begins.
    pub async fn last_event(&self) -> Result<i64, LedgerError> {
        sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM events")
            .fetch_one(self.readers())
            .await
            .map_err(|error| self.sorted(&error))
    }

    /// What happened to one delivery, oldest first.
    pub async fn timeline(&self, delivery: &DeliveryId) -> Result<Vec<TimelineEntry>, LedgerError> {
        let rows = sqlx::query(EVENTS_OF)
            .bind(delivery.as_str())
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        let mut timeline = Vec::with_capacity(rows.len());
        for row in &rows {
            let event = self.event(row)?;
            if let EventChange::Delivery(view) = event.change {
                timeline.push(TimelineEntry {
                    id: event.id,
                    at: event.at,
                    state: view.state,
                    text: in_words(&view),
                });
            }
        }
        Ok(timeline)
    }

    fn event(&self, row: &SqliteRow) -> Result<Event, LedgerError> {
        read(row).map_err(|error| self.sorted(&error))
    }
}

fn in_words(view: &DeliveryView) -> String {
    let words = [&view.reason, &view.hint];
    let words: Vec<_> = words.into_iter().flatten().map(String::as_str).collect();
    match (&view.answer, words.is_empty()) {
        (Some(answer), _) => format!("answered: {}", answer.text),
        (None, true) => meaning(view.state).to_owned(),
        (None, false) => words.join(" "),
    }
}

/// What a state says of the message, to somebody who reads its timeline.
const fn meaning(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "waits for its turn",
        DeliveryState::Attempting => "is on its way to the platform",
        DeliveryState::Accepted => "the platform took it",
        DeliveryState::Delivered => "reached the recipient",
        DeliveryState::Read => "the recipient opened it",
        DeliveryState::Replied => "the recipient answered",
        DeliveryState::Rejected => "was refused",
        DeliveryState::Conflict => "the recipient is in a conversation already",
        DeliveryState::InDoubt => "nobody knows whether the platform took it",
        DeliveryState::Unsent => "was not sent",
        DeliveryState::Suppressed => "the recipient is on the suppression list",
        DeliveryState::Expired => "the campaign's deadline passed first",
        DeliveryState::Cancelled => "was stopped",
        DeliveryState::Undelivered => "did not reach the recipient",
        DeliveryState::Failed => "the platform could not send it on",
    }
}

fn read(row: &SqliteRow) -> Result<Event, sqlx::Error> {
    let data: Value = row.json("payload")?;
    let tagged = json!({ "kind": row.text("kind")?, "data": data });
    Ok(Event {
        id: row.number("id")?,
        at: row.time("at")?,
        change: serde_json::from_value(tagged).map_err(|error| unreadable("payload", error))?,
    })
}

const EVENTS_AFTER: &str = "SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?";
const EVENTS_OF: &str = "SELECT * FROM events WHERE delivery = ? ORDER BY id";
