//! To whom: parsed once, then trusted.

use serde::{Deserialize, Serialize};

use crate::address::{Address, EmailAddress};
use crate::id::{ContactId, ConversationId, GuestId};

/// One recipient. Which kind a message needs follows from its operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Recipient {
    /// An e-mail address or phone number (G0).
    Address {
        /// Where to.
        address: Address,
        /// The person's name, where known.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        name: Option<String>,
        /// The platform's customer id, where the audience brought one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        customer_id: Option<String>,
        /// Sessions in the audience's window.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        sessions: Option<u64>,
    },
    /// A messaging contact (G1, G3).
    Contact {
        /// Its id.
        contact_id: ContactId,
    },
    /// A customer who came back (G2).
    Conversation {
        /// The new conversation.
        conversation_id: ConversationId,
        /// The earlier one.
        previous_conversation_id: ConversationId,
        /// The address found there, once it was looked up.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        email: Option<EmailAddress>,
    },
    /// A guest in a conversation (G4).
    Guest {
        /// Who speaks.
        guest_id: GuestId,
        /// Where.
        conversation_id: ConversationId,
    },
}

impl Recipient {
    /// What the request names: the address or id that reports show.
    pub fn target(&self) -> &str {
        match self {
            Self::Address { address, .. } => address.as_str(),
            Self::Contact { contact_id } => contact_id.as_str(),
            Self::Conversation {
                conversation_id, ..
            }
            | Self::Guest {
                conversation_id, ..
            } => conversation_id.as_str(),
        }
    }

    /// Two recipients with the same key are the same: neither gets a campaign twice.
    pub fn key(&self) -> String {
        match self {
            Self::Address { address, .. } => address.key(),
            other => other.target().to_owned(),
        }
    }

    /// The person behind it, where the platform names one.
    pub fn person(&self) -> Option<&str> {
        match self {
            Self::Address { customer_id, .. } => customer_id.as_deref(),
            Self::Contact { .. } | Self::Conversation { .. } | Self::Guest { .. } => None,
        }
    }

    /// The name shown beside the target.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Address { name, .. } => name.as_deref(),
            Self::Conversation { email, .. } => email.as_ref().map(EmailAddress::local_part),
            Self::Contact { .. } | Self::Guest { .. } => None,
        }
    }

    /// The value of a placeholder: `name`, and for an address also `address`.
    pub(crate) fn value(&self, placeholder: &str) -> Option<&str> {
        match (self, placeholder) {
            (_, "name") => self.name(),
            (Self::Address { address, .. }, "address") => Some(address.as_str()),
            _ => None,
        }
    }
}
