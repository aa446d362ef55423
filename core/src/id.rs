//! Genesys Cloud's ids, each a type of its own so that one cannot stand where another belongs.

use core::fmt;

use serde::{Deserialize, Serialize};

/// The longest id taken, in characters (**ours**: Genesys' own are UUIDs of 36).
pub const MAX_ID_LENGTH: usize = 128;

/// The text is no id.
///
/// ```
/// use tidings_core::id::{ContactId, InvalidId};
///
/// let reason = ContactId::parse("a/b").unwrap_err();
/// assert_eq!(reason, InvalidId::Character('/'));
/// assert!(reason.to_string().ends_with("holds '/'"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidId {
    /// Nothing there.
    #[error("must not be empty")]
    Empty,
    /// Over [`MAX_ID_LENGTH`].
    #[error("must be at most {MAX_ID_LENGTH} characters long, is {0}")]
    TooLong(usize),
    /// A character that no id has, such as `/` or a space.
    #[error("must consist of letters, digits, '-', '_', '.', ':' and '~', and holds {0:?}")]
    Character(char),
    /// An id starts with a letter or digit, so that `..` is none.
    #[error("must start with a letter or digit")]
    Start,
}

fn check(text: &str) -> Result<(), InvalidId> {
    let first = text.chars().next().ok_or(InvalidId::Empty)?;
    // All bytes at once, without a branch: most ids are good, and every send has two of them.
    let is_good = text
        .bytes()
        .fold(true, |allowed, byte| allowed & is_allowed(byte));
    if !is_good {
        let bad = text
            .chars()
            .find(|c| !u8::try_from(*c).is_ok_and(is_allowed));
        return Err(InvalidId::Character(bad.unwrap_or(first)));
    }
    if !first.is_ascii_alphanumeric() {
        return Err(InvalidId::Start);
    }
    // All ASCII from here on, so bytes are characters.
    if text.len() > MAX_ID_LENGTH {
        return Err(InvalidId::TooLong(text.len()));
    }
    Ok(())
}

/// Letters, digits, `-`, `_`, `.`, `:` and `~`.
const fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'~')
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads an id: opaque text that is safe in a path.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                check(text).map(|()| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                check(&text).map(|()| Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A messaging contact (G1's `contactId`, G3's path). Not a conversation id.
    ///
    /// ```
    /// use tidings_core::id::ContactId;
    ///
    /// let id = ContactId::parse("5a2c1d80-9a1b-4f6e-8d3c-0123456789ab")?;
    /// assert!(id.is_uuid());
    /// assert!(!ContactId::parse("guest-7")?.is_uuid());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    ContactId
}
id! {
    /// A conversation.
    ///
    /// ```
    /// use tidings_core::id::ConversationId;
    ///
    /// assert_eq!(ConversationId::parse("conv-def-456")?.as_str(), "conv-def-456");
    /// assert!(ConversationId::parse("../conv").is_err());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    ConversationId
}
id! {
    /// A guest of web messaging (G4's `from.id`).
    ///
    /// ```
    /// use tidings_core::id::GuestId;
    ///
    /// assert_eq!(GuestId::parse("guest-abc-123")?.to_string(), "guest-abc-123");
    /// assert!(GuestId::parse("").is_err());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    GuestId
}
id! {
    /// A participant of a conversation: the agent or bot that greets (G2's `from.id`).
    ///
    /// ```
    /// use tidings_core::id::ParticipantId;
    ///
    /// assert_eq!(ParticipantId::parse("bot_1")?.as_str(), "bot_1");
    /// assert!(ParticipantId::parse("the bot").is_err());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    ParticipantId
}

id! {
    /// A bot's session: a conversation with a bot that is under way.
    ///
    /// ```
    /// use tidings_core::id::BotSessionId;
    ///
    /// assert_eq!(BotSessionId::parse("session:7")?.as_str(), "session:7");
    /// assert!(BotSessionId::parse("session/7").is_err());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    BotSessionId
}
id! {
    /// An integration of open messaging.
    ///
    /// ```
    /// use tidings_core::id::IntegrationId;
    ///
    /// assert_eq!(IntegrationId::parse("open.shop")?.as_str(), "open.shop");
    /// assert!(IntegrationId::parse(".shop").is_err());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    IntegrationId
}
id! {
    /// A message.
    ///
    /// ```
    /// use tidings_core::id::{InvalidId, MAX_ID_LENGTH, MessageId};
    ///
    /// assert!(MessageId::parse(&"m".repeat(MAX_ID_LENGTH)).is_ok());
    /// assert_eq!(MessageId::parse(&"m".repeat(129)), Err(InvalidId::TooLong(129)));
    /// ```
    MessageId
}
id! {
    /// A canned response.
    ///
    /// ```
    /// use tidings_core::id::ResponseId;
    ///
    /// assert_eq!(ResponseId::parse("welcome~v2")?.as_str(), "welcome~v2");
    /// assert!(ResponseId::parse("welcome?v=2").is_err());
    /// # Ok::<(), tidings_core::id::InvalidId>(())
    /// ```
    ResponseId
}
id! {
    /// What a message is sent from (`fromAddress`), where that is no address: a deployment or an
    /// integration.
    ///
    /// ```
    /// use tidings_core::id::SenderId;
    ///
    /// let id: SenderId = serde_json::from_str(r#""deployment-1""#)?;
    /// assert_eq!(id.as_str(), "deployment-1");
    /// assert!(serde_json::from_str::<SenderId>(r#""no id""#).is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    SenderId
}

impl ContactId {
    /// Whether it is a UUID, as external contacts' ids are (certain: Genesys' client libraries).
    pub fn is_uuid(&self) -> bool {
        let parts: Vec<usize> = self.0.split('-').map(str::len).collect();
        parts == [8, 4, 4, 4, 12] && self.0.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn the_guides_ids_are_ids() {
        for text in [
            "guest-abc-123",
            "conv-def-456",
            "12345678-abcd-efgh-ijkl-1234567890ab",
            "a",
        ] {
            assert_eq!(ContactId::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn an_id_holds_ascii_letters_and_digits_and_five_signs_and_the_first_other_one_is_named() {
        for character in '\0'..='\u{17f}' {
            let parsed = ContactId::parse(&format!("a{character}b€"));
            let expected = if character.is_ascii_alphanumeric() || "-_.:~".contains(character) {
                '€'
            } else {
                character
            };
            assert_eq!(parsed, Err(InvalidId::Character(expected)));
        }
    }

    #[test]
    fn nothing_that_would_change_a_path_is_an_id() {
        for text in [
            "", "../x", "..", "a/b", "a%2fb", "a b", "a?b", "a#b", "é", ".hidden", "-x",
        ] {
            assert!(ContactId::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(
            GuestId::parse(&"a".repeat(129)),
            Err(InvalidId::TooLong(129))
        );
        assert!(serde_json::from_str::<GuestId>("\"a/b\"").is_err());
    }
}
