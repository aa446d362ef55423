//! Guide 001: a text to a known web messaging contact.

use serde_json::json;

use super::contact::open_contact;
use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::{Cloud, Post};
use crate::dialect::Dialect;
use crate::fields;
use crate::messenger::{Author, Channel, Thread};
use crate::refusal::Refusal;

pub(super) const SEND: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Proactive,
    needs: Needs::All(&["webchat:messaging"]),
    takes: Takes::Object,
    handle: send,
};

fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let contact_id = fields::text(body, "/contactId")?;
    let sender = match fields::optional_text(body, "/type")? {
        None => "bot",
        Some(_) => fields::word(body, "/type", &["bot", "agent"])?,
    };
    let text = fields::within(
        fields::text(body, "/message")?,
        fields::TEXT_BYTES,
        "message",
    )?;
    if !looks_like_an_id(contact_id) {
        return Err(Refusal::field(
            "/contactId",
            "Contact ID is invalid or session has expired",
        ));
    }
    let (customer, current) = open_contact(cloud, contact_id, || {
        Refusal::field("/contactId", "Contact ID is invalid or session has expired")
    })?;
    let post = Post {
        author: Author::Business,
        sender: Some(sender.to_owned()),
        operation: Some(Operation::Proactive),
        channel: Channel::Messaging,
        conversation_id: Some(current.id.clone()),
        contact_id: Some(contact_id.to_owned()),
        content: json!({ "type": "text", "text": text }),
    };
    let delivery = cloud.compose(contact_id, Thread::Customer(customer.index), post);
    let body = json!({
        "id": delivery.message.id,
        "contactId": contact_id,
        "conversationId": current.id,
        "type": sender,
        "message": text,
        "timestamp": delivery.message.at,
    });
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(body)
    })
}

/// 36 characters of hexadecimal digits and hyphens; anything else is the wrong format.
fn looks_like_an_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}
