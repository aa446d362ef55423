//! The bodies of events, as Genesys' client libraries type them.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::population::Customer;

/// Why a customer's part of a conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The customer left.
    Client,
    /// The other side did.
    Peer,
}

/// A customer's part of a web messaging conversation has begun.
pub(crate) fn conversation_started(
    cloud: &Cloud,
    customer: &Customer,
    conversation: &str,
    deployment: &str,
) {
    let topic = format!("v2.detail.events.conversation.{conversation}.customer.start");
    publish(cloud, &topic, || leg(customer, conversation, deployment));
}

/// A customer's part of a web messaging conversation is over.
pub(crate) fn conversation_ended(
    cloud: &Cloud,
    customer: &Customer,
    conversation: &str,
    deployment: &str,
    ending: Ending,
) {
    let topic = format!("v2.detail.events.conversation.{conversation}.customer.end");
    publish(cloud, &topic, || {
        let mut body = leg(customer, conversation, deployment);
        body["disconnectType"] = json!(match ending {
            Ending::Client => "CLIENT",
            Ending::Peer => "PEER",
        });
        body
    });
}

/// Sends an event to who listens; the body is made only for them.
pub(super) fn publish(cloud: &Cloud, topic: &str, body: impl FnOnce() -> Value) {
    if !lock(&cloud.channels).wants(topic) {
        return;
    }
    let event = json!({
        "topicName": topic,
        "version": "2",
        "eventBody": body(),
        "metadata": { "CorrelationId": cloud.context_id() },
    });
    lock(&cloud.channels).publish(topic, &event);
}

fn leg(customer: &Customer, conversation: &str, deployment: &str) -> Value {
    json!({
        "eventTime": Timestamp::now().millis(),
        "conversationId": conversation,
        "participantId": customer.id,
        "sessionId": customer.guest_id,
        "mediaType": "MESSAGE",
        "messageType": "WEBMESSAGING",
        "direction": "INBOUND",
        "provider": "Genesys Web Messaging",
        "addressTo": deployment,
        "addressFrom": customer.guest_id,
        "externalContactId": customer.external_contact_id,
    })
}
