//! Mail conversations: what bounced is known from them alone (`PLATFORM-API` §6.3).

use serde_json::{Map, Value, json};

use super::words::{attributes, disconnect, name, purpose, put, state};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::platform::interactions::Failure;
use crate::platform::portrait::{Participant, Portrait, Purpose, Session};

/// `EmailMediaParticipant`.
pub(super) fn participant(
    cloud: &Cloud,
    portrait: &Portrait,
    participant: &Participant,
    session: &Session,
) -> Value {
    let mut fields = Map::new();
    fields.insert("id".into(), participant.id.write(cloud).into());
    fields.insert("purpose".into(), purpose(participant).into());
    fields.insert("state".into(), state(participant, session).into());
    fields.insert("direction".into(), session.direction.as_str().into());
    fields.insert("startTime".into(), json!(session.start));
    fields.insert("connectedTime".into(), json!(session.start));
    if let Some(end) = session.end {
        fields.insert("endTime".into(), json!(end));
        fields.insert(
            "disconnectType".into(),
            disconnect(session.disconnect).into(),
        );
    }
    put(
        &mut fields,
        "subject",
        subject(cloud, portrait).map(Value::String),
    );
    fields.insert("messagesSent".into(), session.messages.into());
    if participant.purpose == Purpose::Customer {
        put(
            &mut fields,
            "name",
            name(cloud, portrait).map(Value::String),
        );
        let address = session.remote.write(cloud, session.media);
        put(
            &mut fields,
            "address",
            address.map(|it| it.into_owned().into()),
        );
        let contact = portrait.contact_id(cloud);
        put(
            &mut fields,
            "externalContact",
            contact.map(|id| json!({ "id": id })),
        );
        fields.insert("attributes".into(), attributes(cloud, portrait).into());
        let error = bounce(cloud, portrait);
        put(
            &mut fields,
            "errorInfo",
            error.map(|it| json!({ "code": "email.bounced", "message": it.message })),
        );
    }
    fields.into()
}

/// The subject of the last mail.
pub(super) fn subject(cloud: &Cloud, portrait: &Portrait) -> Option<String> {
    let interactions = lock(&cloud.interactions);
    interactions.own(portrait.key)?.subject.clone()
}

/// The failure of the last mail, once it has come back.
fn bounce(cloud: &Cloud, portrait: &Portrait) -> Option<Failure> {
    let interactions = lock(&cloud.interactions);
    let last = interactions.messages(portrait.key).last()?;
    interactions.trace(*last)?.failure(Timestamp::now())
}
