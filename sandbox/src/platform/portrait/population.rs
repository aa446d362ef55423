//! The population's conversations.

use std::borrow::Cow;

use super::{Direction, Disconnect, Key, Media, MessageType, Name, Participant, Portrait, Purpose};
use super::{Remote, Session};
use crate::cloud::Cloud;
use crate::platform::directory::{KIOSK, SMS_LOCAL, WEB_SHOP};
use crate::population::{Channel, Companion, ConversationStatus, Talk};

impl Portrait {
    /// A conversation of the population as its histories leave it.
    pub(crate) fn of_talk(cloud: &Cloud, talk: &Talk) -> Self {
        Self::standing(cloud, talk, cloud.people.talk_status(talk))
    }

    /// A conversation of the population that stands so.
    pub(crate) fn standing(cloud: &Cloud, talk: &Talk, status: ConversationStatus) -> Self {
        let people = &cloud.people;
        let lasts = people.talk_millis(talk);
        let customer = Session {
            cleared: people.has_cleared(talk.customer) && people.latest(talk.customer) == talk.key,
            ..customer_session(cloud, talk, status)
        };
        let answering = Session {
            id: Name::communication(Key::Talk(talk.key), 1),
            // The other side comes in a few seconds after the customer.
            start: talk.start.plus_millis((lasts / 4).min(20_000)),
            disconnect: Disconnect::Peer,
            ..customer.clone()
        };
        let purpose = match people.companion(talk) {
            Companion::Agent => Purpose::Agent,
            Companion::Queue => Purpose::Acd,
            Companion::Bot => Purpose::Botflow,
        };
        let key = Key::Talk(talk.key);
        Self {
            key,
            start: talk.start,
            end: customer.end,
            originating: Direction::Inbound,
            customer: Some(talk.customer),
            participants: vec![
                Participant::new(key, 0, Purpose::Customer, vec![customer]),
                Participant::new(key, 1, purpose, vec![answering]),
            ],
        }
    }
}

fn customer_session(cloud: &Cloud, talk: &Talk, status: ConversationStatus) -> Session {
    let lasts = cloud.people.talk_millis(talk);
    // Guests of the kiosk have no contact: it does not resolve identities.
    let deployment = if cloud.people.has_contact(talk.customer) {
        WEB_SHOP
    } else {
        KIOSK
    };
    let (media, local) = match talk.channel {
        Channel::Webchat => (Media::Message(MessageType::WebMessaging), deployment),
        Channel::Email => (Media::Email, "service@mail.sandbox.example"),
        Channel::Voice => (Media::Voice, SMS_LOCAL),
    };
    Session {
        id: Name::communication(Key::Talk(talk.key), 0),
        media,
        direction: Direction::Inbound,
        start: talk.start,
        end: (status != ConversationStatus::Active).then(|| talk.start.plus_millis(lasts)),
        disconnect: if status == ConversationStatus::Abandoned {
            Disconnect::Client
        } else {
            Disconnect::Peer
        },
        remote: Remote::Customer(talk.customer),
        local: Cow::Borrowed(local),
        delivery: None,
        cleared: false,
        messages: u32::try_from(lasts % 7 + 1).unwrap_or(1),
    }
}
