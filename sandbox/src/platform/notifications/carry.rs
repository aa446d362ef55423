//! What a new message makes known: the change of its conversation, and whether it was missed.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::events::publish;
use crate::clock::Timestamp;
use crate::cloud::{Arrival, Cloud};
use crate::ids::Kind;
use crate::messenger::{Author, Thread};
use crate::platform::guest;
use crate::population::Customer;

/// Tells of a new message to who listens.
pub(crate) fn carry(cloud: &Arc<Cloud>, arrival: &Arrival) {
    let Thread::Customer(index) = arrival.thread else {
        return;
    };
    let customer = cloud.people.customer(index);
    changed(cloud, &customer, arrival);
    if arrival.message.author == Author::Business && arrival.message.channel.is_web() {
        let (cloud, arrival) = (Arc::clone(cloud), arrival.clone());
        tokio::spawn(async move {
            tokio::time::sleep(cloud.haste.of(PATIENCE)).await;
            let number = cloud.ids.read(Kind::Message, &arrival.message.id);
            if !number.is_some_and(|number| cloud.guests.has_shown(index, number)) {
                undelivered(&cloud, &customer, &arrival);
            }
        });
    }
}

/// The conversation as its agent's client sees it.
fn changed(cloud: &Cloud, customer: &Customer, arrival: &Arrival) {
    let topic = format!("v2.users.{}.conversations.messages", customer.agent_id);
    let message = &arrival.message;
    publish(cloud, &topic, || {
        let status = match message.author {
            Author::Business => "sent",
            Author::Guest => "received",
        };
        json!({
            "id": message.conversation_id,
            "participants": [{
                "id": customer.id,
                "purpose": "customer",
                "externalContactId": customer.external_contact_id,
                "messages": [{
                    "messageId": message.id,
                    "messageStatus": status,
                    "messageTime": message.at,
                }],
            }, { "purpose": "agent", "userId": customer.agent_id }],
        })
    });
}

fn undelivered(cloud: &Cloud, customer: &Customer, arrival: &Arrival) {
    let deployment = guest::deployment_of(cloud, customer, &arrival.message);
    let topic = format!("v2.webmessaging.deployments.{deployment}.undelivered.messages");
    let message = &arrival.message;
    publish(cloud, &topic, || {
        json!({
            "conversationId": message.conversation_id,
            "deploymentId": deployment,
            "participantId": customer.id,
            "externalContactId": customer.external_contact_id,
            "communicationId": customer.guest_id,
            "sessionExpiry": cloud.guests.expires(customer.index).map(Timestamp::millis),
            "messages": [{ "id": message.id, "eventTimeMs": message.at.millis() }],
            "eventTimeMs": Timestamp::now().millis(),
        })
    });
}

/// How long a guest may take to come back before a message counts as missed (documented: about 30
/// seconds).
const PATIENCE: Duration = Duration::from_secs(30);
