//! Web chats: those of the population, and what has changed since.

use std::collections::HashMap;

use crate::ids::{Ids, Kind};
use crate::population::{ConversationStatus, Customer, Population};

/// The changes to the population's web chats; untouched customers cost nothing.
#[derive(Debug, Default)]
pub(crate) struct Conversations {
    current: HashMap<u32, Current>,
    owners: Vec<u32>,
}

/// A customer's web chat of this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Current {
    pub(crate) id: String,
    pub(crate) status: ConversationStatus,
    /// The last chat before it.
    pub(crate) previous_id: String,
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
            })
    }

    /// A new chat for the customer; the one before is over.
    pub(crate) fn start(&mut self, ids: &Ids, customer: &Customer) -> Current {
        let before = self.current(customer);
        let number = u32::try_from(self.owners.len()).unwrap_or(u32::MAX);
        self.owners.push(customer.index);
        let started = Current {
            id: ids.make(Kind::StartedConversation, number),
            status: ConversationStatus::Active,
            previous_id: before.id,
        };
        self.current.insert(customer.index, started.clone());
        started
    }

    /// Ends the customer's chat of this moment.
    pub(crate) fn end(&mut self, customer: &Customer) -> Current {
        let ended = Current {
            status: ConversationStatus::Closed,
            ..self.current(customer)
        };
        self.current.insert(customer.index, ended.clone());
        ended
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
            self.owners.get(number).copied()
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
