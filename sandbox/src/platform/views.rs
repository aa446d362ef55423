//! Conversations as the conversations calls show and change them (`PLATFORM-API` §10.1).

mod change;
mod mail;
mod message;
mod participant;
mod words;

use serde_json::{Value, json};

use super::portrait::{Key, Media, Portrait};
use super::route::Route;
use crate::Operation::History;
use crate::call::{Call, Needs, Reply, Takes};
use crate::cloud::Cloud;
use crate::platform::directory::DIVISION_ID;
use crate::refusal::Refusal;
use axum::routing::MethodFilter;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/conversations/{id}",
        History,
        Needs::All(&["conversation:communication:view"]),
        whole,
    ),
    Route::get(
        "/conversations/messages/{id}",
        History,
        Needs::Nothing,
        messages,
    ),
    Route::get("/conversations/emails/{id}", History, Needs::Nothing, mails),
    Route::of(
        MethodFilter::PATCH,
        "/conversations/messages/{id}",
        super::route::endpoint(
            History,
            Needs::Any(&[
                "conversation:communication:disconnect",
                "conversation:message:park",
            ]),
            Takes::Object,
            change::state,
        ),
    ),
    Route::of(
        MethodFilter::PATCH,
        "/conversations/{id}/participants/{participantId}/attributes",
        super::route::endpoint(History, Needs::Nothing, Takes::Object, change::attributes),
    ),
    Route::post(
        "/conversations/{id}/disconnect",
        History,
        Needs::All(&["conversation:communication:disconnect"]),
        Takes::Nothing,
        change::disconnect,
    ),
];

/// `Conversation`.
fn whole(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let portrait = find(cloud, call.id())?;
    let participants: Vec<Value> = portrait
        .participants
        .iter()
        .map(|one| participant::whole(cloud, &portrait, one))
        .collect();
    let mut body = json!({
        "id": call.id(),
        "startTime": portrait.start,
        "participants": participants,
        "divisions": divisions(),
        "recordingState": "none",
        "selfUri": format!("/api/v2/conversations/{}", call.id()),
    });
    if let Some(end) = portrait.end {
        body["endTime"] = json!(end);
    }
    Ok(Reply::ok(body))
}

/// `MessageConversation`.
fn messages(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let portrait = find(cloud, call.id())?;
    if !portrait.is_of(|media| matches!(media, Media::Message(_))) {
        return Err(unknown(call.id()));
    }
    let participants: Vec<Value> = portrait
        .segments()
        .map(|(one, session)| message::participant(cloud, &portrait, one, session))
        .collect();
    Ok(Reply::ok(flat("messages", call.id(), &participants)))
}

/// `EmailConversation`.
fn mails(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let portrait = find(cloud, call.id())?;
    if !portrait.is_of(|media| media == Media::Email) {
        return Err(unknown(call.id()));
    }
    let participants: Vec<Value> = portrait
        .segments()
        .map(|(one, session)| mail::participant(cloud, &portrait, one, session))
        .collect();
    Ok(Reply::ok(flat("emails", call.id(), &participants)))
}

fn flat(kind: &str, id: &str, participants: &[Value]) -> Value {
    json!({
        "id": id,
        "participants": participants,
        "otherMediaUris": [],
        "recentTransfers": [],
        "divisions": divisions(),
        "selfUri": format!("/api/v2/conversations/{kind}/{id}"),
    })
}

fn divisions() -> Value {
    json!([{ "division": { "id": DIVISION_ID, "selfUri": format!("/api/v2/authorization/divisions/{DIVISION_ID}") } }])
}

fn find(cloud: &Cloud, id: &str) -> Result<Portrait, Refusal> {
    Portrait::find(cloud, id).ok_or_else(|| unknown(id))
}

fn key(cloud: &Cloud, id: &str) -> Result<Key, Refusal> {
    Key::find(cloud, id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found(format!("Conversation {id} not found")).about("conversation", id)
}
