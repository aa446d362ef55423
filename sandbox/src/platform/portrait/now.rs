//! Conversations as they are at this moment.

use super::{Key, Portrait};
use crate::cloud::{Cloud, lock};
use crate::ids::Kind;
use crate::population::Talk;

impl Key {
    /// The conversation of that id.
    pub(crate) fn find(cloud: &Cloud, id: &str) -> Option<Self> {
        if let Some(talk) = cloud.people.find_talk(id) {
            return Some(Self::Talk(talk.key));
        }
        if let Some(number) = cloud.ids.read(Kind::StartedConversation, id) {
            lock(&cloud.conversations).started(number)?;
            return Some(Self::Started(number));
        }
        let key = Self::Own(cloud.ids.read(Kind::OwnConversation, id)?);
        lock(&cloud.interactions).own(key)?;
        Some(key)
    }

    /// Its id.
    pub(crate) fn id(self, cloud: &Cloud) -> String {
        match self {
            Self::Talk(key) => cloud
                .people
                .talk(key)
                .map(|talk| cloud.people.talk_id(&talk))
                .unwrap_or_default(),
            Self::Started(number) => cloud.ids.make(Kind::StartedConversation, number),
            Self::Own(number) => cloud.ids.make(Kind::OwnConversation, number),
        }
    }
}

impl Portrait {
    /// The conversation of that id.
    pub(crate) fn find(cloud: &Cloud, id: &str) -> Option<Self> {
        Self::now(cloud, Key::find(cloud, id)?)
    }

    /// The conversation of that key, with all that was said in it since.
    pub(crate) fn now(cloud: &Cloud, key: Key) -> Option<Self> {
        let mut portrait = match key {
            Key::Talk(key) => Self::talk_now(cloud, &cloud.people.talk(key)?),
            Key::Started(number) => Self::started(cloud, number)?,
            Key::Own(_) => Self::own(cloud, key)?,
        };
        portrait.add_messages(cloud);
        Some(portrait)
    }

    /// The customer's latest chat may have ended, or been taken up again, since the histories did.
    fn talk_now(cloud: &Cloud, talk: &Talk) -> Self {
        let made = cloud.people.talk_status(talk);
        if cloud.people.latest(talk.customer) != talk.key {
            return Self::standing(cloud, talk, made);
        }
        let customer = cloud.people.customer(talk.customer);
        let (current, ended) = {
            let conversations = lock(&cloud.conversations);
            let ended = conversations.ended_at(talk.customer);
            (conversations.current(&customer), ended)
        };
        let status = if current.id == customer.conversation_id {
            current.status
        } else if ended.is_some() {
            crate::population::ConversationStatus::Closed
        } else {
            made
        };
        let mut portrait = Self::standing(cloud, talk, status);
        if let (Some(ended), true) = (ended, portrait.end.is_some()) {
            portrait.end_at(ended);
        }
        portrait
    }
}
