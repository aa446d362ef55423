//! Guide 000: an e-mail or SMS to a customer.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::Operation;
use crate::address_form::{is_email, is_phone};
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::{Cloud, Post, lock};
use crate::dialect::Dialect;
use crate::fields;
use crate::messenger::{Author, Channel, Thread};
use crate::refusal::Refusal;

pub(super) const SEND: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Outbound,
    needs: Needs::All(&["message:send"]),
    takes: Takes::Object,
    handle: send,
};

fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let channel = fields::word(body, "/channel", &["email", "sms"])?;
    let fits = if channel == "sms" { is_phone } else { is_email };
    let sender = fields::text(body, "/from/address")?;
    if !fits(sender) {
        return Err(Refusal::field(
            "/from/address",
            "Sender address is not verified",
        ));
    }
    let sender_name = fields::optional_text(body, "/from/name")?.filter(|name| !name.is_empty());
    let target = recipient(body, fits)?;
    let content = content(body, channel)?;

    let customer = cloud.people.find_by_address(target);
    if let Some(index) = customer {
        let current = lock(&cloud.conversations).current(&cloud.people.customer(index));
        if current.is_active() {
            let message = format!(
                "The customer has an active conversation: {}. Append to it",
                current.id
            );
            return Err(Refusal::conflict(message));
        }
    }
    let thread = customer.map_or_else(|| Thread::Address(target.to_lowercase()), Thread::Customer);
    let post = Post {
        author: Author::Business,
        sender: Some(sender_name.unwrap_or(sender).to_owned()),
        operation: Some(Operation::Outbound),
        channel: if channel == "sms" {
            Channel::Sms
        } else {
            Channel::Email
        },
        // The client learns one id: it names conversation and message alike.
        conversation_id: None,
        contact_id: None,
        content,
    };
    let delivery = cloud.compose(target, thread, post);
    let body = json!({ "conversationId": delivery.message.id });
    Ok(Reply {
        status: StatusCode::ACCEPTED,
        body,
        delivery: Some(delivery),
    })
}

fn recipient(body: &Value, fits: fn(&str) -> bool) -> Result<&str, Refusal> {
    if fields::list(body, "/to")?.len() != 1 {
        return Err(Refusal::field("/to", "to must hold exactly one recipient"));
    }
    fields::optional_text(body, "/to/0/name")?;
    let address = fields::optional_text(body, "/to/0/address")?.unwrap_or_default();
    if fits(address) {
        return Ok(address);
    }
    Err(Refusal::field("/to/0/address", "Invalid recipient address"))
}

fn content(body: &Value, channel: &str) -> Result<Value, Refusal> {
    if fields::list(body, "/body")?.len() != 1 {
        return Err(Refusal::field("/body", "body must hold exactly one part"));
    }
    let text = fields::text(body, "/body/0/content")?;
    if channel == "sms" {
        fields::word(body, "/body/0/contentType", &["text"])?;
        return Ok(json!({ "type": "text", "text": text }));
    }
    let format = fields::word(body, "/body/0/contentType", &["html", "text"])?;
    let subject = fields::text(body, "/subject")?;
    if subject.contains(['\r', '\n']) {
        return Err(Refusal::field("/subject", "subject must be one line"));
    }
    Ok(json!({ "type": "email", "subject": subject, "format": format, "body": text }))
}
