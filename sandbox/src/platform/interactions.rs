//! What has happened since the histories ended: messages, and the conversations they opened.

mod budget;
mod notes;
mod trace;

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use serde_json::{Map, Value};

pub(crate) use trace::{Failure, Fate, Reason, Receipt, Status, Trace};

use super::portrait::{Direction, Disconnect, Key, Media, MessageType};
use crate::clock::{DAY_MILLIS, Timestamp};
use crate::messenger::Thread;
use crate::population::TalkKey;
use budget::Budgets;

/// Everything that calls and guests have done; the populations' histories are not in it.
#[derive(Debug, Default)]
pub(crate) struct Interactions {
    own: Vec<Own>,
    /// How many conversations were opened before the last reset: their ids are not given out again.
    own_before: u32,
    /// The messages of each conversation, by number, in their order.
    messages: BTreeMap<Key, Vec<u32>>,
    traces: HashMap<u32, Trace>,
    /// The last conversation of each person on each kind of channel.
    last: HashMap<(Media, Thread), Key>,
    attributes: BTreeMap<Key, Map<String, Value>>,
    budgets: Budgets,
}

/// A conversation that a send or a guest opened.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub(crate) media: Media,
    pub(crate) thread: Thread,
    /// The customer's address on the channel.
    pub(crate) remote: String,
    /// The organization's: deployment, integration, number or mailbox.
    pub(crate) local: String,
    pub(crate) start: Timestamp,
    pub(crate) originating: Direction,
    pub(crate) subject: Option<String>,
    /// Since when the customer takes part.
    pub(crate) joined: Option<Timestamp>,
    /// When it ended after that.
    pub(crate) left: Option<(Timestamp, Disconnect)>,
}

impl Own {
    /// Whether the customer is in it right now.
    pub(crate) fn is_live(&self) -> bool {
        self.joined.is_some() && self.left.is_none()
    }

    /// The customer whose web messenger it is in.
    pub(crate) fn web_guest(&self) -> Option<u32> {
        match (self.media, &self.thread) {
            (Media::Message(MessageType::WebMessaging), Thread::Customer(index)) => Some(*index),
            _ => None,
        }
    }
}

impl Interactions {
    /// Opens a conversation.
    pub(crate) fn open(&mut self, own: Own) -> Key {
        let number = u32::try_from(self.own.len()).unwrap_or(u32::MAX);
        let key = Key::Own(self.own_before.saturating_add(number));
        self.last.insert((own.media, own.thread.clone()), key);
        self.own.push(own);
        key
    }

    pub(crate) fn own(&self, key: Key) -> Option<&Own> {
        self.own.get(self.place(key)?)
    }

    fn own_mut(&mut self, key: Key) -> Option<&mut Own> {
        let place = self.place(key)?;
        self.own.get_mut(place)
    }

    fn place(&self, key: Key) -> Option<usize> {
        let Key::Own(number) = key else {
            return None;
        };
        usize::try_from(number.checked_sub(self.own_before)?).ok()
    }

    /// The conversations opened from one moment to another.
    pub(crate) fn opened(&self, from: Timestamp, to: Timestamp) -> Vec<Key> {
        let first = self.own.partition_point(|own| own.start < from);
        let end = self.own.partition_point(|own| own.start < to);
        (first..end)
            .filter_map(|place| u32::try_from(place).ok())
            .map(|place| Key::Own(self.own_before.saturating_add(place)))
            .collect()
    }

    /// The conversations of the histories that something was said in since.
    pub(crate) fn touched(&self) -> impl Iterator<Item = TalkKey> + '_ {
        self.messages.keys().filter_map(|key| match key {
            Key::Talk(key) => Some(*key),
            Key::Started(_) | Key::Own(_) => None,
        })
    }

    /// Puts a message into its conversation.
    pub(crate) fn record(&mut self, number: u32, trace: Trace) {
        self.messages.entry(trace.key).or_default().push(number);
        self.traces.insert(number, trace);
    }

    pub(crate) fn messages(&self, key: Key) -> &[u32] {
        self.messages
            .get(&key)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(crate) fn trace(&self, number: u32) -> Option<&Trace> {
        self.traces.get(&number)
    }

    pub(crate) fn trace_mut(&mut self, number: u32) -> Option<&mut Trace> {
        self.traces.get_mut(&number)
    }

    /// The conversation of that person on that channel which a new message belongs to: the live
    /// one, or the last one while it can be threaded.
    pub(crate) fn current(
        &self,
        media: Media,
        thread: &Thread,
        now: Timestamp,
    ) -> Option<(Key, bool)> {
        let key = *self.last.get(&(media, thread.clone()))?;
        let own = self.own(key)?;
        if own.is_live() {
            return Some((key, true));
        }
        let ended = self.last_moment(key, own);
        (now.millis() - ended.millis() < THREADING_MILLIS).then_some((key, false))
    }

    /// When a conversation that is not live ended: with its last message or its last guest.
    pub(crate) fn last_moment(&self, key: Key, own: &Own) -> Timestamp {
        let last = self
            .messages(key)
            .last()
            .and_then(|number| self.trace(*number));
        let said = last.map_or(own.start, |trace| trace.at);
        own.left.map_or(said, |(left, _)| left.max(said))
    }

    /// The customer answers in a conversation that was opened here.
    pub(crate) fn join(&mut self, key: Key, at: Timestamp) {
        if let Some(own) = self.own_mut(key) {
            own.joined.get_or_insert(at);
            own.left = None;
        }
    }

    /// The conversation ends.
    pub(crate) fn leave(&mut self, key: Key, at: Timestamp, how: Disconnect) {
        if let Some(own) = self.own_mut(key)
            && own.is_live()
        {
            own.left = Some((at, how));
        }
    }

    /// What was set on the customer's side of a conversation.
    pub(crate) fn attributes(&self, key: Key) -> Option<&Map<String, Value>> {
        self.attributes.get(&key)
    }

    pub(crate) fn attributes_mut(&mut self, key: Key) -> &mut Map<String, Value> {
        self.attributes.entry(key).or_default()
    }

    /// Whether a sender still has room for one more SMS; if so, it is taken.
    pub(crate) fn takes(&mut self, sender: &str, per_second: u32) -> bool {
        self.budgets.take(sender, per_second, Instant::now())
    }

    /// Forgets everything but how many ids were given out.
    pub(crate) fn clear(&mut self) {
        let given = u32::try_from(self.own.len()).unwrap_or(u32::MAX);
        let own_before = self.own_before.saturating_add(given);
        *self = Self {
            own_before,
            ..Self::default()
        };
    }
}

/// How long a conversation stays open to new messages: the platform's default of 72 hours
/// (`PLATFORM-API` §10.2).
pub(crate) const THREADING_MILLIS: i64 = 3 * DAY_MILLIS;
