//! What can be asked of a portrait.

use std::borrow::Cow;

use super::{Direction, Key, Media, Name, Participant, Portrait, Purpose, Session};
use crate::cloud::Cloud;

/// Who talks to the customer right now.
#[derive(Debug)]
pub(crate) struct OtherSide {
    pub(crate) communication_id: String,
    /// The session of a bot.
    pub(crate) bot_session_id: Option<String>,
}

impl Portrait {
    /// Agent, queue or bot, if somebody is there.
    pub(crate) fn other_side(&self, cloud: &Cloud) -> Option<OtherSide> {
        let is_there =
            |purpose| matches!(purpose, Purpose::Agent | Purpose::Acd | Purpose::Botflow);
        let (participant, session) = self
            .segments()
            .find(|(one, session)| is_there(one.purpose) && session.end.is_none())?;
        let is_bot = participant.purpose == Purpose::Botflow;
        Some(OtherSide {
            communication_id: session.id.write(cloud),
            bot_session_id: is_bot.then(|| Name::bot_session(self.key).write(cloud)),
        })
    }

    /// The conversation's id.
    pub(crate) fn id(&self, cloud: &Cloud) -> String {
        self.key.id(cloud)
    }

    /// The external contact it is linked to.
    pub(crate) fn contact_id(&self, cloud: &Cloud) -> Option<String> {
        match self.key {
            Key::Talk(key) => cloud.people.contact_in(&cloud.people.talk(key)?),
            Key::Started(_) | Key::Own(_) => {
                let customer = self.customer?;
                if cloud.people.is_anonymous(customer) {
                    return None;
                }
                let living = cloud.people.living_contact_id(customer);
                living.or_else(|| cloud.people.first_contact_id(customer))
            }
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

    /// Whether any of it was carried so.
    pub(crate) fn is_of(&self, test: impl Fn(Media) -> bool) -> bool {
        self.segments().any(|(_, session)| test(session.media))
    }

    /// Whether somebody of that purpose is in it right now.
    pub(crate) fn is_with(&self, purpose: Purpose) -> bool {
        self.segments()
            .any(|(participant, session)| participant.purpose == purpose && session.end.is_none())
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
