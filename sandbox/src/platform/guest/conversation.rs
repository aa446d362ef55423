//! The conversation of a guest: begun by joining or by the first words, ended by leaving.

use serde_json::json;

use super::session::{News, State};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::conversations::Current;
use crate::messenger::{Author, Message, Thread};
use crate::platform::deployment::Deployment;
use crate::platform::directory;
use crate::platform::notifications::{self, Ending};
use crate::platform::portrait::{Disconnect, Key, Media, MessageType};
use crate::population::Customer;

/// The id of the guest's conversation: the one that goes on, the one that the business wrote in
/// after message `since`, or a new one.
pub(super) fn begin(
    cloud: &Cloud,
    customer: &Customer,
    deployment: &Deployment,
    since: u32,
) -> String {
    let current = lock(&cloud.conversations).current(customer);
    if current.is_active() {
        return current.id;
    }
    if let Some(id) = written_in(cloud, customer, since) {
        return id;
    }
    let started = lock(&cloud.conversations).start(&cloud.ids, customer);
    notifications::conversation_started(cloud, customer, &started.id, deployment.id);
    started.id
}

/// Whether a web messaging conversation of the customer goes on.
pub(crate) fn is_in_chat(cloud: &Cloud, customer: u32) -> bool {
    let chat = lock(&cloud.conversations).current(&cloud.people.customer(customer));
    let (thread, now) = (Thread::Customer(customer), Timestamp::now());
    chat.is_active()
        || lock(&cloud.interactions)
            .current(WEB, &thread, now)
            .is_some_and(|(_, is_live)| is_live)
}

/// A conversation was begun from outside the simulation.
pub(crate) fn begun(cloud: &Cloud, customer: &Customer, started: &Current) {
    notifications::conversation_started(cloud, customer, &started.id, directory::WEB_SHOP);
}

/// The guest is there, without words so far.
pub(super) fn join(cloud: &Cloud, id: &str) {
    if let Some(key) = Key::find(cloud, id) {
        lock(&cloud.interactions).join(key, Timestamp::now());
    }
}

/// The guest leaves: the conversation is over, if there is one.
pub(super) fn leave(cloud: &Cloud, customer: &Customer, deployment: &Deployment) {
    let (thread, now) = (Thread::Customer(customer.index), Timestamp::now());
    let mut left = Vec::new();
    {
        let mut interactions = lock(&cloud.interactions);
        if let Some((key, true)) = interactions.current(WEB, &thread, now) {
            interactions.leave(key, now, Disconnect::Client);
            left.push(key);
        }
    }
    let mut left: Vec<_> = left.into_iter().map(|key| key.id(cloud)).collect();
    {
        let mut conversations = lock(&cloud.conversations);
        if conversations.current(customer).is_active() {
            left.push(conversations.end(customer).id);
        }
    }
    for id in left {
        notifications::conversation_ended(cloud, customer, &id, deployment.id, Ending::Client);
    }
}

/// The business has ended the conversation: open messengers learn it and take no more words.
pub(crate) fn ended(cloud: &Cloud, customer: &Customer, id: &str) {
    let mut deployment = directory::WEB_SHOP;
    let frame = super::act::presence("Disconnect", "Outbound");
    let since = lock(&cloud.threads).newest_number();
    lock(&cloud.guests.sessions).each_of(customer.index, |session| {
        if session.state == State::Open {
            session.state = State::ReadOnly;
            session.since_chat = since;
            session.tell(News::Frame(frame.clone(), None));
            deployment = session.deployment;
        }
    });
    notifications::conversation_ended(cloud, customer, id, deployment, Ending::Peer);
}

/// Somebody of the business is writing to the guest.
pub(crate) fn typing(cloud: &Cloud, customer: u32, millis: u64) {
    let typing = json!({ "eventType": "Typing", "typing": { "type": "On", "duration": millis } });
    let frame = super::act::event(&typing, "Outbound");
    lock(&cloud.guests.sessions).each_of(customer, |session| {
        session.tell(News::Frame(frame.clone(), None));
    });
}

/// The deployment that a message went through: that of its route or of the guest's session.
pub(crate) fn deployment_of(cloud: &Cloud, customer: &Customer, message: &Message) -> String {
    if let Some(route) = &message.route {
        return route.local.clone();
    }
    let mut deployment = directory::WEB_SHOP;
    lock(&cloud.guests.sessions).each_of(customer.index, |session| deployment = session.deployment);
    deployment.to_owned()
}

fn written_in(cloud: &Cloud, customer: &Customer, since: u32) -> Option<String> {
    let all = lock(&cloud.threads).after(&Thread::Customer(customer.index), since);
    let newest = all.into_iter().rev().map(|(_, message)| message);
    let mut newest = newest.filter(|it| it.author == Author::Business && it.channel.is_web());
    newest.next().map(|message| message.conversation_id.clone())
}

const WEB: Media = Media::Message(MessageType::WebMessaging);
