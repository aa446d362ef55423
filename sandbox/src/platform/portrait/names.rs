//! Ids and addresses that are written out only where they are shown: most portraits are counted.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Key, Media};
use crate::cloud::Cloud;
use crate::ids::Kind;

/// The id of a participant or a communication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    kind: Kind,
    number: u32,
}

/// The customer's side of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remote {
    /// A customer of the population, by the address that fits the session.
    Customer(u32),
    /// An address of somebody else.
    Address(Arc<str>),
}

impl Name {
    /// The participant at a place in a conversation.
    pub(crate) fn participant(key: Key, place: u32) -> Self {
        let (kind, conversation) = match key {
            Key::Talk(key) => (Kind::Participant, key.number()),
            Key::Started(number) => (Kind::StartedParticipant, number),
            Key::Own(number) => (Kind::OwnParticipant, number),
        };
        Self::of(kind, conversation, place)
    }

    /// The communication of the participant at a place.
    pub(crate) fn communication(key: Key, place: u32) -> Self {
        let (kind, conversation) = match key {
            Key::Talk(key) => (Kind::Communication, key.number()),
            Key::Started(number) => (Kind::StartedCommunication, number),
            Key::Own(number) => (Kind::OwnCommunication, number),
        };
        Self::of(kind, conversation, place)
    }

    /// The communication that carried that message out.
    pub(crate) fn of_message(number: u32) -> Self {
        Self {
            kind: Kind::MessageCommunication,
            number,
        }
    }

    /// The bot's session in a conversation.
    pub(crate) fn bot_session(key: Key) -> Self {
        match key {
            Key::Talk(key) => Self {
                kind: Kind::BotSession,
                number: key.number(),
            },
            Key::Started(number) => Self {
                kind: Kind::StartedBotSession,
                number,
            },
            Key::Own(number) => Self {
                kind: Kind::OwnBotSession,
                number,
            },
        }
    }

    fn of(kind: Kind, conversation: u32, place: u32) -> Self {
        let number = conversation.wrapping_mul(SIDES).wrapping_add(place);
        Self { kind, number }
    }

    pub(crate) fn write(self, cloud: &Cloud) -> String {
        cloud.ids.make(self.kind, self.number)
    }
}

impl Remote {
    /// The address on that kind of session; analytics does not have one for everybody.
    pub(crate) fn write(&self, cloud: &Cloud, media: Media) -> Option<Cow<'_, str>> {
        match self {
            Self::Address(address) => Some(Cow::Borrowed(address)),
            Self::Customer(index) => {
                let people = &cloud.people;
                match media {
                    Media::Email => people.email_and_phone(*index).0,
                    Media::Voice => people.email_and_phone(*index).1,
                    // Web guests have an opaque address; of anonymous ones only the cookie is known.
                    Media::Message(_) => {
                        (!people.is_anonymous(*index)).then(|| people.guest_id(*index))
                    }
                }
                .map(Cow::Owned)
            }
        }
    }
}

/// More than the sides of a conversation of the population.
const SIDES: u32 = 4;
