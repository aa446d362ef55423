//! The words that the conversations calls have for states and ends.

use serde_json::{Map, Value, json};

use crate::cloud::{Cloud, lock};
use crate::platform::portrait::{Disconnect, MessageType, Participant, Portrait, Purpose, Session};

/// The state of a communication.
pub(super) fn state(participant: &Participant, session: &Session) -> &'static str {
    match session.end {
        Some(_) => "disconnected",
        // Who waits in a queue is offered to agents.
        None if participant.purpose == Purpose::Acd => "alerting",
        None => "connected",
    }
}

/// Why a communication ended, in lower case with dots.
pub(super) fn disconnect(how: Disconnect) -> &'static str {
    match how {
        Disconnect::Client => "client",
        Disconnect::Peer => "peer",
        Disconnect::System => "system",
    }
}

/// What the participant is in the conversation for; a bot is a workflow here.
pub(super) fn purpose(participant: &Participant) -> &'static str {
    match participant.purpose {
        Purpose::Botflow => "workflow",
        purpose => purpose.as_str(),
    }
}

pub(super) fn kind(kind: Option<MessageType>) -> &'static str {
    kind.map_or("unknown", MessageType::as_str)
}

/// The attributes of the customer: what they typed into the form, and what was set since.
pub(super) fn attributes(cloud: &Cloud, portrait: &Portrait) -> Map<String, Value> {
    let mut attributes = portrait
        .customer
        .map(|index| crate::platform::analytics::typed_in_form(cloud, index))
        .unwrap_or_default();
    if let Some(set) = lock(&cloud.interactions).attributes(portrait.key) {
        attributes.extend(set.clone());
    }
    attributes
}

/// The customer's name, where it is known.
pub(super) fn name(cloud: &Cloud, portrait: &Portrait) -> Option<String> {
    cloud.people.known_name(portrait.customer?)
}

/// `Address`.
pub(super) fn address(address: Option<&str>) -> Value {
    address.map_or(Value::Null, |address| {
        json!({
            "addressNormalized": address,
            "addressRaw": address,
            "addressDisplayable": address,
        })
    })
}

/// Inserts what is known.
pub(super) fn put(fields: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value.filter(|value| !value.is_null()) {
        fields.insert(name.to_owned(), value);
    }
}
