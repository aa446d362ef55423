//! Guide 002: an earlier web chat.

use serde_json::{Value, json};

use crate::Operation;
use crate::call::{Call, Endpoint, Needs, Reply, Takes};
use crate::cloud::{Cloud, lock};
use crate::dialect::Dialect;
use crate::population::Customer;
use crate::query;
use crate::refusal::Refusal;

pub(super) const READ: Endpoint = Endpoint {
    dialect: Dialect::Guides,
    operation: Operation::History,
    needs: Needs::All(&["conversation:read"]),
    takes: Takes::Nothing,
    handle: read,
};

fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let conversation = lock(&cloud.conversations)
        .find(&cloud.ids, &cloud.people, call.id())
        .ok_or_else(|| Refusal::not_found(format!("Conversation {} not found", call.id())))?;
    let customer = cloud.people.customer(conversation.customer);
    let mut body = json!({ "id": call.id(), "status": conversation.status.as_str() });
    if let Some(fields) = body.as_object_mut() {
        if expands(call, "participants") {
            fields.insert("participants".into(), participants(&customer));
        }
        if expands(call, "transcripts") {
            let started = cloud.people.sessions(customer.index).map(|s| s.at).max();
            let at = started.unwrap_or(cloud.people.as_of());
            fields.insert(
                "transcripts".into(),
                transcripts(&customer, &at.to_string()),
            );
        }
    }
    Ok(Reply::ok(body))
}

/// `expand` may name several parts by commas, and may be there more than once.
fn expands(call: &Call, part: &str) -> bool {
    query::pairs(call.query().unwrap_or_default())
        .filter(|(name, _)| name == "expand")
        .any(|(_, value)| value.split(',').any(|named| named.trim() == part))
}

/// The agent comes first, so that a client has to look for the customer.
fn participants(customer: &Customer) -> Value {
    let mut person = json!({ "id": customer.guest_id, "type": "customer" });
    if let Some(fields) = person.as_object_mut() {
        for (field, value) in [("address", &customer.address), ("name", &customer.name)] {
            if let Some(value) = value {
                fields.insert(field.into(), value.as_str().into());
            }
        }
        if let Some(id) = &customer.external_contact_id {
            fields.insert("externalContactId".into(), id.as_str().into());
        }
    }
    json!([{ "id": customer.agent_id, "type": "agent", "name": "Support" }, person])
}

fn transcripts(customer: &Customer, at: &str) -> Value {
    json!([{
        "id": customer.conversation_id,
        "messages": [
            { "participantId": customer.guest_id, "at": at, "text": "I have a question about my account." },
            { "participantId": customer.agent_id, "at": at, "text": "Thank you, we will look into it." },
        ],
    }])
}
