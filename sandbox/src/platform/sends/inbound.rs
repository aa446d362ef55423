//! What guests of open messaging say, as its middleware posts it (`PLATFORM-API` §6.6).

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::recipient::thread;
use crate::Operation;
use crate::call::{Call, Reply};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, Delivery, Post, lock};
use crate::fields;
use crate::ids::Kind;
use crate::messenger::{Author, Channel, Route, Thread};
use crate::platform::directory::FIELD_APP;
use crate::platform::interactions::Own;
use crate::platform::portrait::{Direction, Key, Media, MessageType};
use crate::refusal::Refusal;
use crate::webhook::{Event, Facts};

/// `…/inbound/open/message`.
pub(super) fn message(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    integration(call.id())?;
    let shown = words(&call.body)?;
    let delivery = hear(cloud, &call.body, shown)?;
    let mut reply = normalized(&call.body, &delivery, "Text");
    if call.parameter("prefetchConversationId").as_deref() == Some("true") {
        let id = delivery.message.conversation_id.as_str();
        reply.insert("conversationId".into(), id.into());
    }
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply.into())
    })
}

/// `…/inbound/open`, deprecated: the integration is named in the body.
pub(super) fn normalized_form(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    integration(fields::text(body, "/channel/to/id")?)?;
    fields::word(body, "/direction", &["Inbound"])?;
    fields::word(body, "/channel/platform", &["Open"])?;
    fields::word(body, "/channel/type", &["Private"])?;
    let kind = fields::word(body, "/type", &["Text"])?;
    let shown = words(body)?;
    let delivery = hear(cloud, body, shown)?;
    let mut reply = normalized(body, &delivery, kind);
    reply.insert("direction".into(), "Inbound".into());
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply.into())
    })
}

/// `…/inbound/open/structured/response`.
pub(super) fn structured_response(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    integration(call.id())?;
    let text = fields::text(body, "/buttonResponse/text")?;
    let payload = fields::text(body, "/buttonResponse/payload")?;
    let original = fields::text(body, "/originatingMessageId")?;
    let known = cloud.ids.read(Kind::Message, original);
    let is_known = known.is_some_and(|number| lock(&cloud.interactions).trace(number).is_some());
    if !is_known {
        let message = format!("Message {original} not found");
        return Err(Refusal::not_found(message).about("message", original));
    }
    let mut delivery = hear(cloud, body, json!({ "type": "text", "text": text }))?;
    delivery.message.in_reply_to = Some(original.to_owned());
    delivery.message.value = Some(payload.to_owned());
    let mut reply = normalized(body, &delivery, "Structured");
    let response = body.get("buttonResponse");
    let content = json!([{ "contentType": "ButtonResponse", "buttonResponse": response }]);
    reply.insert("content".into(), content);
    reply.insert("direction".into(), "Inbound".into());
    Ok(Reply {
        delivery: Some(delivery),
        ..Reply::ok(reply.into())
    })
}

/// Refuses an integration that is none of the organization's.
pub(super) fn integration(id: &str) -> Result<(), Refusal> {
    if id == FIELD_APP {
        return Ok(());
    }
    let message = format!("There is no open messaging integration {id}");
    Err(Refusal::not_found(message).about("integration", id))
}

/// Who it is from, checked, and the thread of their messages.
pub(super) fn guest<'a>(cloud: &Cloud, body: &'a Value) -> Result<(&'a str, Thread), Refusal> {
    let id = fields::text(body, "/channel/from/id")?;
    fields::word(body, "/channel/from/idType", &["Email", "Phone", "Opaque"])?;
    time(body)?;
    Ok((id, thread(cloud, id)))
}

/// Refuses a time that is none.
pub(super) fn time(body: &Value) -> Result<(), Refusal> {
    let time = fields::text(body, "/channel/time")?;
    if Timestamp::parse(time).is_some() {
        return Ok(());
    }
    let message = format!("`{time}` is not an ISO 8601 date and time");
    Err(Refusal::field("/channel/time", message))
}

/// Takes a guest's words into their conversation, which begins with them where there is none.
fn hear(cloud: &Cloud, body: &Value, shown: Value) -> Result<Delivery, Refusal> {
    let (id, thread) = guest(cloud, body)?;
    let at = Timestamp::now();
    let media = Media::Message(MessageType::Open);
    let key = {
        let mut interactions = lock(&cloud.interactions);
        match interactions.current(media, &thread, at) {
            Some((key, _)) => key,
            None => interactions.open(Own {
                media,
                thread: thread.clone(),
                remote: id.to_owned(),
                local: FIELD_APP.to_owned(),
                start: at,
                originating: Direction::Inbound,
                subject: None,
                joined: Some(at),
                left: None,
            }),
        }
    };
    let post = Post {
        author: Author::Guest,
        sender: None,
        operation: Some(Operation::Guest),
        channel: Channel::Open,
        conversation_id: Some(key.id(cloud)),
        contact_id: None,
        content: shown,
    };
    let mut delivery = cloud.compose(id, thread, post);
    delivery.message.route = Some(Route {
        local: FIELD_APP.to_owned(),
        remote: id.to_owned(),
    });
    tell(cloud, key, &delivery);
    Ok(delivery)
}

fn tell(cloud: &Cloud, key: Key, delivery: &Delivery) {
    let text = delivery.message.content.get("text").and_then(Value::as_str);
    let event = Event {
        name: "message.received",
        conversation_id: key.id(cloud),
        facts: Facts::Received {
            contact_id: None,
            message_id: delivery.message.id.clone(),
            in_reply_to: None,
            value: None,
            label: None,
            text: text.map(str::to_owned),
        },
        at: delivery.message.at,
    };
    cloud.webhook.tell(Duration::ZERO, event);
}

/// A text, one attachment, or both, as the messenger shows them.
fn words(body: &Value) -> Result<Value, Refusal> {
    let text = fields::optional_text(body, "/text")?.unwrap_or_default();
    let count = fields::list(body, "/content")?.len();
    if text.trim().is_empty() && count == 0 {
        return Err(Refusal::field("/text", "text or content is required"));
    }
    if count > 1 {
        return Err(Refusal::field(
            "/content",
            "content must hold one attachment at most",
        ));
    }
    let attachments = (0..count)
        .map(|place| {
            let field = |name: &str| format!("/content/{place}/attachment/{name}");
            let kinds = ["Image", "Video", "Audio", "File", "Link"];
            fields::word(body, &field("mediaType"), &kinds)?;
            let url = fields::web_address(body, &field("url"))?;
            let mime = fields::text(body, &field("mime"))?;
            let name = fields::optional_text(body, &field("filename"))?;
            Ok(json!({ "url": url, "contentType": mime, "fileName": name.unwrap_or("file"), "size": 0 }))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    Ok(json!({ "type": "text", "text": text, "attachments": attachments }))
}

fn normalized(body: &Value, delivery: &Delivery, kind: &str) -> Map<String, Value> {
    let mut reply = Map::new();
    reply.insert("id".into(), delivery.message.id.as_str().into());
    reply.insert("channel".into(), channel(body, &delivery.message.id));
    reply.insert("type".into(), kind.into());
    for field in ["text", "content", "metadata"] {
        if let Some(value) = body.get(field).filter(|value| !value.is_null()) {
            reply.insert(field.into(), value.clone());
        }
    }
    reply
}

/// The channel of a request, completed as the platform does.
pub(super) fn channel(body: &Value, message_id: &str) -> Value {
    let mut channel = body.get("channel").cloned().unwrap_or_default();
    channel["id"] = FIELD_APP.into();
    channel["platform"] = "Open".into();
    channel["type"] = "Private".into();
    // The integration is the side that the request leaves out.
    for side in ["to", "from"] {
        if channel.get(side).is_none_or(Value::is_null) {
            channel[side] = json!({ "id": FIELD_APP, "idType": "Opaque" });
        } else if channel[side].get("idType").is_none_or(Value::is_null) {
            channel[side]["idType"] = "Opaque".into();
        }
    }
    if channel.get("messageId").is_none_or(Value::is_null) {
        channel["messageId"] = message_id.into();
    }
    channel
}
