//! The conversation of a guest: begun by joining or by the first words, ended by leaving.

use super::session::{News, State};
use crate::cloud::{Cloud, lock};
use crate::conversations::Current;
use crate::messenger::Message;
use crate::platform::deployment::Deployment;
use crate::platform::directory;
use crate::platform::notifications::{self, Ending};
use crate::population::Customer;

/// The guest's conversation; a new one where the last is over.
pub(super) fn begin(cloud: &Cloud, customer: &Customer, deployment: &Deployment) -> Current {
    let mut conversations = lock(&cloud.conversations);
    let current = conversations.current(customer);
    if current.is_active() {
        return current;
    }
    let started = conversations.start(&cloud.ids, customer);
    drop(conversations);
    notifications::conversation_started(cloud, customer, &started, deployment.id);
    started
}

/// A conversation was begun from outside the simulation.
pub(crate) fn begun(cloud: &Cloud, customer: &Customer, started: &Current) {
    notifications::conversation_started(cloud, customer, started, directory::WEB_SHOP);
}

/// The guest leaves: the conversation is over, if there is one.
pub(super) fn leave(cloud: &Cloud, customer: &Customer, deployment: &Deployment) {
    end(cloud, customer, deployment.id, Ending::Client);
}

/// The business ends the conversation: open messengers learn it and take no more words.
pub(crate) fn end_by_business(cloud: &Cloud, customer: &Customer) {
    let mut deployment = directory::WEB_SHOP;
    let frame = super::act::presence("Disconnect", "Outbound");
    {
        let mut sessions = lock(&cloud.guests.sessions);
        sessions.each_of(customer.index, |session| {
            if session.state == State::Open {
                session.state = State::ReadOnly;
                session.tell(News::Frame(frame.clone(), None));
                deployment = session.deployment;
            }
        });
    }
    end(cloud, customer, deployment, Ending::Peer);
}

fn end(cloud: &Cloud, customer: &Customer, deployment: &str, ending: Ending) {
    let mut conversations = lock(&cloud.conversations);
    let before = conversations.current(customer);
    if !before.is_active() {
        return;
    }
    let ended = conversations.end(customer);
    drop(conversations);
    notifications::conversation_ended(cloud, customer, &ended, deployment, ending);
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
