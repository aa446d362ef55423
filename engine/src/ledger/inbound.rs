//! What the platform tells us: receipts and answers, each counted once.

use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use tidings_core::api::AnswerView;
use tidings_core::delivery::DeliveryState;
use tidings_core::operation::Operation;
use tidings_core::time::Timestamp;

use super::delivery::{self, Delivery};
use super::event::{EventChange, NewEvent};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::DeliveryId;

/// A message event, as the platform's webhook writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboundEvent {
    /// `message.received` or `message.status`.
    pub event: String,
    /// The conversation it belongs to.
    pub conversation_id: String,
    /// The contact who wrote.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub contact_id: Option<String>,
    /// The message it is about; of a typed answer its own.
    pub message_id: String,
    /// The message that a typed answer follows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub in_reply_to: Option<String>,
    /// The tapped choice's value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// The tapped choice's text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<String>,
    /// What was typed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// For `message.status`: `delivered`, `read`, `failed`, `undelivered`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
    /// When it happened, RFC 3339.
    pub at: String,
}

impl InboundEvent {
    /// What tells two events of one message apart.
    fn distinction(&self) -> &str {
        let words = [&self.value, &self.status, &self.text];
        words
            .into_iter()
            .flatten()
            .next()
            .map_or("", String::as_str)
    }

    /// The state that the event proves.
    fn proven(&self) -> Option<DeliveryState> {
        use DeliveryState::{Delivered, Failed, Read, Replied, Undelivered};
        if self.event == RECEIVED {
            return Some(Replied);
        }
        let status = self.status.as_deref()?.to_ascii_lowercase();
        [Delivered, Read, Undelivered, Failed]
            .into_iter()
            .find(|state| state.name() == status)
    }

    fn answer(&self) -> Option<AnswerView> {
        if self.event != RECEIVED {
            return None;
        }
        let words = [&self.label, &self.text, &self.value];
        Some(AnswerView {
            text: words.into_iter().flatten().next()?.clone(),
            value: self.value.clone(),
            at: Timestamp::parse(&self.at).unwrap_or_else(clock::now),
        })
    }
}

/// The event of an answer.
const RECEIVED: &str = "message.received";

/// What an event led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Receipt {
    /// The delivery it is about, as it is now.
    Applied(Box<Delivery>),
    /// It is about no message of ours, or about one whose acceptance is not recorded yet; in that
    /// case it is applied then.
    Kept,
    /// It was here before.
    Repeated,
}

impl Ledger {
    /// Takes a message event in. Taking it twice changes nothing.
    pub async fn receive(
        &self,
        connection: &str,
        event: InboundEvent,
    ) -> Result<Receipt, LedgerError> {
        let connection = connection.to_owned();
        self.writer()
            .write(move |tx| Box::pin(receive(tx, connection, event)))
            .await
    }

    /// Adds a line to the journal that belongs to no delivery.
    pub async fn note(&self, connection: &str, text: String) -> Result<(), LedgerError> {
        let connection = connection.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    tx.record(NewEvent {
                        connection,
                        campaign: None,
                        delivery: None,
                        change: EventChange::Note { text },
                    })
                    .await
                })
            })
            .await
    }
}

async fn receive(
    tx: &mut Transaction<'_>,
    connection: String,
    event: InboundEvent,
) -> Result<Receipt, WriteError> {
    let known = find(tx, &connection, &event).await?;
    let kept = sqlx::query(KEEP)
        .bind(&connection)
        .bind(&event.message_id)
        .bind(&event.event)
        .bind(event.distinction())
        .bind(known.as_ref().map(DeliveryId::as_str))
        .bind(serde_json::to_string(&event)?)
        .bind(clock::now().as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    if kept.rows_affected() == 0 {
        return Ok(Receipt::Repeated);
    }
    match known {
        Some(id) => Ok(Receipt::Applied(Box::new(apply(tx, &id, &event).await?))),
        None => Ok(Receipt::Kept),
    }
}

/// Applies what came before the acceptance of this message was recorded: a webhook may overtake
/// the reply.
pub(super) async fn apply_kept(
    tx: &mut Transaction<'_>,
    delivery: Delivery,
) -> Result<Delivery, WriteError> {
    // The reply to an outbound message names its conversation only; events then use that.
    let names = [&delivery.message_id, &delivery.conversation_id];
    let Some(message) = names.into_iter().flatten().next() else {
        return Ok(delivery);
    };
    let rows = sqlx::query(KEPT)
        .bind(delivery.id.as_str())
        .bind(&delivery.connection)
        .bind(message)
        .fetch_all(&mut *tx.connection)
        .await?;
    let mut latest = delivery;
    for row in rows {
        let payload: String = row.try_get("payload")?;
        latest = apply(tx, &latest.id.clone(), &serde_json::from_str(&payload)?).await?;
    }
    Ok(latest)
}

async fn find(
    tx: &mut Transaction<'_>,
    connection: &str,
    event: &InboundEvent,
) -> Result<Option<DeliveryId>, WriteError> {
    let named = [Some(&event.message_id), event.in_reply_to.as_ref()];
    for message in named.into_iter().flatten() {
        let by_message: Option<String> = sqlx::query_scalar(if event.event == RECEIVED {
            ANSWERED
        } else {
            BY_MESSAGE
        })
        .bind(connection)
        .bind(message)
        .bind(connection)
        .bind(message)
        .fetch_optional(&mut *tx.connection)
        .await?;
        if let Some(id) = by_message {
            return Ok(Some(DeliveryId::from_text(id)));
        }
    }
    // An answer that names nothing of ours is to the latest message in its conversation.
    if event.event != RECEIVED {
        return Ok(None);
    }
    let by_conversation: Option<String> = sqlx::query_scalar(BY_CONVERSATION)
        .bind(connection)
        .bind(&event.conversation_id)
        .bind(&event.contact_id)
        .fetch_optional(&mut *tx.connection)
        .await?;
    Ok(by_conversation.map(DeliveryId::from_text))
}

async fn apply(
    tx: &mut Transaction<'_>,
    id: &DeliveryId,
    event: &InboundEvent,
) -> Result<Delivery, WriteError> {
    let before = delivery::load(tx, id).await?;
    if event.event == RECEIVED && before.operation == Operation::Guest {
        return Ok(before);
    }
    let next = event
        .proven()
        .filter(|next| before.state.may_become(*next))
        .unwrap_or(before.state);
    let answer = event.answer();
    if next == before.state && answer.is_none() {
        return Ok(before);
    }
    sqlx::query(APPLY)
        .bind(next.name())
        .bind(answer.as_ref().map(serde_json::to_string).transpose()?)
        .bind(clock::now().as_unix_millis())
        .bind(id.as_str())
        .execute(&mut *tx.connection)
        .await?;
    delivery::record(tx, id).await
}

const KEEP: &str = "INSERT INTO inbound_events
    (connection, message_id, event, value, delivery, payload, received_at)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
const KEPT: &str = "UPDATE inbound_events SET delivery = ?
    WHERE connection = ? AND message_id = ? AND delivery IS NULL RETURNING payload";
const BY_MESSAGE: &str = "SELECT id FROM deliveries WHERE connection = ? AND message_id = ?
    UNION ALL
    SELECT id FROM deliveries
    WHERE connection = ? AND conversation_id = ? AND message_id IS NULL
    LIMIT 1";
/// What a guest's transmitted message brings to the platform is no answer to that message.
const ANSWERED: &str = "SELECT d.id FROM deliveries d JOIN campaigns c ON c.id = d.campaign
    WHERE d.connection = ? AND d.message_id = ? AND c.operation <> 'guest'
    UNION ALL
    SELECT id FROM deliveries
    WHERE connection = ? AND conversation_id = ? AND message_id IS NULL
    LIMIT 1";
const BY_CONVERSATION: &str = "SELECT d.id FROM deliveries d JOIN campaigns c ON c.id = d.campaign
    WHERE d.connection = ? AND c.operation <> 'guest'
      AND (d.conversation_id = ? OR d.address = ?)
      AND d.state IN ('accepted', 'delivered', 'read', 'replied', 'undelivered', 'failed')
    ORDER BY d.attempted_at DESC LIMIT 1";
const APPLY: &str = "UPDATE deliveries SET state = ?, answer = COALESCE(?, answer), updated_at = ?
    WHERE id = ?";
