//! E-mail and SMS to an address, as typed (guide 000).

use serde::{Deserialize, Serialize};

use super::is_false;

/// The channels of an outbound message.
///
/// ```
/// use tidings_core::message::draft::OutboundChannel;
///
/// assert_eq!(OutboundChannel::default().name(), "email");
/// assert_eq!(serde_json::to_value(OutboundChannel::Sms)?, OutboundChannel::Sms.name());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutboundChannel {
    /// To an e-mail address.
    #[default]
    Email,
    /// To a phone number.
    Sms,
}

impl OutboundChannel {
    /// The name in JSON and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// How an outbound body is written (`body[].contentType` of G0).
///
/// ```
/// use tidings_core::message::draft::BodyFormat;
///
/// assert_eq!(BodyFormat::default().name(), "html");
/// assert_eq!(serde_json::to_value(BodyFormat::Text)?, BodyFormat::Text.name());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyFormat {
    /// An HTML document or fragment.
    #[default]
    Html,
    /// Plain text.
    Text,
}

impl BodyFormat {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
        }
    }
}

/// An outbound message as typed.
///
/// ```
/// use tidings_core::message::draft::{BodyFormat, OutboundChannel, OutboundDraft};
///
/// let draft: OutboundDraft = serde_json::from_str(r#"{"to":"ana@example.org","body":"Hi"}"#)?;
/// assert_eq!((draft.channel, draft.format), (OutboundChannel::Email, BodyFormat::Html));
/// assert_eq!(draft.to, "ana@example.org");
/// assert!(!draft.join);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OutboundDraft {
    /// E-mail or SMS.
    pub channel: OutboundChannel,
    /// The recipient's address; empty in a campaign, whose audience brings the addresses.
    pub to: String,
    /// The recipient's name, for `{{name}}`.
    pub name: String,
    /// The sender's address, verified with Genesys Cloud.
    pub from: String,
    /// The sender's name.
    pub from_name: String,
    /// The subject, with placeholders; e-mail only.
    pub subject: String,
    /// How the body is written.
    pub format: BodyFormat,
    /// The body, with placeholders.
    pub body: String,
    /// Where replies go, if not to the sender; e-mail in the dialect `platform` only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
    /// Whether the text may go into a conversation that is under way; SMS in the dialect `platform`
    /// only. A bot that is talking there reads it as the customer's.
    #[serde(skip_serializing_if = "is_false")]
    pub join: bool,
}
