//! `MessageData`.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::cloud::Cloud;
use crate::platform::interactions::{Fate, Status, Trace};
use crate::platform::portrait::{Direction, MessageType};

/// A message with its status and the receipts that led to it.
pub(in crate::platform) fn data(cloud: &Cloud, id: &str, trace: &Trace) -> Value {
    let now = Timestamp::now();
    let conversation_id = trace.key.id(cloud);
    let (from, to) = ends(trace);
    let mut data = json!({
        "id": id,
        "providerMessageId": id,
        "timestamp": trace.at,
        "fromAddress": from,
        "toAddress": to,
        "direction": trace.direction,
        "messengerType": trace.media.message_type().map(MessageType::as_str),
        "status": trace.status(now),
        "normalizedMessage": normalized(id, trace),
        "conversationId": conversation_id,
        "selfUri": uri(&conversation_id, id),
    });
    let receipts = receipts(id, trace, now);
    if !receipts.is_empty() {
        data["normalizedReceipts"] = receipts.into();
    }
    data
}

/// Where a message of a conversation is read.
pub(in crate::platform) fn uri(conversation_id: &str, id: &str) -> String {
    format!("/api/v2/conversations/messages/{conversation_id}/messages/{id}")
}

fn ends(trace: &Trace) -> (&str, &str) {
    match trace.direction {
        Direction::Outbound => (&trace.local, &trace.remote),
        Direction::Inbound => (&trace.remote, &trace.local),
    }
}

fn normalized(id: &str, trace: &Trace) -> Value {
    let is_text = trace.content.is_empty();
    json!({
        "id": id,
        "channel": channel(id, trace, trace.at),
        "type": if is_text { "Text" } else { "Structured" },
        "text": trace.text,
        "content": trace.content,
        "direction": capital(trace.direction),
        "originatingEntity": if is_text { "Human" } else { "Bot" },
    })
}

fn channel(id: &str, trace: &Trace, at: Timestamp) -> Value {
    let (from, to) = ends(trace);
    let platform = match trace.media.message_type() {
        Some(MessageType::Sms) => "Sms",
        Some(MessageType::Open) => "Open",
        Some(MessageType::WhatsApp) => "Whatsapp",
        Some(MessageType::Apple) => "Apple",
        Some(MessageType::WebMessaging) | None => "WebMessaging",
    };
    json!({
        "id": trace.local,
        "platform": platform,
        "type": "Private",
        "messageId": id,
        "to": { "id": to },
        "from": { "id": from },
        "time": at,
    })
}

/// One receipt for each status that the message has had.
fn receipts(id: &str, trace: &Trace, now: Timestamp) -> Vec<Value> {
    if trace.direction == Direction::Inbound {
        return Vec::new();
    }
    let receipt = |status: Status, at: Timestamp, reasons: &Value, is_final: bool| {
        json!({
            "id": id,
            "channel": channel(id, trace, at),
            "type": "Receipt",
            "status": status.as_receipt(),
            "reasons": reasons,
            "isFinalReceipt": is_final,
            "direction": "Outbound",
        })
    };
    let none = json!([]);
    if !trace.receipts.is_empty() {
        let posted = trace.receipts.iter();
        return posted
            .map(|one| receipt(one.status, one.at, &one.reasons, one.is_final))
            .collect();
    }
    let mut receipts = vec![receipt(Status::Sent, trace.at, &none, false)];
    match (trace.status(now), trace.fate) {
        (status @ (Status::Failed | Status::DeliveryFailed), Fate::Fails(failure)) => {
            let reasons = json!([{ "code": failure.reason, "message": failure.message }]);
            receipts.push(receipt(status, trace.since(now), &reasons, true));
        }
        (status @ (Status::DeliverySuccess | Status::Read), _) => {
            let is_read = status == Status::Read;
            receipts.push(receipt(
                Status::DeliverySuccess,
                trace.arrived(),
                &none,
                !is_read,
            ));
            if is_read {
                receipts.push(receipt(status, trace.since(now), &none, true));
            }
        }
        _ => {}
    }
    receipts
}

fn capital(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "Inbound",
        Direction::Outbound => "Outbound",
    }
}
