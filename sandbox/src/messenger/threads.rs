//! Messages by guest, in their order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::Operation;
use crate::clock::Timestamp;

/// Whose messenger a message shows up in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Thread {
    /// A customer of the population.
    Customer(u32),
    /// An address of nobody in the population, in lower case.
    Address(String),
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Author {
    Business,
    Guest,
}

/// How a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Channel {
    /// Web messaging; in the guides' dialect also open messaging, which it does not tell apart.
    Messaging,
    Email,
    Sms,
    Open,
    WhatsApp,
    Apple,
}

/// The two ends of a message of the published API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    /// The organization's: a deployment's or an integration's id, a number, a mailbox.
    pub(crate) local: String,
    /// The customer's, as the channel addresses them.
    pub(crate) remote: String,
}

impl Channel {
    /// Whether a web messenger shows it.
    pub(crate) fn is_web(self) -> bool {
        self == Self::Messaging
    }
}

/// One message as the messenger shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) author: Author,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sender: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<Operation>,
    pub(crate) channel: Channel,
    pub(crate) conversation_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contact_id: Option<String>,
    pub(crate) at: Timestamp,
    /// What a structured message holds, or `text`, `html` or `email` alike.
    pub(crate) content: Value,
    /// The message whose choice was tapped, and what it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) in_reply_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
    /// The guides' dialect does not say.
    #[serde(skip)]
    pub(crate) route: Option<Route>,
}

impl Message {
    /// The open messaging integration and its guest, for a message between them.
    pub(crate) fn open_route(&self) -> Option<(&str, &str)> {
        let route = self
            .route
            .as_ref()
            .filter(|_| self.channel == Channel::Open)?;
        Some((&route.local, &route.remote))
    }
}

/// All messages since the start or the last reset.
#[derive(Debug, Default)]
pub(crate) struct Threads {
    messages: BTreeMap<u32, (Thread, Arc<Message>)>,
    by_thread: HashMap<Thread, BTreeSet<u32>>,
    read_up_to: HashMap<Thread, u32>,
    next: u32,
    resets: u32,
}

impl Threads {
    /// A number for the next message; [`Threads::add`] takes it.
    pub(crate) fn reserve(&mut self) -> u32 {
        self.next = self.next.saturating_add(1);
        self.next
    }

    pub(crate) fn add(&mut self, number: u32, thread: Thread, message: Arc<Message>) {
        self.by_thread
            .entry(thread.clone())
            .or_default()
            .insert(number);
        self.messages.insert(number, (thread, message));
    }

    /// The number that was given out last.
    pub(crate) fn newest_number(&self) -> u32 {
        self.next
    }

    pub(crate) fn message(&self, number: u32) -> Option<&(Thread, Arc<Message>)> {
        self.messages.get(&number)
    }

    /// The messages of a thread after that number.
    pub(crate) fn after(&self, thread: &Thread, number: u32) -> Vec<(u32, Arc<Message>)> {
        let numbers = self
            .by_thread
            .get(thread)
            .map(|all| all.range(number.saturating_add(1)..));
        let found = numbers.into_iter().flatten().filter_map(|number| {
            self.messages
                .get(number)
                .map(|(_, message)| (*number, Arc::clone(message)))
        });
        found.collect()
    }

    /// The newest thread first, with its last message.
    pub(crate) fn newest(&self, limit: usize) -> Vec<(Thread, Arc<Message>)> {
        let mut latest: Vec<_> = self
            .by_thread
            .iter()
            .filter_map(|(thread, numbers)| numbers.last().map(|last| (*last, thread)))
            .collect();
        latest.sort_unstable_by_key(|(number, _)| Reverse(*number));
        latest.truncate(limit);
        let show = |(number, thread): (u32, &Thread)| {
            self.messages
                .get(&number)
                .map(|(_, message)| (thread.clone(), Arc::clone(message)))
        };
        latest.into_iter().filter_map(show).collect()
    }

    /// Marks the thread as read up to that number; the business' messages this was news for.
    pub(crate) fn read(&mut self, thread: &Thread, up_to: u32) -> Vec<Arc<Message>> {
        let before = self.read_up_to.get(thread).copied().unwrap_or(0);
        if up_to <= before {
            return Vec::new();
        }
        self.read_up_to.insert(thread.clone(), up_to);
        let new = self.after(thread, before).into_iter();
        new.filter(|(number, message)| *number <= up_to && message.author == Author::Business)
            .map(|(_, message)| message)
            .collect()
    }

    /// Forgets every message; numbers go on, so that open pages notice nothing odd.
    pub(crate) fn clear(&mut self) {
        let (next, resets) = (self.next, self.resets.wrapping_add(1));
        *self = Self {
            next,
            resets,
            ..Self::default()
        };
    }

    /// How often everything was forgotten.
    pub(crate) fn resets(&self) -> u32 {
        self.resets
    }
}
