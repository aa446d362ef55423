//! Guide 003: a structured message.

use axum::http::StatusCode;
use serde_json::json;

use super::contact::open_contact;
use super::content;
use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::{Cloud, Post};
use crate::dialect::Dialect;
use crate::fields;
use crate::messenger::{Author, Channel, Thread};
use crate::refusal::Refusal;

pub(super) const SEND: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Structured,
    needs: Needs::All(&["messages:send"]),
    takes: Takes::Object,
    handle: send,
};

fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    if fields::optional_text(&call.body, "/type")? != Some("message") {
        return Err(Refusal::field(
            "/type",
            "Invalid message type: type must be \"message\"",
        ));
    }
    let content = content::check(&call.body)?;
    let (customer, current) = open_contact(cloud, call.id(), || {
        let message = format!("The conversation of contact {} is closed", call.id());
        Refusal::bad_request(message)
    })?;
    let post = Post {
        author: Author::Business,
        sender: None,
        operation: Some(Operation::Structured),
        channel: Channel::Messaging,
        conversation_id: Some(current.id.clone()),
        contact_id: Some(call.id().to_owned()),
        content: content.clone(),
    };
    let delivery = cloud.compose(call.id(), Thread::Customer(customer.index), post);
    let body = json!({
        "id": delivery.message.id,
        "type": "message",
        "status": "sent",
        "contactId": call.id(),
        "conversationId": current.id,
        "timestamp": delivery.message.at,
    });
    Ok(Reply {
        status: StatusCode::CREATED,
        body,
        delivery: Some(delivery),
    })
}
