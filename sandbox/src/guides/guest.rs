//! Guide 004: a message of a guest.

use serde_json::{Value, json};

use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, Post, lock};
use crate::dialect::Dialect;
use crate::fields::{self, list, optional_text, text, web_address, within, word};
use crate::ids::Kind;
use crate::messenger::{Author, Channel, Thread};
use crate::population::ConversationStatus;
use crate::refusal::Refusal;

pub(super) const SEND: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Guest,
    needs: Needs::All(&["messaging:conversation:write"]),
    takes: Takes::Object,
    handle: send,
};

fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let guest_id = text(body, "/from/id")?;
    word(body, "/from/type", &["user"])?;
    let conversation_id = text(body, "/to/id")?;
    word(body, "/to/type", &["conversation"])?;
    let format = word(body, "/body/contentType", &["text/plain", "text/html"])?;
    let attachments = list(body, "/attachments")?;
    // Guide 004 asks for a string, which beside a file may well say nothing.
    let words = if attachments.is_empty() {
        text(body, "/body/content")?
    } else {
        optional_text(body, "/body/content")?.unwrap_or_default()
    };
    let words = within(words, fields::TEXT_BYTES, "message body")?;
    metadata(body)?;
    (0..attachments.len()).try_for_each(|place| attachment(body, place))?;
    let index = participant(cloud, guest_id, conversation_id)?;

    let content = match format {
        "text/html" => json!({ "type": "html", "body": words, "attachments": attachments }),
        _ => json!({ "type": "text", "text": words, "attachments": attachments }),
    };
    let post = Post {
        author: Author::Guest,
        sender: None,
        operation: Some(Operation::Guest),
        channel: Channel::Messaging,
        conversation_id: Some(conversation_id.to_owned()),
        contact_id: None,
        content,
    };
    let delivery = cloud.compose(conversation_id, Thread::Customer(index), post);
    let reply = json!({
        "id": delivery.message.id,
        "from": body.get("from"),
        "to": body.get("to"),
        "body": body.get("body"),
        "sentTime": delivery.message.at,
        "deliveryStatus": "delivered",
    });
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply)
    })
}

/// The guest's number, if the guest is in this conversation and it is open.
fn participant(cloud: &Cloud, guest_id: &str, conversation_id: &str) -> Result<u32, Refusal> {
    let conversation = lock(&cloud.conversations)
        .find(&cloud.ids, &cloud.people, conversation_id)
        .ok_or_else(|| Refusal::not_found(format!("Conversation {conversation_id} not found")))?;
    let guest = cloud.people.find(Kind::Guest, guest_id);
    let guest = guest.ok_or_else(|| Refusal::not_found(format!("Guest {guest_id} not found")))?;
    if guest != conversation.customer {
        return Err(Refusal::field(
            "/from/id",
            "The guest is not in this conversation",
        ));
    }
    if conversation.status != ConversationStatus::Active {
        let message = format!("Conversation {conversation_id} is closed");
        return Err(Refusal::field("/to/id", message));
    }
    Ok(guest)
}

fn metadata(body: &Value) -> Result<(), Refusal> {
    if let Some(receipt) = body.pointer("/metadata/readReceipt")
        && !receipt.is_boolean()
    {
        let message = "metadata.readReceipt must be true or false";
        return Err(Refusal::field("/metadata/readReceipt", message));
    }
    let pointer = "/metadata/transmissionTimestamp";
    match optional_text(body, pointer)? {
        Some(time) if Timestamp::parse(time).is_none() => Err(Refusal::field(
            pointer,
            format!("`{time}` is not an ISO 8601 date and time"),
        )),
        _ => Ok(()),
    }
}

fn attachment(body: &Value, place: usize) -> Result<(), Refusal> {
    let field = |name: &str| format!("/attachments/{place}/{name}");
    word(body, &field("contentType"), &MEDIA_TYPES)?;
    web_address(body, &field("url"))?;
    text(body, &field("fileName"))?;
    let size = body.pointer(&field("size")).and_then(Value::as_u64);
    match size {
        None => Err(Refusal::field(
            &field("size"),
            "size must be a number of bytes",
        )),
        Some(size) if size > ATTACHMENT_BYTES => {
            let message = format!(
                "Attachment {place} is over the size limit. Maximum bytes: {ATTACHMENT_BYTES}"
            );
            Err(Refusal::too_large(message))
        }
        Some(_) => Ok(()),
    }
}

/// The guide's allowed types.
const MEDIA_TYPES: [&str; 4] = ["image/png", "image/jpeg", "application/pdf", "text/plain"];
/// The guide's 25 MiB.
const ATTACHMENT_BYTES: u64 = 25 * 1024 * 1024;
