//! Guide 003: messaging contacts.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::{Cloud, lock};
use crate::conversations::Current;
use crate::dialect::Dialect;
use crate::fields;
use crate::ids::Kind;
use crate::population::Customer;
use crate::query;
use crate::refusal::Refusal;

pub(super) const READ: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Contact,
    needs: Needs::All(&["conversations:read"]),
    takes: Takes::Nothing,
    handle: read,
};

pub(super) const LIST: Endpoint = Endpoint {
    handle: list,
    ..READ
};

pub(super) const CREATE: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::Contact,
    needs: Needs::All(&["messages:send"]),
    takes: Takes::Object,
    handle: create,
};

/// The guide takes 200 to mean that the channel is open, so a closed one is 404.
fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let (customer, current) = open_contact(cloud, call.id(), || {
        Refusal::not_found(format!(
            "The conversation of contact {} has been closed",
            call.id()
        ))
    })?;
    let mut body = show(&customer, &current);
    if let (Some(name), Some(fields)) = (customer.name, body.as_object_mut()) {
        fields.insert("name".into(), name.into());
    }
    Ok(Reply::ok(body))
}

fn list(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let size = match query::first(call.query(), "pageSize") {
        None => 25,
        Some(size) => size
            .parse()
            .ok()
            .filter(|size| (1..=100).contains(size))
            .ok_or_else(|| Refusal::field("pageSize", "pageSize must be a number from 1 to 100"))?,
    };
    let start = match query::first(call.query(), "nextPageToken") {
        None => 0,
        Some(token) => cloud
            .people
            .find(Kind::Contact, &token)
            .ok_or_else(|| Refusal::bad_request("nextPageToken is not one of this list"))?,
    };
    let end = start.saturating_add(size).min(cloud.people.size());
    let entities: Vec<Value> = (start..end)
        .map(|index| {
            let customer = cloud.people.customer(index);
            let current = lock(&cloud.conversations).current(&customer);
            show(&customer, &current)
        })
        .collect();
    let mut body = json!({ "entities": entities });
    if let (true, Some(fields)) = (end < cloud.people.size(), body.as_object_mut()) {
        fields.insert(
            "nextPageToken".into(),
            cloud.ids.make(Kind::Contact, end).into(),
        );
    }
    Ok(Reply::ok(body))
}

fn create(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let conversation_id = fields::text(&call.body, "/conversationId")?;
    let conversation = lock(&cloud.conversations)
        .find(&cloud.ids, &cloud.people, conversation_id)
        .ok_or_else(|| Refusal::not_found(format!("Conversation {conversation_id} not found")))?;
    let customer = cloud.people.customer(conversation.customer);
    let body = json!({ "id": customer.contact_id, "conversationId": conversation_id });
    Ok(Reply {
        status: StatusCode::CREATED,
        ..Reply::ok(body)
    })
}

/// The contact's customer and the active chat; `closed` makes the refusal when there is none.
pub(super) fn open_contact(
    cloud: &Cloud,
    id: &str,
    closed: impl FnOnce() -> Refusal,
) -> Result<(Customer, Current), Refusal> {
    let customer = cloud.customer(Kind::Contact, id).ok_or_else(|| {
        let conversations = lock(&cloud.conversations);
        let hint = match conversations.find(&cloud.ids, &cloud.people, id) {
            Some(_) => ": this is a conversation id",
            None => "",
        };
        Refusal::not_found(format!("Contact {id} not found{hint}"))
    })?;
    let current = lock(&cloud.conversations).current(&customer);
    if current.is_active() {
        Ok((customer, current))
    } else {
        Err(closed())
    }
}

fn show(customer: &Customer, current: &Current) -> Value {
    json!({
        "id": customer.contact_id,
        "conversationId": current.id,
        "status": current.status.as_str(),
    })
}
