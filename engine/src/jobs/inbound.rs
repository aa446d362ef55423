//! What the platform reports: receipts, answers, and web chats that start.

use serde::Deserialize;
use serde_json::Value;
use tidings_core::message::draft::{Draft, GreetDraft};
use tidings_core::policy::Policy;

use super::send::{self, SendError, SendOrder};
use crate::genesys::Genesys;
use crate::ledger::{Delivery, InboundEvent, Ledger, LedgerError, Receipt};

/// Guide 002's event: a known customer opened a new web chat.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct WebChatStart {
    #[serde(rename = "conversationId")]
    conversation: String,
    #[serde(rename = "previousConversationId", default)]
    previous: Option<String>,
    #[serde(rename = "agentId", default)]
    agent: Option<String>,
}

/// What a report led to.
#[derive(Clone, Debug, PartialEq)]
pub enum Handled {
    /// A delivery moved on or got an answer.
    Receipt(Box<Delivery>),
    /// The returning customer will be greeted, if the look-up allows it.
    Greeting(Box<Delivery>),
    /// Nothing is to be done; why is in the journal where somebody may want to know.
    Nothing,
}

/// The report cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InboundError {
    /// The body is none of the reports that are known.
    #[error("this is no event that tidings knows: {0}")]
    Unknown(String),
    /// The ledger could not take it; the platform may report it again.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Takes a webhook's body in. Taking the same report twice changes nothing.
pub async fn handle(
    ledger: &Ledger,
    genesys: &Genesys,
    policy: &Policy,
    body: Value,
) -> Result<Handled, InboundError> {
    let unknown = |error: serde_json::Error| InboundError::Unknown(error.to_string());
    let event = body.get("event").and_then(Value::as_str);
    match event {
        Some("message.received" | "message.status") => {
            let event: InboundEvent = serde_json::from_value(body).map_err(unknown)?;
            let name = &genesys.connection().name;
            Ok(match ledger.receive(name, event).await? {
                Receipt::Applied(delivery) => Handled::Receipt(delivery),
                Receipt::Kept | Receipt::Repeated => Handled::Nothing,
            })
        }
        // The guide's own body has no `event`.
        Some("webchat:conversation:start") | None => {
            let start: WebChatStart = serde_json::from_value(body).map_err(unknown)?;
            greet(ledger, genesys, policy, start).await
        }
        Some(other) => Err(InboundError::Unknown(format!("event {other:?}"))),
    }
}

/// Writes the greeting to the ledger; the engine looks the earlier web chat up before it greets.
async fn greet(
    ledger: &Ledger,
    genesys: &Genesys,
    policy: &Policy,
    start: WebChatStart,
) -> Result<Handled, InboundError> {
    let conversation = start.conversation;
    let (Some(previous), Some(agent)) = (start.previous, start.agent) else {
        let why = "it names no earlier conversation or no agent";
        return not_greeted(ledger, genesys, &conversation, why).await;
    };
    let order = SendOrder {
        idempotency_key: Some(format!("webchat-start {conversation} {previous}")),
        draft: Draft::Greet(GreetDraft {
            conversation_id: conversation.clone(),
            previous_conversation_id: previous,
            agent_id: agent,
            ..GreetDraft::default()
        }),
        actor: "webhook".to_owned(),
        on_server_error: None,
        follower: None,
    };
    match send::submit(ledger, genesys, policy, order).await {
        Ok(submitted) => Ok(Handled::Greeting(Box::new(submitted.into_delivery()))),
        // Reported again with another agent: the customer is greeted once.
        Err(SendError::Ledger(LedgerError::KeyReused)) => Ok(Handled::Nothing),
        Err(SendError::Ledger(error)) => Err(error.into()),
        Err(other) => not_greeted(ledger, genesys, &conversation, &other.to_string()).await,
    }
}

async fn not_greeted(
    ledger: &Ledger,
    genesys: &Genesys,
    conversation: &str,
    why: &str,
) -> Result<Handled, InboundError> {
    let text = format!("the web chat {conversation} that started was not greeted: {why}");
    ledger.note(&genesys.connection().name, text).await?;
    Ok(Handled::Nothing)
}
