//! Changes to a conversation.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{find, key, whole};
use crate::call::{Call, Reply};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::fields;
use crate::platform::guest;
use crate::platform::interactions::Own;
use crate::platform::portrait::{Disconnect, Key};
use crate::refusal::Refusal;

/// `PATCH …/participants/{participantId}/attributes`.
pub(super) fn attributes(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let portrait = find(cloud, call.id())?;
    let participant = call.path_part(1);
    let is_known = portrait
        .participants
        .iter()
        .any(|one| one.id.write(cloud) == participant);
    if !is_known {
        let message = format!(
            "Participant {participant} not found in conversation {}",
            call.id()
        );
        return Err(Refusal::not_found(message).about("participant", participant));
    }
    let set = call.body.get("attributes").and_then(Value::as_object);
    let set = set.ok_or_else(|| Refusal::field("/attributes", "attributes is required"))?;
    if let Some((name, _)) = set.iter().find(|(_, value)| !value.is_string()) {
        let message = format!("the attribute {name} must be a string");
        return Err(Refusal::field(&format!("/attributes/{name}"), message));
    }
    lock(&cloud.interactions)
        .attributes_mut(portrait.key)
        .extend(set.clone());
    Ok(Reply {
        status: StatusCode::ACCEPTED,
        ..Reply::ok(json!({ "attributes": set }))
    })
}

/// `POST …/disconnect`.
pub(super) fn disconnect(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    end(cloud, key(cloud, call.id())?);
    Ok(Reply {
        status: StatusCode::ACCEPTED,
        ..Reply::ok("Accepted".into())
    })
}

/// `PATCH /conversations/messages/{id}`: the one state that can be set is the last.
pub(super) fn state(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let key = key(cloud, call.id())?;
    fields::word(&call.body, "/state", &["disconnected"])?;
    end(cloud, key);
    whole(cloud, call)
}

fn end(cloud: &Cloud, key: Key) {
    let customer = match key {
        Key::Own(_) => {
            let now = Timestamp::now();
            let mut interactions = lock(&cloud.interactions);
            interactions.leave(key, now, Disconnect::Peer);
            let guest = interactions.own(key).and_then(Own::web_guest);
            drop(interactions);
            if let Some(index) = guest {
                guest::ended(cloud, &cloud.people.customer(index), &key.id(cloud));
            }
            return;
        }
        Key::Talk(talk) => cloud.people.talk(talk).map(|talk| talk.customer),
        Key::Started(number) => lock(&cloud.conversations)
            .started(number)
            .map(|started| started.customer),
    };
    let Some(customer) = customer.map(|index| cloud.people.customer(index)) else {
        return;
    };
    let id = key.id(cloud);
    let mut conversations = lock(&cloud.conversations);
    let current = conversations.current(&customer);
    if current.id == id && current.is_active() {
        conversations.end(&customer);
        drop(conversations);
        guest::ended(cloud, &customer, &id);
    }
}
