//! The conversations that a customer's sessions are to the platform.

use super::address::FIRST;
use super::{Channel, ConversationStatus, Population, Trait};
use crate::clock::{DAY_MILLIS, Timestamp};
use crate::ids::Kind;

/// Names one conversation of the population: its customer and one of eight places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TalkKey(u32);

/// One conversation as the population made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Talk {
    pub(crate) key: TalkKey,
    pub(crate) customer: u32,
    pub(crate) channel: Channel,
    pub(crate) start: Timestamp,
    rank: Rank,
}

/// Where a web chat stands among those of its customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Latest,
    Previous,
    Earlier,
}

/// Who talks to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Companion {
    /// An agent.
    Agent,
    /// Nobody yet: the customer waits in a queue.
    Queue,
    /// A bot, whose session a bot connector can write into.
    Bot,
}

impl TalkKey {
    pub(super) fn new(customer: u32, place: u32) -> Self {
        Self(customer.wrapping_mul(PLACES).wrapping_add(place))
    }

    /// A number of its own among all conversations of the population.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn from_number(number: u32) -> Self {
        Self(number)
    }

    pub(super) fn customer(self) -> u32 {
        self.0 / PLACES
    }

    pub(super) fn place(self) -> u32 {
        self.0 % PLACES
    }
}

impl Population {
    /// The conversation of that key, if the customer had it.
    pub(crate) fn talk(&self, key: TalkKey) -> Option<Talk> {
        let customer = key.customer();
        if customer >= self.size {
            return None;
        }
        let (channel, start) = match key.place() {
            LATEST | PREVIOUS => (Channel::Webchat, self.before_histories(key)),
            place if place < self.session_count(customer) => {
                let session = self.session(customer, place);
                (session.channel, session.at)
            }
            _ => return None,
        };
        let rank = if self.latest(customer) == key {
            Rank::Latest
        } else if self.previous(customer) == key {
            Rank::Previous
        } else {
            Rank::Earlier
        };
        Some(Talk {
            key,
            customer,
            channel,
            start,
            rank,
        })
    }

    /// The conversation of that id.
    pub(crate) fn find_talk(&self, id: &str) -> Option<Talk> {
        let key = if let Some(index) = self.find(Kind::Conversation, id) {
            self.latest(index)
        } else if let Some(index) = self.find(Kind::PreviousConversation, id) {
            self.previous(index)
        } else {
            TalkKey::from_number(self.ids.read(Kind::EarlierConversation, id)?)
        };
        self.talk(key).filter(|talk| self.talk_id(talk) == id)
    }

    pub(crate) fn talk_id(&self, talk: &Talk) -> String {
        match talk.rank {
            Rank::Latest => self.ids.make(Kind::Conversation, talk.customer),
            Rank::Previous => self.ids.make(Kind::PreviousConversation, talk.customer),
            Rank::Earlier => self.ids.make(Kind::EarlierConversation, talk.key.number()),
        }
    }

    /// The customer's newest web chat; it lies before the histories for those who had none since.
    pub(crate) fn latest(&self, customer: u32) -> TalkKey {
        let newest = self
            .chats(customer)
            .max_by_key(|session| (session.at, session.number));
        TalkKey::new(customer, newest.map_or(LATEST, |session| session.number))
    }

    fn previous(&self, customer: u32) -> TalkKey {
        let latest = self.latest(customer).place();
        let before = self
            .chats(customer)
            .filter(|session| session.number != latest)
            .max_by_key(|session| (session.at, session.number));
        TalkKey::new(customer, before.map_or(PREVIOUS, |session| session.number))
    }

    fn chats(&self, customer: u32) -> impl Iterator<Item = super::sessions::Session> + '_ {
        self.sessions(customer)
            .filter(|session| session.channel == Channel::Webchat)
    }

    /// The contact that identity resolution linked to it; none for the anonymous. Where a contact
    /// was merged, only the latest conversation names the one it was merged into.
    pub(crate) fn contact_in(&self, talk: &Talk) -> Option<String> {
        if self.is_anonymous(talk.customer) {
            return None;
        }
        let first = self.first_contact_id(talk.customer)?;
        if talk.rank == Rank::Latest {
            return self.living_contact_id(talk.customer).or(Some(first));
        }
        Some(first)
    }

    /// One guest in fifty cleared the conversation: the web messenger cannot reach them.
    pub(crate) fn has_cleared(&self, index: u32) -> bool {
        index >= FIRST && self.roll(index, Trait::Cleared, 50) == 0
    }

    /// How it stood when the histories end.
    pub(crate) fn talk_status(&self, talk: &Talk) -> ConversationStatus {
        match talk.rank {
            Rank::Latest => self.conversation_status(talk.customer),
            Rank::Previous => self.previous_status(talk.customer),
            Rank::Earlier => ConversationStatus::Closed,
        }
    }

    /// How long it lasts if it ends: 1 to [`TALK_MINUTES`] minutes.
    pub(crate) fn talk_millis(&self, talk: &Talk) -> i64 {
        let roll = self.roll(talk.key.number(), Trait::Duration, 39 * 60_000);
        60_000 + i64::try_from(roll).unwrap_or(0)
    }

    /// Who the customer talks to.
    pub(crate) fn companion(&self, talk: &Talk) -> Companion {
        if self.talk_status(talk) == ConversationStatus::Abandoned {
            return Companion::Queue;
        }
        match self.roll(talk.key.number(), Trait::Companion, 10) {
            _ if talk.rank == Rank::Latest && talk.customer == 0 => Companion::Agent,
            _ if talk.rank == Rank::Latest && talk.customer == 1 => Companion::Bot,
            _ if talk.channel != Channel::Webchat => Companion::Agent,
            0..4 => Companion::Bot,
            _ => Companion::Agent,
        }
    }

    /// A moment before the first session anybody has.
    fn before_histories(&self, key: TalkKey) -> Timestamp {
        let days = if key.place() == LATEST { 125 } else { 155 };
        let jitter = self.roll(
            key.number(),
            Trait::Duration,
            20 * DAY_MILLIS.unsigned_abs(),
        );
        self.as_of
            .minus_millis(days * DAY_MILLIS + i64::try_from(jitter).unwrap_or(0))
    }
}

/// The longest conversation of the population, in minutes.
pub(crate) const TALK_MINUTES: i64 = 40;
const PLACES: u32 = 8;
const LATEST: u32 = 7;
const PREVIOUS: u32 = 6;
