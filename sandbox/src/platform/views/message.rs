//! The messages of a conversation, and who wrote them.

use serde_json::{Map, Value, json};

use super::words::{address, attributes, disconnect, kind, name, purpose, put, state};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::ids::Kind;
use crate::platform::messages;
use crate::platform::portrait::{Direction, Name, Participant, Portrait, Purpose, Session};

/// `MessageMediaParticipant`.
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
    if participant.purpose == Purpose::Customer {
        put(
            &mut fields,
            "name",
            name(cloud, portrait).map(Value::String),
        );
        let contact = portrait.contact_id(cloud);
        put(
            &mut fields,
            "externalContact",
            contact.map(|id| json!({ "id": id })),
        );
        fields.insert("attributes".into(), attributes(cloud, portrait).into());
    }
    fields.insert("type".into(), kind(session.media.message_type()).into());
    let (from, to) = (session.address_from(cloud), session.address_to(cloud));
    put(&mut fields, "fromAddress", Some(address(from.as_deref())));
    put(&mut fields, "toAddress", Some(address(to.as_deref())));
    fields.insert(
        "messages".into(),
        details(cloud, portrait, participant, session).into(),
    );
    fields.into()
}

/// `MessageDetails` of one communication: the one message that it carried out, or those that the
/// customer has written since the histories ended.
pub(super) fn details(
    cloud: &Cloud,
    portrait: &Portrait,
    participant: &Participant,
    session: &Session,
) -> Vec<Value> {
    let (now, conversation_id) = (Timestamp::now(), portrait.id(cloud));
    let interactions = lock(&cloud.interactions);
    let numbers = interactions.messages(portrait.key).iter();
    numbers
        .filter_map(|number| Some((*number, interactions.trace(*number)?)))
        .filter(|(number, trace)| match trace.direction {
            Direction::Outbound => session.id == Name::of_message(*number),
            Direction::Inbound => participant.purpose == Purpose::Customer,
        })
        .map(|(number, trace)| {
            let id = cloud.ids.make(Kind::Message, number);
            let mut details = json!({
                "messageId": id,
                "messageURI": messages::uri(&conversation_id, &id),
                "messageStatus": trace.status(now),
                "messageSegmentCount": 1,
                "messageTime": trace.at,
                "messageMetadata": {
                    "type": if trace.content.is_empty() { "Text" } else { "Structured" },
                },
            });
            if let Some(failure) = trace.failure(now) {
                details["errorInfo"] = json!({
                    "code": failure.reason,
                    "message": failure.message,
                    "status": 400,
                });
            }
            details
        })
        .collect()
}
