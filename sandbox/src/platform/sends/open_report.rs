//! What the middleware of open messaging reports beside messages: typing and receipts.

use serde_json::{Value, json};

use super::inbound::{channel, guest, integration, time};
use crate::call::{Call, Reply};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::fields;
use crate::ids::Kind;
use crate::platform::interactions::{Receipt, Status};
use crate::platform::portrait::{Direction, Media, MessageType};
use crate::refusal::Refusal;

/// `…/inbound/open/event`: the guest is writing; nothing is kept of it.
pub(super) fn event(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    integration(call.id())?;
    guest(cloud, body)?;
    let count = fields::list(body, "/events")?.len();
    if count == 0 {
        return Err(Refusal::field("/events", "events is required"));
    }
    for place in 0..count {
        fields::word(body, &format!("/events/{place}/eventType"), &["Typing"])?;
    }
    let id = cloud.context_id();
    Ok(Reply::ok(json!({
        "id": id,
        "channel": channel(body, &id),
        "type": "Event",
        "events": body.get("events"),
    })))
}

/// `…/inbound/open/receipt`: what became of a message.
pub(super) fn receipt(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    integration(call.id())?;
    let id = fields::text(body, "/id")?;
    fields::text(body, "/channel/to/id")?;
    time(body)?;
    let status = status(body)?;
    let unknown = || Refusal::not_found(format!("Message {id} not found")).about("message", id);
    let number = cloud.ids.read(Kind::Message, id).ok_or_else(unknown)?;
    {
        let mut interactions = lock(&cloud.interactions);
        let trace = interactions
            .trace_mut(number)
            .filter(|trace| trace.media == Media::Message(MessageType::Open))
            .filter(|trace| trace.direction == Direction::Outbound)
            .ok_or_else(unknown)?;
        trace.receipts.push(Receipt {
            status,
            at: Timestamp::now(),
            reasons: body.get("reasons").cloned().unwrap_or_else(|| json!([])),
            is_final: body
                .get("isFinalReceipt")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        });
    }
    let message = lock(&cloud.threads)
        .message(number)
        .map(|(_, message)| message.clone());
    if let (Some(message), Some(word)) = (message, word(status)) {
        cloud.tell_status(&message, word, None);
    }
    Ok(Reply::ok(json!({
        "id": id,
        "channel": channel(body, id),
        "type": "Receipt",
        "status": body.get("status"),
        "reasons": body.get("reasons").cloned().unwrap_or_else(|| json!([])),
        "isFinalReceipt": body.get("isFinalReceipt").and_then(Value::as_bool).unwrap_or(false),
        "direction": "Outbound",
    })))
}

fn status(body: &Value) -> Result<Status, Refusal> {
    let words = ["Sent", "Delivered", "Failed", "Published", "Removed"];
    Ok(match fields::word(body, "/status", &words)? {
        "Delivered" => Status::DeliverySuccess,
        "Failed" => Status::DeliveryFailed,
        "Published" => Status::Published,
        "Removed" => Status::Removed,
        _ => Status::Sent,
    })
}

/// The same for the sandbox's own webhook, which tells of ends only.
fn word(status: Status) -> Option<&'static str> {
    match status {
        Status::DeliverySuccess => Some("delivered"),
        Status::DeliveryFailed => Some("failed"),
        _ => None,
    }
}
