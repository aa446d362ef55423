//! `POST /conversations/emails/agentless` (`PLATFORM-API` §6.3).

use serde_json::{Map, Value, json};

use crate::Operation;
use crate::address_form::is_email;
use crate::call::{Call, Reply};
use crate::cloud::{Cloud, Post, lock};
use crate::fields;
use crate::messenger::{Author, Channel, Route, Thread};
use crate::platform::directory::{MAIL_DOMAIN, MAIL_DOMAIN_NEW};
use crate::platform::interactions::{Failure, Fate, Own, Reason, Status, Trace};
use crate::platform::portrait::{Direction, Key, Media};
use crate::refusal::Refusal;

pub(super) fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    fields::word(body, "/senderType", &["Outbound"])?;
    let from = sender(body)?;
    let to = recipient(body)?;
    reply_to(body)?;
    let subject = subject(body)?;
    let (text, shown) = words(body, subject)?;
    let stitched = stitched(cloud, body)?;

    let customer = cloud.people.find_by_address(to);
    let thread = customer.map_or_else(|| Thread::Address(to.to_lowercase()), Thread::Customer);
    let failure = bounces(cloud, to, customer).then_some(BOUNCE);
    let at = crate::clock::Timestamp::now();
    let key = match stitched {
        Some(key) => key,
        None => lock(&cloud.interactions).open(Own {
            media: Media::Email,
            thread: thread.clone(),
            remote: to.to_owned(),
            local: from.to_owned(),
            start: at,
            originating: Direction::Outbound,
            subject: Some(subject.to_owned()),
            joined: None,
            left: None,
        }),
    };
    let name = fields::optional_text(body, "/fromAddress/name")?.filter(|name| !name.is_empty());
    let post = Post {
        author: Author::Business,
        sender: Some(name.unwrap_or(from).to_owned()),
        operation: Some(Operation::Outbound),
        channel: Channel::Email,
        conversation_id: Some(key.id(cloud)),
        contact_id: None,
        content: shown,
    };
    let mut delivery = cloud.compose(to, thread, post);
    delivery.failure = failure;
    delivery.message.route = Some(Route {
        local: from.to_owned(),
        remote: to.to_owned(),
    });
    let trace = Trace {
        key,
        direction: Direction::Outbound,
        media: Media::Email,
        remote: to.to_owned(),
        local: from.to_owned(),
        at: delivery.message.at,
        text,
        content: Vec::new(),
        fate: failure.map_or(Fate::Arrives, Fate::Fails),
        read: None,
        receipts: Vec::new(),
    };
    lock(&cloud.interactions).record(delivery.number, trace);
    let mut reply = Map::new();
    let id = delivery.message.id.clone();
    reply.insert("id".into(), id.as_str().into());
    let conversation_id = &delivery.message.conversation_id;
    reply.insert("conversationId".into(), conversation_id.as_str().into());
    for field in [
        "senderType",
        "fromAddress",
        "toAddresses",
        "replyToAddress",
        "subject",
    ] {
        if let Some(value) = body.get(field).filter(|value| !value.is_null()) {
            reply.insert(field.into(), value.clone());
        }
    }
    reply.insert("dateCreated".into(), json!(delivery.message.at));
    let uri = format!("/api/v2/conversations/emails/{conversation_id}/messages/{id}");
    reply.insert("selfUri".into(), uri.into());
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply.into())
    })
}

/// An address on a domain of the organization's that is verified.
fn sender(body: &Value) -> Result<&str, Refusal> {
    let field = "/fromAddress/email";
    let address = fields::text(body, field)?;
    let domain = address
        .rsplit_once('@')
        .map(|(_, domain)| domain.to_ascii_lowercase());
    match domain.as_deref() {
        _ if !is_email(address) => {
            let message = format!("`{address}` is not an e-mail address");
            Err(Refusal::field(field, message))
        }
        Some(MAIL_DOMAIN) => Ok(address),
        Some(MAIL_DOMAIN_NEW) => {
            let message = format!("The outbound domain {MAIL_DOMAIN_NEW} is not verified");
            Err(Refusal::field(field, message))
        }
        _ => {
            let domain = domain.unwrap_or_default();
            let message = format!("{domain} is not an outbound domain of this organization");
            Err(Refusal::field(field, message))
        }
    }
}

fn recipient(body: &Value) -> Result<&str, Refusal> {
    if fields::list(body, "/toAddresses")?.len() != 1 {
        let message = "toAddresses must hold exactly one recipient";
        return Err(Refusal::field("/toAddresses", message));
    }
    let field = "/toAddresses/0/email";
    let address = fields::text(body, field)?;
    if is_email(address) {
        return Ok(address);
    }
    let message = format!("`{address}` is not an e-mail address");
    Err(Refusal::field(field, message))
}

fn reply_to(body: &Value) -> Result<(), Refusal> {
    let field = "/replyToAddress/email";
    match fields::optional_text(body, field)? {
        Some(address) if !is_email(address) => {
            let message = format!("`{address}` is not an e-mail address");
            Err(Refusal::field(field, message))
        }
        _ => Ok(()),
    }
}

fn subject(body: &Value) -> Result<&str, Refusal> {
    let subject = fields::optional_text(body, "/subject")?.unwrap_or_default();
    let length = subject.chars().count();
    if length > SUBJECT {
        let message = format!("subject has {length} characters: the maximum is {SUBJECT}");
        return Err(Refusal::field("/subject", message));
    }
    if subject.contains(['\r', '\n']) {
        return Err(Refusal::field("/subject", "subject must be one line"));
    }
    Ok(subject)
}

/// The text for the record, and the mail as the messenger shows it.
fn words(body: &Value, subject: &str) -> Result<(String, Value), Refusal> {
    let html = fields::optional_text(body, "/htmlBody")?.filter(|it| !it.trim().is_empty());
    let text = fields::optional_text(body, "/textBody")?.filter(|it| !it.trim().is_empty());
    let (format, shown) = match (html, text) {
        (Some(html), _) => ("html", html),
        (None, Some(text)) => ("text", text),
        (None, None) => {
            let message = "textBody or htmlBody is required";
            return Err(Refusal::field("/textBody", message));
        }
    };
    let mail = json!({ "type": "email", "subject": subject, "format": format, "body": shown });
    Ok((text.unwrap_or(shown).to_owned(), mail))
}

/// The mail conversation that this mail goes on.
fn stitched(cloud: &Cloud, body: &Value) -> Result<Option<Key>, Refusal> {
    let Some(id) = fields::optional_text(body, "/conversationId")?.filter(|id| !id.is_empty())
    else {
        return Ok(None);
    };
    let key = Key::find(cloud, id);
    let portrait = key.and_then(|key| crate::platform::portrait::Portrait::now(cloud, key));
    let portrait = portrait.ok_or_else(|| {
        Refusal::not_found(format!("Conversation {id} not found")).about("conversation", id)
    })?;
    let is_mail = portrait
        .segments()
        .any(|(_, session)| session.media == Media::Email);
    if is_mail {
        return Ok(key);
    }
    let message = format!("Conversation {id} is not an e-mail conversation");
    Err(Refusal::field("/conversationId", message))
}

/// A share of the population's mailboxes is full, and so is everybody's called `bounce`.
fn bounces(cloud: &Cloud, to: &str, customer: Option<u32>) -> bool {
    to.starts_with("bounce@") || customer.is_some_and(|index| cloud.people.mailbox_is_full(index))
}

const BOUNCE: Failure = Failure {
    reason: Reason::GeneralError,
    message: "The e-mail could not be delivered: the mailbox does not take messages",
    status: Status::DeliveryFailed,
};
const SUBJECT: usize = 400;
