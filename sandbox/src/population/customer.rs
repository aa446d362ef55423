//! One customer, whole.

use serde::Serialize;

use super::address::{Address, FIRST};
use super::names::NATIVE;
use super::{Population, Trait};
use crate::ids::Kind;

/// How a web chat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ConversationStatus {
    Active,
    Closed,
    Abandoned,
}

impl ConversationStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// A customer as the population made it, before anything happened.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) index: u32,
    pub(crate) id: String,
    /// Analytics does not know who this is: it reports no customer id.
    pub(crate) is_anonymous: bool,
    /// Absent or empty for some.
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) contact_id: String,
    pub(crate) conversation_id: String,
    pub(crate) conversation_status: ConversationStatus,
    pub(crate) previous_conversation_id: String,
    pub(crate) previous_status: ConversationStatus,
    pub(crate) guest_id: String,
    pub(crate) agent_id: String,
    pub(crate) external_contact_id: Option<String>,
}

impl Population {
    /// The customer of that number, which is below [`Population::size`] or a visitor's.
    pub(crate) fn customer(&self, index: u32) -> Customer {
        if let Some(visitor) = self.nameless(index) {
            return visitor;
        }
        let (email, phone, address) = match self.address(index) {
            Address::Email(address) => (Some(address.clone()), None, Some(address)),
            Address::Phone(address) => (None, Some(address.clone()), Some(address)),
            Address::Broken(address) => (None, None, Some(address.to_owned())),
            Address::Absent => (None, None, None),
        };
        let id = |kind| self.ids.make(kind, index);
        Customer {
            index,
            id: id(Kind::Customer),
            is_anonymous: self.is_anonymous(index),
            name: self.name(index),
            email,
            phone,
            address,
            contact_id: id(Kind::Contact),
            conversation_id: id(Kind::Conversation),
            conversation_status: self.conversation_status(index),
            previous_conversation_id: id(Kind::PreviousConversation),
            previous_status: self.previous_status(index),
            guest_id: id(Kind::Guest),
            agent_id: self.ids.make(Kind::Agent, self.agent(index)),
            external_contact_id: self.has_contact(index).then(|| id(Kind::ExternalContact)),
        }
    }

    /// Analytics does not know who one in two hundred is.
    pub(crate) fn is_anonymous(&self, index: u32) -> bool {
        (FIRST..self.size).contains(&index) && self.roll(index, Trait::Anonymous, 200) == 0
    }

    /// The guest's id alone: a whole customer takes ten times as long to make.
    pub(crate) fn guest_id(&self, index: u32) -> String {
        self.ids.make(Kind::Guest, index)
    }

    /// The id of the agent who talks to the customer, alone.
    pub(crate) fn agent_id(&self, index: u32) -> String {
        let agent = if index < self.size {
            self.agent(index)
        } else {
            0
        };
        self.ids.make(Kind::Agent, agent)
    }

    /// The id of the customer's first contact, alone.
    pub(crate) fn first_contact_id(&self, index: u32) -> Option<String> {
        if index >= self.size {
            return self.customer(index).external_contact_id;
        }
        self.has_contact(index)
            .then(|| self.ids.make(Kind::ExternalContact, index))
    }

    /// The customer's name, where the messenger knows it.
    pub(crate) fn known_name(&self, index: u32) -> Option<String> {
        let name = (index < self.size).then(|| self.name(index)).flatten();
        name.filter(|name| !name.is_empty())
    }

    /// The customer's e-mail address or phone number, in this order, alone.
    pub(crate) fn email_and_phone(&self, index: u32) -> (Option<String>, Option<String>) {
        if index >= self.size {
            return (None, None);
        }
        match self.address(index) {
            Address::Email(email) => (Some(email), None),
            Address::Phone(phone) => (None, Some(phone)),
            Address::Broken(_) | Address::Absent => (None, None),
        }
    }

    /// Four in five have an external contact.
    pub(crate) fn has_contact(&self, index: u32) -> bool {
        self.roll(index, Trait::External, 5) > 0
    }

    /// One in ten is in a chat right now; the first few always are.
    pub(crate) fn conversation_status(&self, index: u32) -> ConversationStatus {
        match self.roll(index, Trait::Status, 20) {
            _ if index < FIRST => ConversationStatus::Active,
            _ if index >= self.size => ConversationStatus::Closed,
            0..2 => ConversationStatus::Active,
            2..5 => ConversationStatus::Abandoned,
            _ => ConversationStatus::Closed,
        }
    }

    pub(super) fn previous_status(&self, index: u32) -> ConversationStatus {
        match self.roll(index, Trait::PreviousStatus, 10) {
            _ if index < FIRST => ConversationStatus::Closed,
            0 => ConversationStatus::Active,
            1..3 => ConversationStatus::Abandoned,
            _ => ConversationStatus::Closed,
        }
    }

    fn name(&self, index: u32) -> Option<String> {
        let full = || format!("{} {}", self.given(index).0, self.family(index).0);
        match self.roll(index, Trait::Name, 20) {
            _ if index < FIRST => Some(full()),
            0 => None,
            1 => Some(String::new()),
            2..4 => Some(self.pick(index, Trait::Given, &NATIVE).to_owned()),
            _ => Some(full()),
        }
    }

    fn agent(&self, index: u32) -> u32 {
        u32::try_from(self.roll(index, Trait::Agent, AGENTS)).unwrap_or(0)
    }
}

const AGENTS: u64 = 12;
