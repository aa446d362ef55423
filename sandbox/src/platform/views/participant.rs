//! `Participant` of a `Conversation`, with its communications.

use serde_json::{Map, Value, json};

use super::words::{address, attributes, disconnect, kind, name, purpose, put, state};
use super::{mail, message};
use crate::cloud::Cloud;
use crate::platform::portrait::{Media, Participant, Portrait, Purpose, Session};

pub(super) fn whole(cloud: &Cloud, portrait: &Portrait, participant: &Participant) -> Value {
    let mut fields = Map::new();
    fields.insert("id".into(), participant.id.write(cloud).into());
    fields.insert("purpose".into(), purpose(participant).into());
    if let Some(first) = participant.sessions.first() {
        fields.insert("startTime".into(), json!(first.start));
        fields.insert("connectedTime".into(), json!(first.start));
    }
    let last = participant.sessions.iter().map(|session| session.end).max();
    let has_left = participant
        .sessions
        .iter()
        .all(|session| session.end.is_some());
    put(
        &mut fields,
        "endTime",
        last.flatten().filter(|_| has_left).map(|end| json!(end)),
    );
    let is_customer = participant.purpose == Purpose::Customer;
    if is_customer {
        put(
            &mut fields,
            "name",
            name(cloud, portrait).map(Value::String),
        );
        let contact = portrait.contact_id(cloud);
        put(&mut fields, "externalContactId", contact.map(Value::String));
        fields.insert("attributes".into(), attributes(cloud, portrait).into());
    } else {
        fields.insert("attributes".into(), json!({}));
    }
    if participant.purpose == Purpose::Agent
        && let Some(index) = portrait.customer
    {
        fields.insert(
            "userId".into(),
            cloud.people.customer(index).agent_id.into(),
        );
    }
    for (list, wanted) in [("messages", true), ("emails", false)] {
        let communications: Vec<Value> = participant
            .sessions
            .iter()
            .filter(|session| match session.media {
                Media::Message(_) => wanted,
                Media::Email => !wanted,
                Media::Voice => false,
            })
            .map(|session| communication(cloud, portrait, participant, session))
            .collect();
        if !communications.is_empty() {
            fields.insert(list.into(), communications.into());
        }
    }
    fields.into()
}

/// `Message` or `Email`: one communication.
fn communication(
    cloud: &Cloud,
    portrait: &Portrait,
    participant: &Participant,
    session: &Session,
) -> Value {
    let mut fields = Map::new();
    fields.insert("id".into(), session.id.write(cloud).into());
    fields.insert("state".into(), state(participant, session).into());
    fields.insert("initialState".into(), "connected".into());
    fields.insert("direction".into(), session.direction.as_str().into());
    fields.insert("held".into(), false.into());
    fields.insert("connectedTime".into(), json!(session.start));
    if let Some(end) = session.end {
        fields.insert("disconnectedTime".into(), json!(end));
        fields.insert(
            "disconnectType".into(),
            disconnect(session.disconnect).into(),
        );
    }
    if session.media == Media::Email {
        put(
            &mut fields,
            "subject",
            mail::subject(cloud, portrait).map(Value::String),
        );
        fields.insert("messagesSent".into(), session.messages.into());
    } else {
        fields.insert("type".into(), kind(session.media.message_type()).into());
        fields.insert("provider".into(), "PureCloud Messaging".into());
        fields.insert("authenticated".into(), false.into());
        let from = session.address_from(cloud);
        let to = session.address_to(cloud);
        put(&mut fields, "fromAddress", Some(address(from.as_deref())));
        put(&mut fields, "toAddress", Some(address(to.as_deref())));
        let messages = message::details(cloud, portrait, participant, session);
        fields.insert("messages".into(), messages.into());
    }
    fields.into()
}
