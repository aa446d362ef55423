//! A conversation as the platform knows it, before it is written down in one of its forms.

mod ask;
mod live;
mod names;
mod now;
mod population;

use std::borrow::Cow;

use serde::Serialize;

pub(crate) use names::{Name, Remote};

use crate::clock::Timestamp;
use crate::population::TalkKey;

/// One conversation with everybody in it.
#[derive(Clone, Debug)]
pub(crate) struct Portrait {
    pub(crate) key: Key,
    pub(crate) start: Timestamp,
    /// `None` while it goes on.
    pub(crate) end: Option<Timestamp>,
    pub(crate) originating: Direction,
    /// The customer of the population, if it is one.
    pub(crate) customer: Option<u32>,
    /// The customer first.
    pub(crate) participants: Vec<Participant>,
}

/// Names a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    /// One of the population's histories.
    Talk(TalkKey),
    /// A web chat that began since, by its number among those.
    Started(u32),
    /// One that a send, or a guest of open messaging, opened.
    Own(u32),
}

/// Somebody in a conversation, with all of their sessions.
#[derive(Clone, Debug)]
pub(crate) struct Participant {
    pub(crate) id: Name,
    pub(crate) purpose: Purpose,
    pub(crate) sessions: Vec<Session>,
}

/// To the conversations calls a communication, to analytics a session of one segment.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: Name,
    pub(crate) media: Media,
    pub(crate) direction: Direction,
    pub(crate) start: Timestamp,
    pub(crate) end: Option<Timestamp>,
    pub(crate) disconnect: Disconnect,
    /// The customer's side.
    pub(crate) remote: Remote,
    /// The organization's side: deployment, integration, number or mailbox.
    pub(crate) local: Cow<'static, str>,
    pub(crate) delivery: Option<DeliveryStatus>,
    /// The guest cleared the conversation.
    pub(crate) cleared: bool,
    pub(crate) messages: u32,
}

/// What somebody is in a conversation for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Purpose {
    Customer,
    Agent,
    Acd,
    Botflow,
    Api,
}

/// Who began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Direction {
    Inbound,
    Outbound,
}

/// What a session is carried by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Media {
    Voice,
    Email,
    Message(MessageType),
}

/// A messenger type, as `toAddressMessengerType` and `messageType` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MessageType {
    Sms,
    Open,
    WebMessaging,
    WhatsApp,
    Apple,
}

/// How a session ended, as analytics spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Disconnect {
    Client,
    Peer,
    System,
}

/// What became of a message, as analytics spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum DeliveryStatus {
    Sent,
    Published,
    DeliverySuccess,
    DeliveryFailed,
    Failed,
    Read,
    Received,
}

impl Purpose {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Acd => "acd",
            Self::Botflow => "botflow",
            Self::Api => "api",
        }
    }
}

impl Direction {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

impl Media {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Email => "email",
            Self::Message(_) => "message",
        }
    }

    pub(crate) const fn message_type(self) -> Option<MessageType> {
        match self {
            Self::Message(message_type) => Some(message_type),
            Self::Voice | Self::Email => None,
        }
    }
}

impl MessageType {
    pub(crate) const ALL: [Self; 5] = [
        Self::Sms,
        Self::Open,
        Self::WebMessaging,
        Self::WhatsApp,
        Self::Apple,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Open => "open",
            Self::WebMessaging => "webmessaging",
            Self::WhatsApp => "whatsapp",
            Self::Apple => "apple",
        }
    }
}

impl Disconnect {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Peer => "peer",
            Self::System => "system",
        }
    }
}

impl DeliveryStatus {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "Sent",
            Self::Published => "Published",
            Self::DeliverySuccess => "DeliverySuccess",
            Self::DeliveryFailed => "DeliveryFailed",
            Self::Failed => "Failed",
            Self::Read => "Read",
            Self::Received => "Received",
        }
    }
}
