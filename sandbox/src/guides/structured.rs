//! Guide 003: a structured message.

use axum::http::StatusCode;
use serde_json::json;

use super::contact::open_contact;
use super::content;
use crate::Operation;
use crate::call::{Call, Endpoint, Reply};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, Delivery};
use crate::fields;
use crate::messenger::{Author, Message, Thread};
use crate::refusal::Refusal;

pub(super) const SEND: Endpoint = Endpoint {
    operation: Operation::Structured,
    scope: "messages:send",
    takes_body: true,
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
    let (customer, current) = open_contact(cloud, &call.id, || {
        let message = format!("The conversation of contact {} is closed", call.id);
        Refusal::bad_request(message)
    })?;
    let (number, id) = cloud.message_id();
    let at = Timestamp::now();
    let body = json!({
        "id": id,
        "type": "message",
        "status": "sent",
        "contactId": call.id,
        "conversationId": current.id,
        "timestamp": at,
    });
    let message = Message {
        id,
        author: Author::Business,
        sender: None,
        operation: Some(Operation::Structured),
        channel: "messaging",
        conversation_id: current.id,
        contact_id: Some(call.id.clone()),
        at,
        content: content.clone(),
        in_reply_to: None,
        value: None,
    };
    let thread = Thread::Customer(customer.index);
    let delivery = Delivery {
        target: call.id.clone(),
        thread,
        number,
        message,
    };
    Ok(Reply {
        status: StatusCode::CREATED,
        body,
        delivery: Some(delivery),
    })
}
