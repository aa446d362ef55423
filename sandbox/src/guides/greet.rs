//! Guide 002: the greeting in a new web chat.

use serde_json::json;

use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::{Cloud, Post, lock};
use crate::dialect::Dialect;
use crate::fields;
use crate::messenger::{Author, Channel, Thread};
use crate::population::ConversationStatus;
use crate::refusal::Refusal;

pub(super) const SEND: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Greet,
    needs: Needs::All(&["webchat:write"]),
    takes: Takes::Object,
    handle: send,
};

fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let conversation_id = fields::text(body, "/conversationId")?;
    fields::word(body, "/message/type", &["text"])?;
    let text = fields::text(body, "/message/text")?;
    let text = fields::within(text, fields::TEXT_BYTES, "message")?;
    let sender_id = fields::text(body, "/from/id")?;
    let sender = fields::word(body, "/from/type", &["agent", "bot"])?;
    let gone = || {
        let message = format!("Conversation {conversation_id} not found or not active");
        Refusal::not_found(message)
    };
    let conversation = lock(&cloud.conversations)
        .find(&cloud.ids, &cloud.people, conversation_id)
        .filter(|found| found.status == ConversationStatus::Active)
        .ok_or_else(gone)?;
    let customer = cloud.people.customer(conversation.customer);
    let post = Post {
        author: Author::Business,
        sender: Some(sender.to_owned()),
        operation: Some(Operation::Greet),
        channel: Channel::Messaging,
        conversation_id: Some(conversation_id.to_owned()),
        contact_id: Some(customer.contact_id),
        content: json!({ "type": "text", "text": text }),
    };
    let delivery = cloud.compose(conversation_id, Thread::Customer(customer.index), post);
    let body = json!({
        "id": delivery.message.id,
        "conversationId": conversation_id,
        "message": { "type": "text", "text": text },
        "from": { "id": sender_id, "type": sender },
        "timestamp": delivery.message.at,
    });
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(body)
    })
}
