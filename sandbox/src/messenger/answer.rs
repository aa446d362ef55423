//! What a guest does: taps, typed answers, reading.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::guests;
use super::threads::{Author, Channel, Message, Thread};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, Post, lock};
use crate::ids::Kind;
use crate::webhook::{Event, Facts};

/// A tap (`messageId` and `value`) or a typed answer (`text`).
#[derive(Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(super) enum Answer {
    Tap { message_id: String, value: String },
    Typed { text: String },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Read {
    /// The number (event id) of the last message seen.
    up_to: u32,
}

pub(super) async fn answer(
    State(cloud): State<Arc<Cloud>>,
    uri: Uri,
    Json(answer): Json<Answer>,
) -> Response {
    let Some(thread) = guests::thread(&cloud, uri.query()) else {
        return refuse(StatusCode::NOT_FOUND, "nobody has this id");
    };
    let done = match answer {
        Answer::Tap { message_id, value } => tap(&cloud, &thread, &message_id, &value),
        Answer::Typed { text } => typed(&cloud, &thread, text.trim()),
    };
    match done {
        Ok(_id) => StatusCode::NO_CONTENT.into_response(),
        Err((status, why)) => refuse(status, why),
    }
}

pub(super) async fn read(
    State(cloud): State<Arc<Cloud>>,
    uri: Uri,
    Json(read): Json<Read>,
) -> StatusCode {
    match guests::thread(&cloud, uri.query()) {
        Some(thread) => {
            cloud.read(&thread, read.up_to);
            StatusCode::NO_CONTENT
        }
        None => StatusCode::NOT_FOUND,
    }
}

/// Why a guest's answer was not taken.
pub(crate) type Refused = (StatusCode, &'static str);

fn tap(cloud: &Cloud, thread: &Thread, message_id: &str, value: &str) -> Result<String, Refused> {
    let number = cloud.ids.read(Kind::Message, message_id);
    let tapped = number.and_then(|number| {
        let threads = lock(&cloud.threads);
        threads
            .message(number)
            .filter(|(owner, _)| owner == thread)
            .map(|(_, m)| Arc::clone(m))
    });
    let tapped = tapped.ok_or((StatusCode::NOT_FOUND, "this guest has no such message"))?;
    let label = label_of(&tapped.content, value)
        .ok_or((StatusCode::BAD_REQUEST, "the message offers no such choice"))?;
    let once = tapped.content.get("choices").is_some();
    let taken = lock(&cloud.threads)
        .after(thread, 0)
        .into_iter()
        .any(|(_, message)| {
            message.in_reply_to.as_deref() == Some(message_id)
                && (once || message.value.as_deref() == Some(value))
        });
    if taken {
        return Err((StatusCode::CONFLICT, "the choice has been made"));
    }
    let content = json!({ "type": "text", "text": label });
    let reply = (Some(message_id.to_owned()), Some(value.to_owned()));
    let place = Place::of(&tapped);
    let id = write(cloud, thread, &place, content, reply);
    let facts = Facts::Received {
        contact_id: place.contact_id,
        message_id: message_id.to_owned(),
        in_reply_to: None,
        value: Some(value.to_owned()),
        label: Some(label),
        text: None,
    };
    tell(cloud, place.conversation_id, facts);
    Ok(id)
}

fn typed(cloud: &Cloud, thread: &Thread, text: &str) -> Result<String, Refused> {
    if text.is_empty() || text.len() > crate::fields::TEXT_BYTES {
        return Err((StatusCode::BAD_REQUEST, "an answer has 1 to 4096 bytes"));
    }
    let answered = newest(cloud, thread, |_| true);
    let place = match &answered {
        Some(message) => Place::of(message),
        None => Place::chat(cloud, thread)
            .ok_or((StatusCode::CONFLICT, "there is nothing to answer yet"))?,
    };
    let content = json!({ "type": "text", "text": text });
    Ok(say(cloud, thread, place, content))
}

/// Adds a guest's words, with what they carry, and tells the webhook: the new message's id.
pub(crate) fn say(cloud: &Cloud, thread: &Thread, place: Place, content: Value) -> String {
    let answered = newest(cloud, thread, |message| message.channel == place.channel);
    let text = content
        .get("text")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let message_id = write(cloud, thread, &place, content, (None, None));
    let facts = Facts::Received {
        contact_id: place.contact_id,
        message_id: message_id.clone(),
        in_reply_to: answered.map(|message| message.id.clone()),
        value: None,
        label: None,
        text,
    };
    tell(cloud, place.conversation_id, facts);
    message_id
}

/// Presses a choice or button; of the newest message that offers it, where none is named.
pub(crate) fn press(
    cloud: &Cloud,
    thread: &Thread,
    message_id: Option<&str>,
    value: &str,
) -> Result<String, Refused> {
    let found = match message_id {
        Some(id) => Some(id.to_owned()),
        None => newest(cloud, thread, |it| label_of(&it.content, value).is_some())
            .map(|message| message.id.clone()),
    };
    let id = found.ok_or((StatusCode::BAD_REQUEST, "no message offers this choice"))?;
    tap(cloud, thread, &id, value)
}

/// The newest message of the business that passes the test.
fn newest(cloud: &Cloud, thread: &Thread, test: impl Fn(&Message) -> bool) -> Option<Arc<Message>> {
    let all = lock(&cloud.threads).after(thread, 0);
    let newest_first = all.into_iter().rev().map(|(_, message)| message);
    newest_first
        .into_iter()
        .find(|message| message.author == Author::Business && test(message))
}

fn tell(cloud: &Cloud, conversation_id: String, facts: Facts) {
    let at = Timestamp::now();
    let event = Event {
        name: "message.received",
        conversation_id,
        facts,
        at,
    };
    cloud.webhook.tell(Duration::ZERO, event);
}

/// Where an answer belongs.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) channel: Channel,
    pub(crate) conversation_id: String,
    pub(crate) contact_id: Option<String>,
}

impl Place {
    fn of(message: &Message) -> Self {
        Self {
            channel: message.channel,
            conversation_id: message.conversation_id.clone(),
            contact_id: message.contact_id.clone(),
        }
    }

    /// The customer's chat of this moment.
    fn chat(cloud: &Cloud, thread: &Thread) -> Option<Self> {
        let Thread::Customer(index) = thread else {
            return None;
        };
        let customer = cloud.people.customer(*index);
        let current = lock(&cloud.conversations).current(&customer);
        Some(Self {
            channel: Channel::Messaging,
            conversation_id: current.id,
            contact_id: Some(customer.contact_id),
        })
    }
}

/// Adds the guest's bubble.
fn write(
    cloud: &Cloud,
    thread: &Thread,
    place: &Place,
    content: Value,
    (in_reply_to, value): (Option<String>, Option<String>),
) -> String {
    let post = Post {
        author: Author::Guest,
        sender: None,
        operation: None,
        channel: place.channel,
        conversation_id: Some(place.conversation_id.clone()),
        contact_id: place.contact_id.clone(),
        content,
    };
    let mut delivery = cloud.compose("", thread.clone(), post);
    delivery.message.in_reply_to = in_reply_to;
    delivery.message.value = value;
    let id = delivery.message.id.clone();
    cloud.show(delivery.number, delivery.thread, delivery.message);
    id
}

/// What the guest saw on the choice or button that stands for this value.
fn label_of(content: &Value, value: &str) -> Option<String> {
    let items = |value: &Value, field: &str| {
        value
            .get(field)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let choice = |list: Vec<Value>, key: &str, label: &str| {
        let found = list
            .into_iter()
            .find(|item| item.get(key).and_then(Value::as_str) == Some(value));
        found.and_then(|item| item.get(label)?.as_str().map(str::to_owned))
    };
    choice(items(content, "choices"), "value", "label")
        .or_else(|| choice(items(content, "actions"), "payload", "title"))
        .or_else(|| {
            let cards = items(content, "cards");
            cards
                .iter()
                .find_map(|card| choice(items(card, "actions"), "payload", "title"))
        })
}

fn refuse(status: StatusCode, message: &str) -> Response {
    let body = json!({ "error": { "code": "answer_refused", "message": message } });
    (status, Json(body)).into_response()
}
