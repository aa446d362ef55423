//! To whom: parsed once, then trusted.

mod key;

use serde::{Deserialize, Serialize};

use crate::address::{Address, EmailAddress};
use crate::id::{ContactId, ConversationId, GuestId};

pub use key::{InvalidRecipient, RecipientKey};

/// One recipient. Which kind a message needs follows from its operation.
///
/// ```
/// use tidings_core::id::ContactId;
/// use tidings_core::recipient::Recipient;
///
/// let recipient = Recipient::Contact { contact_id: ContactId::parse("c-1")? };
/// assert_eq!(recipient.target(), "c-1");
/// let json = serde_json::to_string(&recipient)?;
/// assert_eq!(json, r#"{"kind":"contact","contactId":"c-1"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
        /// Where, unless the integration finds it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        conversation_id: Option<ConversationId>,
    },
}

impl Recipient {
    /// What the request names: the address or id that reports show.
    ///
    /// ```
    /// use tidings_core::id::{ConversationId, GuestId};
    /// use tidings_core::recipient::Recipient;
    ///
    /// let guest = Recipient::Guest {
    ///     guest_id: GuestId::parse("g-1")?,
    ///     conversation_id: Some(ConversationId::parse("v-1")?),
    /// };
    /// assert_eq!(guest.target(), "v-1");
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    pub fn target(&self) -> &str {
        match self {
            Self::Address { address, .. } => address.as_str(),
            Self::Contact { contact_id } => contact_id.as_str(),
            Self::Conversation {
                conversation_id, ..
            }
            | Self::Guest {
                conversation_id: Some(conversation_id),
                ..
            } => conversation_id.as_str(),
            Self::Guest { guest_id, .. } => guest_id.as_str(),
        }
    }

    /// Two recipients with the same key are the same: neither gets a campaign twice.
    ///
    /// ```
    /// use tidings_core::address::{Address, EmailAddress};
    /// use tidings_core::recipient::Recipient;
    ///
    /// let to = |address| -> Result<_, tidings_core::address::InvalidEmail> {
    ///     Ok(Recipient::Address {
    ///         address: Address::Email(EmailAddress::parse(address)?),
    ///         name: None,
    ///         customer_id: None,
    ///         sessions: None,
    ///     })
    /// };
    /// assert_eq!(to("Ana@Example.org")?.key(), to("ana@example.ORG")?.key());
    /// # Ok::<(), tidings_core::address::InvalidEmail>(())
    /// ```
    pub fn key(&self) -> String {
        match self {
            Self::Address { address, .. } => address.key(),
            other => other.target().to_owned(),
        }
    }

    /// Everything that a list may name it by: its address or id, and the person behind it.
    ///
    /// ```
    /// use tidings_core::id::{ConversationId, GuestId};
    /// use tidings_core::recipient::{Recipient, RecipientKey};
    ///
    /// let guest = Recipient::Guest {
    ///     guest_id: GuestId::parse("g-1")?,
    ///     conversation_id: Some(ConversationId::parse("v-1")?),
    /// };
    /// assert_eq!(guest.keys(), [RecipientKey::of_id("g-1"), RecipientKey::of_id("v-1")]);
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    pub fn keys(&self) -> Vec<RecipientKey> {
        match self {
            Self::Address {
                address,
                customer_id,
                ..
            } => {
                let person = customer_id.as_deref().map(RecipientKey::of_id);
                [RecipientKey::of_address(address)]
                    .into_iter()
                    .chain(person)
                    .collect()
            }
            Self::Contact { contact_id } => vec![RecipientKey::of_id(contact_id.as_str())],
            Self::Conversation {
                conversation_id,
                email,
                ..
            } => {
                let email = email.clone().map(Address::Email);
                [RecipientKey::of_id(conversation_id.as_str())]
                    .into_iter()
                    .chain(email.as_ref().map(RecipientKey::of_address))
                    .collect()
            }
            Self::Guest {
                guest_id,
                conversation_id,
            } => [
                Some(guest_id.as_str()),
                conversation_id.as_ref().map(ConversationId::as_str),
            ]
            .into_iter()
            .flatten()
            .map(RecipientKey::of_id)
            .collect(),
        }
    }

    /// Whether more of its keys come to light only when it is looked up.
    pub const fn awaits_look_up(&self) -> bool {
        matches!(self, Self::Conversation { email: None, .. })
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
    ///
    /// ```
    /// use tidings_core::address::{Address, EmailAddress};
    /// use tidings_core::recipient::Recipient;
    ///
    /// let recipient = Recipient::Address {
    ///     address: Address::Email(EmailAddress::parse("ana@example.org")?),
    ///     name: Some("Ana".into()),
    ///     customer_id: None,
    ///     sessions: None,
    /// };
    /// assert_eq!(recipient.value("name"), Some("Ana"));
    /// assert_eq!(recipient.value("address"), Some("ana@example.org"));
    /// assert_eq!(recipient.value("order"), None);
    /// # Ok::<(), tidings_core::address::InvalidEmail>(())
    /// ```
    pub fn value(&self, placeholder: &str) -> Option<&str> {
        match (self, placeholder) {
            (_, "name") => self.name(),
            (Self::Address { address, .. }, "address") => Some(address.as_str()),
            _ => None,
        }
    }
}
