//! Guests who came over the web messaging socket and were nobody's before. They are numbered from
//! the population's size on, so that every id of theirs leads back to them as a customer's does.

use std::sync::{PoisonError, RwLock};

use super::{Customer, Population};
use crate::ids::Kind;
use crate::population::ConversationStatus;

/// The visitors of one run, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Visitors(RwLock<Vec<Visitor>>);

/// A guest of nobody's.
#[derive(Clone, Copy, Debug)]
struct Visitor {
    /// Whether the deployment resolves identities: then the platform made an ephemeral contact.
    has_contact: bool,
}

impl Population {
    /// Takes in a guest of nobody's: their number.
    pub(crate) fn admit(&self, has_contact: bool) -> u32 {
        let mut visitors = self
            .visitors
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let number = u32::try_from(visitors.len()).unwrap_or(u32::MAX);
        visitors.push(Visitor { has_contact });
        self.size.saturating_add(number)
    }

    /// Whether that number is a visitor's.
    pub(crate) fn is_visitor(&self, index: u32) -> bool {
        self.visitor(index).is_some()
    }

    /// A visitor as a customer of whom nothing is known.
    pub(super) fn nameless(&self, index: u32) -> Option<Customer> {
        let visitor = self.visitor(index)?;
        let id = |kind| self.ids.make(kind, index);
        Some(Customer {
            index,
            id: id(Kind::Customer),
            is_anonymous: true,
            name: None,
            email: None,
            phone: None,
            address: None,
            contact_id: id(Kind::Contact),
            conversation_id: id(Kind::Conversation),
            conversation_status: ConversationStatus::Closed,
            previous_conversation_id: id(Kind::PreviousConversation),
            previous_status: ConversationStatus::Closed,
            guest_id: id(Kind::Guest),
            agent_id: self.ids.make(Kind::Agent, 0),
            external_contact_id: visitor.has_contact.then(|| id(Kind::ExternalContact)),
        })
    }

    fn visitor(&self, index: u32) -> Option<Visitor> {
        let place = usize::try_from(index.checked_sub(self.size)?).ok()?;
        let visitors = self.visitors.0.read();
        let visitors = visitors.unwrap_or_else(PoisonError::into_inner);
        visitors.get(place).copied()
    }
}
