//! Into a communication that is known (`PLATFORM-API` §6.5).

use axum::http::StatusCode;
use serde_json::Value;

use super::attempt::{Attempt, Place, partner, shown_text, within};
use super::template;
use crate::Operation;
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::fields;
use crate::platform::messages;
use crate::platform::portrait::{Media, MessageType, Portrait, Purpose};
use crate::platform::{guest, hooks};
use crate::refusal::Refusal;

/// A message of the agent whose communication it is.
pub(super) fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let (portrait, kind, local) = connected(cloud, call)?;
    let body = &call.body;
    let text = if body.get("messagingTemplate").is_some_and(Value::is_object) {
        template::read(body, kind)?
    } else {
        within(fields::text(body, "/textBody")?, kind)?.to_owned()
    };
    if !fields::list(body, "/mediaIds")?.is_empty() {
        let message = "The media of mediaIds have not been uploaded";
        return Err(Refusal::field("/mediaIds", message));
    }
    let recipient = partner(cloud, &portrait)
        .ok_or_else(|| Refusal::bad_request("The conversation has no customer"))?;
    let attempt = Attempt {
        operation: Operation::Greet,
        kind,
        local: &local,
        recipient: &recipient,
        shown: shown_text(&text),
        text,
        content: Vec::new(),
        failure: None,
    };
    let (mut delivery, trace) = attempt.send(cloud, Place::Active(portrait.key));
    let sender = if portrait.is_with(Purpose::Botflow) {
        "bot"
    } else {
        "agent"
    };
    delivery.message.sender = Some(sender.to_owned());
    let reply = messages::data(cloud, &delivery.message.id, &trace);
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply)
    })
}

/// Tells the guest; nothing is kept of it.
pub(super) fn typing(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let (portrait, kind, local) = connected(cloud, call)?;
    fields::word(&call.body, "/typing/type", &["On"])?;
    let millis = call
        .body
        .pointer("/typing/duration")
        .and_then(Value::as_u64);
    let millis = millis.unwrap_or(TYPING_MILLIS);
    match (kind, portrait.customer, partner(cloud, &portrait)) {
        (MessageType::WebMessaging, Some(index), _) => guest::typing(cloud, index, millis),
        (MessageType::Open, _, Some(recipient)) => {
            hooks::typing(cloud, &local, &recipient.remote, call.id(), millis);
        }
        _ => {}
    }
    Ok(Reply {
        status: StatusCode::NO_CONTENT,
        ..Reply::ok(Value::Null)
    })
}

/// The conversation, if the communication is one of the organization's side and connected.
fn connected(cloud: &Cloud, call: &Call) -> Result<(Portrait, MessageType, String), Refusal> {
    let (id, communication) = (call.id(), call.path_part(1));
    let portrait = Portrait::find(cloud, id).ok_or_else(|| {
        Refusal::not_found(format!("Conversation {id} not found")).about("conversation", id)
    })?;
    let found = portrait
        .segments()
        .find(|(_, session)| session.id.write(cloud) == communication);
    let Some((participant, session)) = found else {
        let message = format!("Communication {communication} not found in conversation {id}");
        return Err(Refusal::not_found(message).about("communication", communication));
    };
    let Media::Message(kind) = session.media else {
        let message = format!("Communication {communication} does not carry messages");
        return Err(Refusal::bad_request(message));
    };
    if participant.purpose == Purpose::Customer {
        let message = format!("Communication {communication} is the customer's, not an agent's");
        return Err(Refusal::bad_request(message).about("communication", communication));
    }
    if session.end.is_some() {
        let message = format!("Communication {communication} is disconnected");
        return Err(Refusal::bad_request(message).about("communication", communication));
    }
    let local = session.local.clone().into_owned();
    Ok((portrait, kind, local))
}

/// How long somebody writes who does not say it (ours).
const TYPING_MILLIS: u64 = 5000;
