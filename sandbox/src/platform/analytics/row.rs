//! `AnalyticsConversation`, as the queries answer with it (`PLATFORM-API` §5.5).

use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::ids::Kind;
use crate::platform::portrait::{
    Direction, Media, MessageType, Participant, Portrait, Purpose, Session,
};
use crate::population::Customer;

/// Whether the participants' attributes are part of a row: in job results they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attributes {
    Shown,
    Left,
}

/// One conversation; what is unknown is left out.
pub(super) fn row(cloud: &Cloud, portrait: &Portrait, attributes: Attributes) -> Value {
    let customer = portrait.customer.map(|index| cloud.people.customer(index));
    let participants: Vec<Value> = portrait
        .participants
        .iter()
        .map(|one| participant(cloud, portrait, one, customer.as_ref(), attributes))
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
    customer: Option<&Customer>,
    attributes: Attributes,
) -> Value {
    let mut fields = Map::new();
    fields.insert("participantId".into(), participant.id.write(cloud).into());
    fields.insert("purpose".into(), participant.purpose.as_str().into());
    let customer = customer.filter(|_| participant.purpose == Purpose::Customer);
    if let Some(name) = customer.and_then(|customer| customer.name.as_deref())
        && !name.is_empty()
    {
        fields.insert("participantName".into(), name.into());
    }
    if let Some(id) = contact_id(cloud, portrait, participant) {
        fields.insert("externalContactId".into(), id.into());
    }
    if participant.purpose == Purpose::Agent
        && let Some(customer) = portrait.customer
    {
        let agent = cloud.people.customer(customer).agent_id;
        fields.insert("userId".into(), agent.into());
    }
    if let (Attributes::Shown, Some(customer)) = (attributes, customer) {
        fields.insert("attributes".into(), typed_in_form(customer).into());
    }
    let sessions: Vec<Value> = participant
        .sessions
        .iter()
        .map(|one| session(cloud, one, customer))
        .collect();
    fields.insert("sessions".into(), sessions.into());
    fields.into()
}

fn session(cloud: &Cloud, session: &Session, customer: Option<&Customer>) -> Value {
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
        && let Some(cookie) = cookie(cloud, customer.index, session)
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
        "conference": false,
    });
    if let (Some(end), Some(fields)) = (session.end, segment.as_object_mut()) {
        fields.insert("segmentEnd".into(), json!(end));
        fields.insert("disconnectType".into(), session.disconnect.as_str().into());
    }
    json!([segment])
}

fn metrics(session: &Session) -> Value {
    let count =
        |name: &str, value: u32| json!({ "name": name, "value": value, "emitDate": session.start });
    let mut metrics = vec![count("oMessageCount", session.messages)];
    match session.direction {
        Direction::Inbound => metrics.push(count("nConnected", 1)),
        Direction::Outbound => metrics.push(count("nOutbound", 1)),
    }
    metrics.into()
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

/// The customer's name, where the messenger knew it.
pub(super) fn name(cloud: &Cloud, customer: u32) -> Option<String> {
    cloud
        .people
        .customer(customer)
        .name
        .filter(|name| !name.is_empty())
}

/// The visitor's cookie, the same on every visit to the web site.
pub(super) fn cookie(cloud: &Cloud, customer: u32, session: &Session) -> Option<String> {
    (session.media == Media::Message(MessageType::WebMessaging))
        .then(|| cloud.ids.make(Kind::Customer, customer))
}

/// What the customer typed into the form before the chat.
pub(in crate::platform) fn typed_in_form(customer: &Customer) -> Map<String, Value> {
    let mut fields = Map::new();
    if let Some(email) = &customer.email {
        fields.insert("context.email".into(), email.as_str().into());
    }
    if let Some(phone) = &customer.phone {
        fields.insert("context.phone".into(), phone.as_str().into());
    }
    fields
}

/// Every session of the sandbox is one segment of talk.
pub(super) const SEGMENT_TYPE: &str = "interact";
/// The home division.
pub(super) use crate::platform::directory::DIVISION_ID as DIVISION;
