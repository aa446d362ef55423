//! What can be asked of a portrait.

use std::borrow::Cow;

use super::{Direction, Key, Participant, Portrait, Purpose, Session};
use crate::cloud::Cloud;

impl Portrait {
    /// The conversation's id.
    pub(crate) fn id(&self, cloud: &Cloud) -> String {
        match self.key {
            Key::Talk(key) => cloud
                .people
                .talk(key)
                .map(|talk| cloud.people.talk_id(&talk))
                .unwrap_or_default(),
        }
    }

    /// Who began, as `conversationInitiator` says it.
    pub(crate) fn initiator(&self) -> &'static str {
        match self.originating {
            Direction::Inbound => "customer",
            Direction::Outbound => "api",
        }
    }

    /// Every session with its participant.
    pub(crate) fn segments(&self) -> impl Iterator<Item = (&Participant, &Session)> {
        self.participants
            .iter()
            .flat_map(|participant| participant.sessions.iter().map(move |s| (participant, s)))
    }

    /// Whether the customer said anything.
    pub(crate) fn customer_took_part(&self) -> bool {
        self.segments().any(|(participant, session)| {
            participant.purpose == Purpose::Customer
                && session.direction == Direction::Inbound
                && session.messages > 0
        })
    }
}

impl Session {
    /// Where its messages come from, as far as known.
    pub(crate) fn address_from<'a>(&'a self, cloud: &'a Cloud) -> Option<Cow<'a, str>> {
        match self.direction {
            Direction::Inbound => self.remote.write(cloud, self.media),
            Direction::Outbound => Some(Cow::Borrowed(&self.local)),
        }
    }

    /// Where its messages go, as far as known.
    pub(crate) fn address_to<'a>(&'a self, cloud: &'a Cloud) -> Option<Cow<'a, str>> {
        match self.direction {
            Direction::Inbound => Some(Cow::Borrowed(&self.local)),
            Direction::Outbound => self.remote.write(cloud, self.media),
        }
    }
}
