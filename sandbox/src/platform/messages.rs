//! What became of messages (`PLATFORM-API` §8.1).

mod show;

use serde_json::{Value, json};

pub(super) use show::{data, uri};

use super::interactions::Trace;
use super::portrait::{Key, Media};
use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply, Takes};
use crate::cloud::{Cloud, lock};
use crate::ids::Kind;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/conversations/messages/{id}/details",
        Operation::Status,
        VIEW,
        details,
    ),
    Route::get(
        "/conversations/messages/{id}/messages/{messageId}",
        Operation::Status,
        VIEW,
        one,
    ),
    Route::post(
        "/conversations/messages/{id}/messages/bulk",
        Operation::Status,
        VIEW,
        Takes::List,
        bulk,
    ),
];

/// A message by its own id alone.
fn details(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let trace = find(cloud, call.id()).ok_or_else(|| unknown(call.id()))?;
    Ok(Reply::ok(data(cloud, call.id(), &trace)))
}

/// A message of a conversation.
fn one(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let key = conversation(cloud, call.id())?;
    let id = call.path_part(1);
    let trace = find(cloud, id).filter(|trace| trace.key == key);
    let trace = trace.ok_or_else(|| unknown(id))?;
    Ok(Reply::ok(data(cloud, id, &trace)))
}

/// Those of a conversation's messages that are asked for; without ids, all.
fn bulk(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let key = conversation(cloud, call.id())?;
    let ids = call.body.as_array().map(Vec::as_slice).unwrap_or_default();
    if ids.len() > IDS {
        let message = format!("at most {IDS} ids can be asked for at once");
        return Err(Refusal::bad_request(message));
    }
    let all = || {
        let numbers = lock(&cloud.interactions).messages(key).to_vec();
        numbers
            .into_iter()
            .map(|number| cloud.ids.make(Kind::Message, number))
            .collect()
    };
    let ids: Vec<String> = if ids.is_empty() {
        all()
    } else {
        ids.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let entities: Vec<Value> = ids
        .iter()
        .filter_map(|id| Some((id, find(cloud, id).filter(|trace| trace.key == key)?)))
        .map(|(id, trace)| data(cloud, id, &trace))
        .collect();
    Ok(Reply::ok(json!({ "entities": entities })))
}

fn conversation(cloud: &Cloud, id: &str) -> Result<Key, Refusal> {
    Key::find(cloud, id).ok_or_else(|| {
        Refusal::not_found(format!("Conversation {id} not found")).about("conversation", id)
    })
}

fn find(cloud: &Cloud, id: &str) -> Option<Trace> {
    let number = cloud.ids.read(Kind::Message, id)?;
    let trace = lock(&cloud.interactions).trace(number).cloned();
    trace.filter(|trace| matches!(trace.media, Media::Message(_)))
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found(format!("Message {id} not found")).about("message", id)
}

const VIEW: Needs = Needs::Any(&[
    "conversation:message:view",
    "conversation:webmessaging:view",
]);
const IDS: usize = 1000;
