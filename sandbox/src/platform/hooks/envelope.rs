//! A message as an integration receives it.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::messenger::Message;
use crate::platform::guest::normalized;

/// What goes out to the guest of an integration.
pub(super) fn message(integration: &str, guest: &str, message: &Message) -> Value {
    let mut body = normalized(message);
    body["channel"] = channel(integration, guest, &message.id, message.at);
    body["conversationId"] = json!(message.conversation_id);
    body
}

/// The platform has taken what the guest of an integration sent.
pub(super) fn receipt(integration: &str, guest: &str, message: &Message) -> Value {
    json!({
        "id": message.id,
        "channel": channel(integration, guest, &message.id, Timestamp::now()),
        "conversationId": message.conversation_id,
        "direction": "Outbound",
        "type": "Receipt",
        "status": "Delivered",
        "isFinalReceipt": true,
    })
}

/// Somebody of the business is writing.
pub(super) fn typing(integration: &str, guest: &str, id: &str, talk: &str, millis: u64) -> Value {
    json!({
        "id": id,
        "channel": channel(integration, guest, id, Timestamp::now()),
        "conversationId": talk,
        "direction": "Outbound",
        "originatingEntity": "Human",
        "type": "Event",
        "events": [{ "eventType": "Typing", "typing": { "type": "On", "duration": millis } }],
    })
}

fn channel(integration: &str, guest: &str, id: &str, time: Timestamp) -> Value {
    json!({
        "id": integration,
        "platform": "Open",
        "type": "Private",
        "messageId": id,
        "to": { "id": guest, "idType": "Opaque" },
        "from": { "id": integration, "idType": "Opaque" },
        "time": time,
    })
}
