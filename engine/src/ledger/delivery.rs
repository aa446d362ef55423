//! Deliveries: one message to one recipient, with its whole history.

use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use tidings_core::api::{AnswerView, DeliveryView};
use tidings_core::delivery::DeliveryState;
use tidings_core::operation::Operation;
use tidings_core::recipient::Recipient;
use tidings_core::retry::Tries;
use tidings_core::time::Timestamp;

use super::campaign::Source;
use super::event::{EventChange, NewEvent};
use super::row::{Columns as _, unreadable};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::id::{CampaignId, DeliveryId};

/// One attempt, as kept with its delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Try {
    /// When the attempt began.
    pub at: Timestamp,
    /// What it came to: `accepted`, `throttled`, `server_error`, `never_opened`, `in_doubt`, ….
    pub outcome: String,
    /// HTTP status, where there was a reply.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<u16>,
    /// What was seen or said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// From the first byte to the reply, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub latency_ms: Option<f64>,
}

/// A delivery as stored, with what its campaign says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The campaign it belongs to.
    pub campaign: CampaignId,
    /// The campaign's name.
    pub campaign_name: String,
    /// Single send or audience.
    pub source: Source,
    /// The connection's name.
    pub connection: String,
    /// Which job.
    pub operation: Operation,
    /// One line that says what was sent.
    pub summary: String,
    /// The platform's id of the person, where it is known.
    pub person: Option<String>,
    /// Address or id of the recipient.
    pub address: String,
    /// The recipient's name.
    pub name: Option<String>,
    /// To whom.
    pub recipient: Recipient,
    /// Where it stands.
    pub state: DeliveryState,
    /// Stable code of a refusal, or of what it waits for.
    pub code: Option<String>,
    /// What was seen or said.
    pub reason: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// Not attempted before.
    pub not_before: Timestamp,
    /// Attempts made.
    pub attempts: u32,
    /// What the next decision needs to know of them.
    pub retry: Tries,
    /// The last of them, at most twenty.
    pub tries: Vec<Try>,
    /// SHA-256 of the last request.
    pub request_hash: Option<String>,
    /// The platform's message id.
    pub message_id: Option<String>,
    /// The platform's conversation id.
    pub conversation_id: Option<String>,
    /// What the recipient answered last.
    pub answer: Option<AnswerView>,
    /// Of the last attempt that had a reply, in milliseconds.
    pub latency_ms: Option<f64>,
    /// Grows whenever somebody takes the row; who holds an older number has lost it.
    pub fence: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the last attempt began.
    pub attempted_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Delivery {
    /// The delivery as the page and `--json` show it.
    pub fn view(&self) -> DeliveryView {
        DeliveryView {
            id: self.id.to_string(),
            campaign_id: self.campaign.to_string(),
            campaign: (self.source == Source::Notify).then(|| self.campaign_name.clone()),
            connection: self.connection.clone(),
            operation: self.operation,
            target: self.address.clone(),
            name: self.name.clone(),
            summary: self.summary.clone(),
            state: self.state,
            code: self.code.clone(),
            reason: self.reason.clone(),
            hint: self.hint.clone(),
            not_before: self.waits().then_some(self.not_before),
            message_id: self.message_id.clone(),
            conversation_id: self.conversation_id.clone(),
            attempts: self.attempts,
            latency_ms: self.latency_ms,
            answer: self.answer.clone(),
            created_at: self.created_at,
            updated_at: self.updated_at,
            can_retry: self.can_retry(),
        }
    }

    fn waits(&self) -> bool {
        self.state == DeliveryState::Pending && self.not_before > self.created_at
    }

    /// Whether it is over without having reached anybody, so that a new delivery harms nobody.
    fn can_retry(&self) -> bool {
        use DeliveryState as S;
        self.source == Source::Send
            && matches!(
                self.state,
                S::Rejected | S::Conflict | S::Unsent | S::Suppressed | S::Expired | S::Cancelled
            )
    }
}

impl Ledger {
    /// A delivery by id.
    pub async fn delivery(&self, id: &DeliveryId) -> Result<Delivery, LedgerError> {
        let row = sqlx::query(ONE)
            .bind(id.as_str())
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        let row =
            row.ok_or_else(|| LedgerError::NotFound(format!("no delivery has the id {id}")))?;
        read(&row).map_err(|error| self.sorted(&error))
    }
}

/// The delivery as it stands inside the transaction.
pub(super) async fn load(
    tx: &mut Transaction<'_>,
    id: &DeliveryId,
) -> Result<Delivery, WriteError> {
    let row = sqlx::query(ONE)
        .bind(id.as_str())
        .fetch_optional(&mut *tx.connection)
        .await?;
    match row {
        Some(row) => Ok(read(&row)?),
        None => Err(LedgerError::NotFound(format!("no delivery has the id {id}")).into()),
    }
}

/// Adds the delivery, as it is now, to the journal.
pub(super) async fn record(
    tx: &mut Transaction<'_>,
    id: &DeliveryId,
) -> Result<Delivery, WriteError> {
    let delivery = load(tx, id).await?;
    tx.record(NewEvent {
        connection: delivery.connection.clone(),
        campaign: Some(delivery.campaign.clone()),
        delivery: Some(id.clone()),
        change: EventChange::Delivery(Box::new(delivery.view())),
    })
    .await?;
    Ok(delivery)
}

pub(super) fn read(row: &SqliteRow) -> Result<Delivery, sqlx::Error> {
    let answer = row.text_or_none("answer")?;
    Ok(Delivery {
        id: DeliveryId::from_text(row.text("id")?),
        campaign: CampaignId::from_text(row.text("campaign")?),
        campaign_name: row.text("campaign_name")?,
        source: row.named("source")?,
        connection: row.text("connection")?,
        operation: row.named("operation")?,
        summary: row.text("summary")?,
        person: row.text_or_none("person")?,
        address: row.text("address")?,
        name: row.text_or_none("name")?,
        recipient: row.json("recipient")?,
        state: row.named("state")?,
        code: row.text_or_none("code")?,
        reason: row.text_or_none("reason")?,
        hint: row.text_or_none("hint")?,
        not_before: row.time("not_before")?,
        attempts: u32::try_from(row.number("attempts")?)
            .map_err(|error| unreadable("attempts", error))?,
        retry: row.json("retry")?,
        tries: row.json("tries")?,
        request_hash: row.text_or_none("request_hash")?,
        message_id: row.text_or_none("message_id")?,
        conversation_id: row.text_or_none("conversation_id")?,
        answer: answer
            .map(|json| serde_json::from_str(&json))
            .transpose()
            .map_err(|error| unreadable("answer", error))?,
        latency_ms: row.try_get("latency_ms")?,
        fence: row.number("fence")?,
        created_at: row.time("created_at")?,
        attempted_at: row.time_or_none("attempted_at")?,
        updated_at: row.time("updated_at")?,
    })
}

/// The columns of a [`Delivery`], to be followed by `WHERE`.
macro_rules! select_deliveries {
    ($rest:literal) => {
        concat!(
            "SELECT d.*, c.name AS campaign_name, c.source, c.operation, c.summary
             FROM deliveries d JOIN campaigns c ON c.id = d.campaign ",
            $rest
        )
    };
}
pub(super) use select_deliveries;

const ONE: &str = select_deliveries!("WHERE d.id = ?");
