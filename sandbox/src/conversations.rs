//! Web chats: those of the population, and what has changed since.

use std::collections::HashMap;

use crate::clock::Timestamp;
use crate::ids::{Ids, Kind};
use crate::population::{ConversationStatus, Customer, Population};

/// The changes to the population's web chats; untouched customers cost nothing.
#[derive(Debug, Default)]
pub(crate) struct Conversations {
    current: HashMap<u32, Current>,
    started: Vec<Started>,
    /// When chats of the population ended since the histories did.
    ended: HashMap<u32, Timestamp>,
}

/// A chat that began since the histories ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Started {
    pub(crate) customer: u32,
    pub(crate) at: Timestamp,
    pub(crate) ended: Option<Timestamp>,
}

/// A customer's web chat of this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Current {
    pub(crate) id: String,
    pub(crate) status: ConversationStatus,
    /// The last chat before it.
    pub(crate) previous_id: String,
    /// Its number among the chats that began since, if it is one.
    started: Option<u32>,
}

/// One web chat, found by its id.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) customer: u32,
    pub(crate) status: ConversationStatus,
}

impl Current {
    pub(crate) fn is_active(&self) -> bool {
        self.status == ConversationStatus::Active
    }
}

impl Conversations {
    pub(crate) fn current(&self, customer: &Customer) -> Current {
        self.current
            .get(&customer.index)
            .cloned()
            .unwrap_or_else(|| Current {
                id: customer.conversation_id.clone(),
                status: customer.conversation_status,
                previous_id: customer.previous_conversation_id.clone(),
                started: None,
            })
    }

    /// A new chat for the customer; the one before is over.
    pub(crate) fn start(&mut self, ids: &Ids, customer: &Customer) -> Current {
        let before = self.current(customer);
        self.note_end(customer.index, &before);
        let number = u32::try_from(self.started.len()).unwrap_or(u32::MAX);
        self.started.push(Started {
            customer: customer.index,
            at: Timestamp::now(),
            ended: None,
        });
        let started = Current {
            id: ids.make(Kind::StartedConversation, number),
            status: ConversationStatus::Active,
            previous_id: before.id,
            started: Some(number),
        };
        self.current.insert(customer.index, started.clone());
        started
    }

    /// Ends the customer's chat of this moment.
    pub(crate) fn end(&mut self, customer: &Customer) -> Current {
        let before = self.current(customer);
        self.note_end(customer.index, &before);
        let ended = Current {
            status: ConversationStatus::Closed,
            ..before
        };
        self.current.insert(customer.index, ended.clone());
        ended
    }

    /// The customer of a closed chat writes in it again.
    pub(crate) fn resume(&mut self, customer: &Customer) {
        let current = Current {
            status: ConversationStatus::Active,
            ..self.current(customer)
        };
        self.ended.remove(&customer.index);
        if let Some(started) = current.started.and_then(|number| self.started_mut(number)) {
            started.ended = None;
        }
        self.current.insert(customer.index, current);
    }

    /// The chat of that number among those that began since.
    pub(crate) fn started(&self, number: u32) -> Option<Started> {
        self.started.get(usize::try_from(number).ok()?).copied()
    }

    /// The numbers of the chats that began from one moment to another.
    pub(crate) fn started_between(&self, from: Timestamp, to: Timestamp) -> Vec<u32> {
        let first = self.started.partition_point(|started| started.at < from);
        let end = self.started.partition_point(|started| started.at < to);
        (first..end)
            .filter_map(|number| u32::try_from(number).ok())
            .collect()
    }

    /// The customers whose chat is not what the population made it.
    pub(crate) fn changed(&self) -> Vec<u32> {
        self.current.keys().copied().collect()
    }

    /// When the customer's chat of the population ended, if that was since.
    pub(crate) fn ended_at(&self, customer: u32) -> Option<Timestamp> {
        self.ended.get(&customer).copied()
    }

    fn note_end(&mut self, customer: u32, before: &Current) {
        if !before.is_active() {
            return;
        }
        let now = Timestamp::now();
        let started = before.started.and_then(|number| self.started_mut(number));
        if let Some(started) = started {
            started.ended = Some(now);
        } else {
            self.ended.insert(customer, now);
        }
    }

    fn started_mut(&mut self, number: u32) -> Option<&mut Started> {
        self.started.get_mut(usize::try_from(number).ok()?)
    }

    /// The chat of that id, whoever's and whenever it was.
    pub(crate) fn find(&self, ids: &Ids, people: &Population, id: &str) -> Option<Conversation> {
        if let Some(index) = people.find(Kind::PreviousConversation, id) {
            let status = people.customer(index).previous_status;
            return Some(Conversation {
                customer: index,
                status,
            });
        }
        let index = people.find(Kind::Conversation, id).or_else(|| {
            let number = usize::try_from(ids.read(Kind::StartedConversation, id)?).ok()?;
            self.started.get(number).map(|started| started.customer)
        })?;
        let status = match self.current.get(&index) {
            Some(current) if current.id == id => current.status,
            // A newer chat has ended this one.
            Some(_) => match people.conversation_status(index) {
                ConversationStatus::Abandoned if people.find(Kind::Conversation, id).is_some() => {
                    ConversationStatus::Abandoned
                }
                _ => ConversationStatus::Closed,
            },
            None => people.conversation_status(index),
        };
        Some(Conversation {
            customer: index,
            status,
        })
    }
}
