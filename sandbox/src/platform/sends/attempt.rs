//! One message on its way into a conversation.

use serde_json::{Value, json};

use super::recipient::Recipient;
use crate::Operation;
use crate::clock::Timestamp;
use crate::cloud::{Cloud, Delivery, Post, lock};
use crate::messenger::{Author, Channel, Route, Thread};
use crate::platform::interactions::{Failure, Fate, Own, THREADING_MILLIS, Trace};
use crate::platform::portrait::{Direction, Key, Media, MessageType, Portrait, Purpose};
use crate::refusal::Refusal;

/// What is to be said, by which channel.
pub(super) struct Attempt<'a> {
    pub(super) operation: Operation,
    pub(super) kind: MessageType,
    pub(super) local: &'a str,
    pub(super) recipient: &'a Recipient,
    pub(super) text: String,
    /// As the messenger shows it.
    pub(super) shown: Value,
    /// Beside the text, in the normalised form.
    pub(super) content: Vec<Value>,
    pub(super) failure: Option<Failure>,
}

/// The conversation that a message belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Somebody talks in it now: an agent, or nobody yet.
    Active(Key),
    /// A bot talks in it now.
    WithBot(Key),
    /// It is over, but so lately that it goes on.
    Threadable(Key),
    /// There is none.
    New,
}

/// Looks for the conversation.
pub(super) fn place(cloud: &Cloud, kind: MessageType, recipient: &Recipient) -> Place {
    let now = Timestamp::now();
    let own = lock(&cloud.interactions).current(Media::Message(kind), &recipient.thread, now);
    if let Some((key, true)) = own {
        return active(cloud, key);
    }
    if kind == MessageType::WebMessaging
        && let Some(current) = recipient.web_chat(cloud)
        && let Some(key) = Key::find(cloud, &current.id)
    {
        if current.is_active() {
            return active(cloud, key);
        }
        let end = Portrait::now(cloud, key).and_then(|portrait| portrait.end);
        if end.is_some_and(|end| now.millis() - end.millis() < THREADING_MILLIS) {
            return Place::Threadable(key);
        }
    }
    own.map_or(Place::New, |(key, _)| Place::Threadable(key))
}

fn active(cloud: &Cloud, key: Key) -> Place {
    let portrait = Portrait::now(cloud, key);
    let is_bot = portrait.is_some_and(|portrait| portrait.is_with(Purpose::Botflow));
    if is_bot {
        Place::WithBot(key)
    } else {
        Place::Active(key)
    }
}

impl Attempt<'_> {
    /// Puts the message into its conversation, opening one where there is none: the delivery, and
    /// what is known of the message.
    pub(super) fn send(self, cloud: &Cloud, place: Place) -> (Delivery, Trace) {
        let at = Timestamp::now();
        // A bot takes what barges in as if the customer had said it.
        let is_barging = matches!(place, Place::WithBot(_));
        let key = match place {
            Place::Active(key) | Place::WithBot(key) | Place::Threadable(key) => key,
            Place::New => lock(&cloud.interactions).open(self.conversation(at)),
        };
        let post = Post {
            author: if is_barging {
                Author::Guest
            } else {
                Author::Business
            },
            sender: None,
            operation: Some(self.operation),
            channel: channel(self.kind),
            conversation_id: Some(key.id(cloud)),
            contact_id: self.recipient.contact_id.clone(),
            content: self.shown,
        };
        let thread = self.recipient.thread.clone();
        let mut delivery = cloud.compose(&self.recipient.target, thread, post);
        delivery.failure = self.failure;
        delivery.message.route = Some(Route {
            local: self.local.to_owned(),
            remote: self.recipient.remote.clone(),
        });
        let trace = Trace {
            key,
            direction: if is_barging {
                Direction::Inbound
            } else {
                Direction::Outbound
            },
            media: Media::Message(self.kind),
            remote: self.recipient.remote.clone(),
            local: self.local.to_owned(),
            at: delivery.message.at,
            text: self.text,
            content: self.content,
            fate: self.failure.map_or(Fate::Arrives, Fate::Fails),
            read: None,
            receipts: Vec::new(),
        };
        lock(&cloud.interactions).record(delivery.number, trace.clone());
        (delivery, trace)
    }

    fn conversation(&self, at: Timestamp) -> Own {
        Own {
            media: Media::Message(self.kind),
            thread: self.recipient.thread.clone(),
            remote: self.recipient.remote.clone(),
            local: self.local.to_owned(),
            start: at,
            originating: Direction::Outbound,
            subject: None,
            joined: None,
            left: None,
        }
    }
}

/// How the messenger names a channel.
pub(super) fn channel(kind: MessageType) -> Channel {
    match kind {
        MessageType::Sms => Channel::Sms,
        MessageType::Open => Channel::Open,
        MessageType::WebMessaging => Channel::Messaging,
        MessageType::WhatsApp => Channel::WhatsApp,
        MessageType::Apple => Channel::Apple,
    }
}

/// A text as the messenger shows it.
pub(super) fn shown_text(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

/// Whom a conversation is with, for messages that name only the conversation.
pub(super) fn partner(cloud: &Cloud, portrait: &Portrait) -> Option<Recipient> {
    let (_, session) = portrait
        .segments()
        .find(|(participant, _)| participant.purpose == Purpose::Customer)?;
    let remote = session.remote.write(cloud, session.media);
    let remote = remote.map(std::borrow::Cow::into_owned).unwrap_or_default();
    let thread = match portrait.customer {
        Some(index) => Thread::Customer(index),
        None => Thread::Address(remote.to_lowercase()),
    };
    Some(Recipient {
        thread,
        target: portrait.id(cloud),
        remote,
        contact_id: portrait.contact_id(cloud),
    })
}

/// A text of at most so many characters.
pub(super) fn within(text: &str, kind: MessageType) -> Result<&str, Refusal> {
    let limit = if kind == MessageType::Sms { 765 } else { 2000 };
    let length = text.chars().count();
    if length <= limit {
        return Ok(text);
    }
    let message = format!(
        "textBody has {length} characters: the maximum for {} is {limit}",
        kind.as_str()
    );
    Err(Refusal::field("/textBody", message))
}
