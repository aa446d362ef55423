//! The channels on which somebody can be reached.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A channel. All but e-mail are Genesys' messenger types, by the names that
/// `toAddressMessengerType` gives them (certain: Genesys' client libraries).
///
/// ```
/// use tidings_core::channel::Channel;
///
/// let channel: Channel = "whatsapp".parse()?;
/// assert_eq!((channel.name(), channel.title()), ("whatsapp", "WhatsApp"));
/// assert_eq!(Channel::ALL.map(Channel::name)[..2], ["email", "sms"]);
/// # Ok::<(), tidings_core::channel::UnknownChannel>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Channel {
    /// E-mail.
    Email,
    /// SMS.
    Sms,
    /// Web messaging: the messenger on a web site.
    #[default]
    WebMessaging,
    /// Open messaging: a channel of the organization's own.
    Open,
    /// WhatsApp.
    WhatsApp,
    /// Apple Messages for Business.
    Apple,
}

impl Channel {
    /// Every channel, in the order in which tables list them.
    pub const ALL: [Self; 6] = [
        Self::Email,
        Self::Sms,
        Self::WebMessaging,
        Self::Open,
        Self::WhatsApp,
        Self::Apple,
    ];

    /// The name in JSON, in the configuration and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::WebMessaging => "webmessaging",
            Self::Open => "open",
            Self::WhatsApp => "whatsapp",
            Self::Apple => "apple",
        }
    }

    /// The name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Email => "E-mail",
            Self::Sms => "SMS",
            Self::WebMessaging => "Web messaging",
            Self::Open => "Open messaging",
            Self::WhatsApp => "WhatsApp",
            Self::Apple => "Apple Messages",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is the name of no channel.
///
/// ```
/// use tidings_core::channel::Channel;
///
/// let problem = "fax".parse::<Channel>().unwrap_err();
/// assert!(problem.to_string().starts_with(r#"unknown channel "fax"; known are email, sms"#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown channel {0:?}; known are email, sms, webmessaging, open, whatsapp, apple")]
pub struct UnknownChannel(String);

impl FromStr for Channel {
    type Err = UnknownChannel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.name() == text)
            .ok_or_else(|| UnknownChannel(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn every_name_reads_back_and_is_the_serialized_form() {
        for channel in Channel::ALL {
            assert_eq!(channel.name().parse(), Ok(channel));
            assert_eq!(
                serde_json::to_string(&channel).unwrap(),
                format!("\"{channel}\"")
            );
        }
        assert!("webchat".parse::<Channel>().is_err());
    }
}
