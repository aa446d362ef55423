//! Conversations since the histories ended, and what was said in older ones.

use std::borrow::Cow;

use super::{
    Direction, Disconnect, Key, Media, MessageType, Name, Participant, Portrait, Purpose, Remote,
    Session,
};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::messenger::Thread;
use crate::platform::directory::WEB_SHOP;
use crate::platform::interactions::Own;

impl Portrait {
    /// A web chat that began since.
    pub(super) fn started(cloud: &Cloud, number: u32) -> Option<Self> {
        let started = lock(&cloud.conversations).started(number)?;
        let key = Key::Started(number);
        let customer = Session {
            id: Name::communication(key, 0),
            media: Media::Message(MessageType::WebMessaging),
            direction: Direction::Inbound,
            start: started.at,
            end: started.ended,
            disconnect: Disconnect::Client,
            remote: Remote::Customer(started.customer),
            local: Cow::Borrowed(WEB_SHOP),
            delivery: None,
            cleared: false,
            messages: 1,
        };
        let agent = Session {
            id: Name::communication(key, 1),
            disconnect: Disconnect::Peer,
            ..customer.clone()
        };
        Some(Self {
            key,
            start: started.at,
            end: started.ended,
            originating: Direction::Inbound,
            customer: Some(started.customer),
            participants: vec![
                Participant::new(key, 0, Purpose::Customer, vec![customer]),
                Participant::new(key, 1, Purpose::Agent, vec![agent]),
            ],
        })
    }

    /// A conversation that was opened by a send or by a guest of open messaging.
    pub(super) fn own(cloud: &Cloud, key: Key) -> Option<Self> {
        let interactions = lock(&cloud.interactions);
        let own = interactions.own(key)?;
        let end = if own.is_live() {
            None
        } else {
            Some(interactions.last_moment(key, own))
        };
        let customer = own.customer_session(key, end);
        let mut participants = Vec::with_capacity(3);
        if let Some(joined) = own.joined {
            let answering = Session {
                id: Name::communication(key, 1),
                start: joined,
                direction: Direction::Inbound,
                ..customer.clone()
            };
            let bot = Participant::new(key, 1, Purpose::Botflow, vec![answering]);
            participants.push(bot);
        }
        participants.insert(
            0,
            Participant::new(key, 0, Purpose::Customer, vec![customer]),
        );
        Some(Self {
            key,
            start: own.start,
            end,
            originating: own.originating,
            customer: match own.thread {
                Thread::Customer(index) => Some(index),
                Thread::Address(_) => None,
            },
            participants,
        })
    }

    /// Adds what was said in it since, each message out as a session of its own.
    pub(super) fn add_messages(&mut self, cloud: &Cloud) {
        let now = Timestamp::now();
        let interactions = lock(&cloud.interactions);
        let mut sent = Vec::new();
        let mut heard = 0;
        for number in interactions.messages(self.key) {
            let Some(trace) = interactions.trace(*number) else {
                continue;
            };
            if trace.direction == Direction::Inbound {
                heard += 1;
                continue;
            }
            sent.push(Session {
                id: Name::of_message(*number),
                media: trace.media,
                direction: Direction::Outbound,
                start: trace.at,
                end: Some(trace.at),
                disconnect: Disconnect::System,
                remote: Remote::Address(trace.remote.as_str().into()),
                local: Cow::Owned(trace.local.clone()),
                delivery: Some(trace.status(now).as_analytics()),
                cleared: false,
                messages: 1,
            });
        }
        if let Some(customer) = self.customer_session_mut() {
            customer.messages += heard;
            if customer.direction == Direction::Outbound {
                customer.delivery = sent.last().and_then(|last| last.delivery);
            }
        }
        if !sent.is_empty() {
            let api = Participant::new(self.key, 2, Purpose::Api, sent);
            self.participants.push(api);
        }
    }

    /// Ends it, and with it everybody's session that goes on.
    pub(super) fn end_at(&mut self, end: Timestamp) {
        self.end = Some(end);
        for participant in &mut self.participants {
            for session in &mut participant.sessions {
                session.end = Some(end);
            }
        }
    }

    fn customer_session_mut(&mut self) -> Option<&mut Session> {
        self.participants
            .iter_mut()
            .find(|participant| participant.purpose == Purpose::Customer)?
            .sessions
            .first_mut()
    }
}

impl Participant {
    pub(super) fn new(key: Key, place: u32, purpose: Purpose, sessions: Vec<Session>) -> Self {
        Self {
            id: Name::participant(key, place),
            purpose,
            sessions,
        }
    }
}

impl Own {
    /// The customer's side: out to them until they answer.
    fn customer_session(&self, key: Key, end: Option<Timestamp>) -> Session {
        let direction = match self.joined {
            Some(_) => Direction::Inbound,
            None => Direction::Outbound,
        };
        Session {
            id: Name::communication(key, 0),
            media: self.media,
            direction,
            start: self.start,
            end,
            disconnect: self.left.map_or(Disconnect::System, |(_, how)| how),
            remote: Remote::Address(self.remote.as_str().into()),
            local: Cow::Owned(self.local.clone()),
            delivery: None,
            cleared: false,
            messages: 0,
        }
    }
}
