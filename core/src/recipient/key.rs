//! What tells recipients apart on lists: the allow-list of a connection, the suppression list.

use core::fmt;

use crate::address::{Address, InvalidAddress, PhoneNumber};
use crate::id::{ContactId, InvalidId};

/// The form in which two names of one recipient compare equal: a normalized address, or the id of a
/// person, contact, conversation or guest.
///
/// A number without its `+`, as messengers write it, is the phone number. A UUID is lower case.
///
/// ```
/// use tidings_core::recipient::RecipientKey;
///
/// assert_eq!(RecipientKey::parse("+49 30 123456")?, RecipientKey::of_id("4930123456"));
/// assert_eq!(RecipientKey::parse("Ana@Example.org")?.as_str(), "ana@example.org");
/// # Ok::<(), tidings_core::recipient::InvalidRecipient>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecipientKey(String);

/// The text names nobody.
///
/// ```
/// use tidings_core::recipient::{InvalidRecipient, RecipientKey};
///
/// // Meant as an address: as an id it would stop nobody.
/// assert_eq!(RecipientKey::parse("ana.example.org"), Err(InvalidRecipient::Dots));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRecipient {
    /// It was read as an e-mail address or phone number.
    #[error(transparent)]
    Address(#[from] InvalidAddress),
    /// It was read as an id.
    #[error("is no address, and as an id it {0}")]
    Id(#[from] InvalidId),
    /// Digits alone that are no phone number.
    #[error("write a phone number with its + and country code, as in +4930123456")]
    Digits,
    /// It has a dot, so it was meant as an address.
    #[error("an e-mail address needs an @, as in ana@example.com, and an id has no dots")]
    Dots,
}

impl RecipientKey {
    /// Reads what somebody typed or a file holds.
    ///
    /// # Errors
    /// Stricter than ids are elsewhere: a mistyped address must not end up as an id that stops
    /// nobody.
    pub fn parse(text: &str) -> Result<Self, InvalidRecipient> {
        let text = text.trim();
        if text.starts_with('+') || text.contains('@') {
            return Ok(Self(Address::parse(text)?.key()));
        }
        ContactId::parse(text)?;
        if text.contains('.') {
            return Err(InvalidRecipient::Dots);
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) && phone(text).is_none() {
            return Err(InvalidRecipient::Digits);
        }
        Ok(Self::of_id(text))
    }

    /// The key of an address.
    pub fn of_address(address: &Address) -> Self {
        Self(address.key())
    }

    /// The key of an id that the platform gave.
    pub fn of_id(id: &str) -> Self {
        let id = id.trim();
        if let Some(number) = phone(id) {
            return Self(String::from(number));
        }
        Self(if is_uuid(id) {
            id.to_ascii_lowercase()
        } else {
            id.to_owned()
        })
    }

    /// A key as it was stored.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecipientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RecipientKey {
    /// Fit for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: String = self.0.chars().take(1).collect();
        write!(f, "RecipientKey({first}…)")
    }
}

/// Digits as messengers write a number.
fn phone(text: &str) -> Option<PhoneNumber> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    PhoneNumber::parse(&format!("+{text}")).ok()
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::EmailAddress;
    use crate::id::ConversationId;
    use crate::recipient::Recipient;
    use crate::testing::test;

    fn key(text: &str) -> String {
        RecipientKey::parse(text).unwrap().to_string()
    }

    #[test]
    fn one_recipient_has_one_key_however_it_is_written() {
        assert_eq!(key(" Ana@Example.ORG "), "ana@example.org");
        assert_eq!(key("+49 (30) 123-456"), "+4930123456");
        assert_eq!(key("4930123456"), "+4930123456");
        assert_eq!(
            key("12345678-ABCD-4eff-8123-1234567890AB"),
            "12345678-abcd-4eff-8123-1234567890ab"
        );
        assert_eq!(key("guest-Abc-123"), "guest-Abc-123");
    }

    #[test]
    fn a_mistyped_address_is_no_id() {
        for text in [
            "ana.example.org",
            "ana at example.org",
            "@example.org",
            "030123456",
            "004930123456",
            "123",
            "",
            "a b",
            "../x",
        ] {
            assert!(RecipientKey::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_was_stored_parses_to_itself() {
        for text in ["Ana@example.org", "+4930123456", "conv-def-456"] {
            assert_eq!(key(&key(text)), key(text));
        }
    }

    #[test]
    fn a_recipient_is_known_by_address_and_person() {
        let keys = |recipient: &Recipient| -> Vec<String> {
            recipient.keys().iter().map(ToString::to_string).collect()
        };
        let customer = Recipient::Address {
            address: Address::parse("Ana@example.org").unwrap(),
            name: None,
            customer_id: Some("customer-1".into()),
            sessions: None,
        };
        assert_eq!(keys(&customer), ["ana@example.org", "customer-1"]);
        let contact = Recipient::Contact {
            contact_id: ContactId::parse("4930123456").unwrap(),
        };
        assert_eq!(keys(&contact), ["+4930123456"]);
        let mut returning = Recipient::Conversation {
            conversation_id: ConversationId::parse("conv-2").unwrap(),
            previous_conversation_id: ConversationId::parse("conv-1").unwrap(),
            email: None,
        };
        assert!(returning.awaits_look_up());
        assert_eq!(keys(&returning), ["conv-2"]);
        if let Recipient::Conversation { email, .. } = &mut returning {
            *email = Some(EmailAddress::parse("Ana@example.org").unwrap());
        }
        assert!(!returning.awaits_look_up());
        assert_eq!(keys(&returning), ["conv-2", "ana@example.org"]);
    }

    #[test]
    fn debug_shows_nobody() {
        let key = RecipientKey::parse("ana@example.org").unwrap();
        assert_eq!(format!("{key:?}"), "RecipientKey(a…)");
    }
}
