//! `AnalyticsConversation`, as the queries answer with it (`PLATFORM-API` §5.5).

use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::ids::Kind;
use crate::platform::portrait::{Media, MessageType, Participant, Portrait, Purpose, Session};

/// Whether the participants' attributes are part of a row: in job results they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attributes {
    Shown,
    Left,
}

/// One conversation; what is unknown is left out.
pub(super) fn row(cloud: &Cloud, portrait: &Portrait, attributes: Attributes) -> Value {
    let participants: Vec<Value> = portrait
        .participants
        .iter()
        .map(|one| participant(cloud, portrait, one, attributes))
        .collect();
    let mut row = json!({
        "conversationId": portrait.id(cloud),
        "conversationStart": portrait.start,
        "conversationInitiator": portrait.initiator(),
        "customerParticipation": portrait.customer_took_part(),
        "originatingDirection": portrait.originating,
        "divisionIds": [DIVISION],
        "participants": participants,
    });
    if let (Some(end), Some(fields)) = (portrait.end, row.as_object_mut()) {
        fields.insert("conversationEnd".into(), json!(end));
    }
    row
}

fn participant(
    cloud: &Cloud,
    portrait: &Portrait,
    participant: &Participant,
    attributes: Attributes,
) -> Value {
    let mut fields = Map::new();
    fields.insert("participantId".into(), participant.id.write(cloud).into());
    fields.insert("purpose".into(), participant.purpose.as_str().into());
    let customer = portrait
        .customer
        .filter(|_| participant.purpose == Purpose::Customer);
    if let Some(name) = customer.and_then(|index| cloud.people.known_name(index)) {
        fields.insert("participantName".into(), name.into());
    }
    if let Some(id) = contact_id(cloud, portrait, participant) {
        fields.insert("externalContactId".into(), id.into());
    }
    if participant.purpose == Purpose::Agent
        && let Some(customer) = portrait.customer
    {
        fields.insert("userId".into(), cloud.people.agent_id(customer).into());
    }
    if let (Attributes::Shown, Some(customer)) = (attributes, customer) {
        fields.insert("attributes".into(), typed_in_form(cloud, customer).into());
    }
    let sessions: Vec<Value> = participant
        .sessions
        .iter()
        .map(|one| session(cloud, one, customer))
        .collect();
    fields.insert("sessions".into(), sessions.into());
    fields.into()
}

fn session(cloud: &Cloud, session: &Session, customer: Option<u32>) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let text = |text: std::borrow::Cow<'_, str>| Value::String(text.into_owned());
    put("sessionId", Some(session.id.write(cloud).into()));
    put("mediaType", Some(session.media.as_str().into()));
    put(
        "messageType",
        session
            .media
            .message_type()
            .map(|kind| kind.as_str().into()),
    );
    put("direction", Some(session.direction.as_str().into()));
    put("addressFrom", session.address_from(cloud).map(text));
    put("addressTo", session.address_to(cloud).map(text));
    if session.media == Media::Email {
        put(
            "addressOther",
            session.remote.write(cloud, session.media).map(text),
        );
        put("addressSelf", Some(session.local.as_ref().into()));
    }
    if session.media == Media::Voice {
        put("ani", session.address_from(cloud).map(text));
        put("dnis", session.address_to(cloud).map(text));
    }
    if session.media == Media::Message(MessageType::WebMessaging) {
        put("authenticated", Some(false.into()));
        put("cleared", session.cleared.then(|| true.into()));
    }
    if let Some(customer) = customer
        && let Some(cookie) = cookie(cloud, customer, session)
    {
        put("journeyCustomerId", Some(cookie.into()));
        put("journeyCustomerIdType", Some("cookie".into()));
    }
    put(
        "deliveryStatus",
        session.delivery.map(|status| status.as_str().into()),
    );
    put("segments", Some(segments(session)));
    put("metrics", Some(metrics(session)));
    fields.into()
}

fn segments(session: &Session) -> Value {
    let mut segment = json!({
        "segmentStart": session.start,
        "segmentType": SEGMENT_TYPE,
    });
    if let (Some(end), Some(fields)) = (session.end, segment.as_object_mut()) {
        fields.insert("segmentEnd".into(), json!(end));
        fields.insert("disconnectType".into(), session.disconnect.as_str().into());
    }
    json!([segment])
}

/// How many messages it carried; large answers are mostly made of such things, so it is the one.
fn metrics(session: &Session) -> Value {
    json!([{ "name": "oMessageCount", "value": session.messages, "emitDate": session.start }])
}

/// The contact that identity resolution found.
pub(super) fn contact_id(
    cloud: &Cloud,
    portrait: &Portrait,
    participant: &Participant,
) -> Option<String> {
    if participant.purpose != Purpose::Customer {
        return None;
    }
    portrait.contact_id(cloud)
}

/// The visitor's cookie, the same on every visit to the web site.
pub(super) fn cookie(cloud: &Cloud, customer: u32, session: &Session) -> Option<String> {
    (session.media == Media::Message(MessageType::WebMessaging))
        .then(|| cloud.ids.make(Kind::Customer, customer))
}

/// What the customer typed into the form before the chat.
pub(in crate::platform) fn typed_in_form(cloud: &Cloud, customer: u32) -> Map<String, Value> {
    let (email, phone) = cloud.people.email_and_phone(customer);
    let mut fields = Map::new();
    if let Some(email) = email {
        fields.insert("context.email".into(), email.into());
    }
    if let Some(phone) = phone {
        fields.insert("context.phone".into(), phone.into());
    }
    fields
}

/// Every session of the sandbox is one segment of talk.
pub(super) const SEGMENT_TYPE: &str = "interact";
/// The home division.
pub(super) use crate::platform::directory::DIVISION_ID as DIVISION;
