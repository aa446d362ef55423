//! What guests do, noted in their conversations.

use super::{Fate, Trace};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::ids::Kind;
use crate::messenger::{Channel, Message};
use crate::platform::portrait::{Direction, Key, Media, MessageType};

impl Cloud {
    /// A guest wrote in a conversation of the published API: it is live from now on.
    pub(crate) fn note_guest(&self, number: u32, message: &Message) {
        let Some(key) = Key::find(self, &message.conversation_id) else {
            return;
        };
        let was_touched = {
            let mut interactions = lock(&self.interactions);
            let was_touched = !interactions.messages(key).is_empty();
            if interactions.trace(number).is_none() {
                let own = interactions.own(key);
                let (local, remote) = match (&message.route, own) {
                    (Some(route), _) => (route.local.clone(), route.remote.clone()),
                    (None, Some(own)) => (own.local.clone(), own.remote.clone()),
                    (None, None) => Default::default(),
                };
                let trace = Trace {
                    key,
                    direction: Direction::Inbound,
                    media: media(message.channel),
                    remote,
                    local,
                    at: message.at,
                    text: text(message),
                    content: Vec::new(),
                    fate: Fate::Arrives,
                    read: None,
                    receipts: Vec::new(),
                };
                interactions.record(number, trace);
            }
            interactions.join(key, message.at);
            was_touched
        };
        if was_touched {
            self.resume(key);
        }
    }

    /// The guest saw a message.
    pub(crate) fn note_read(&self, message_id: &str) {
        let number = self.ids.read(Kind::Message, message_id);
        let mut interactions = lock(&self.interactions);
        if let Some(trace) = number.and_then(|number| interactions.trace_mut(number)) {
            trace.read.get_or_insert_with(Timestamp::now);
        }
    }

    /// A customer who answers in their last chat is in it again.
    fn resume(&self, key: Key) {
        let customer = match key {
            Key::Talk(key) => self.people.talk(key).map(|talk| talk.customer),
            Key::Started(number) => lock(&self.conversations)
                .started(number)
                .map(|started| started.customer),
            Key::Own(_) => None,
        };
        let Some(customer) = customer.map(|index| self.people.customer(index)) else {
            return;
        };
        let id = key.id(self);
        let mut conversations = lock(&self.conversations);
        let current = conversations.current(&customer);
        if current.id == id && !current.is_active() {
            conversations.resume(&customer);
        }
    }
}

fn media(channel: Channel) -> Media {
    match channel {
        Channel::Messaging => Media::Message(MessageType::WebMessaging),
        Channel::Email => Media::Email,
        Channel::Sms => Media::Message(MessageType::Sms),
        Channel::Open => Media::Message(MessageType::Open),
        Channel::WhatsApp => Media::Message(MessageType::WhatsApp),
        Channel::Apple => Media::Message(MessageType::Apple),
    }
}

fn text(message: &Message) -> String {
    let text = message
        .content
        .get("text")
        .or_else(|| message.content.get("body"));
    text.and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
