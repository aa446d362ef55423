//! By which way a message goes, as typed.

use serde::{Deserialize, Serialize};

use super::is_false;
use crate::channel::Channel;

/// By which way a message goes, as typed; the dialect `platform` only.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::message::draft::RouteDraft;
///
/// let route: RouteDraft = serde_json::from_str(r#"{"channel":"sms","from":"+13175550100"}"#)?;
/// assert_eq!(route.channel, Some(Channel::Sms));
/// assert!(!route.is_default() && RouteDraft::default().is_default());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RouteDraft {
    /// The channel; the job's usual one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What it is sent from: a number, a deployment's or an integration's id; the connection's
    /// sender of that channel when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The session of the bot that the customer is talking to; quick replies, cards and carousels
    /// arrive as they are only there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bot_session: String,
    /// Whether the text may go into a conversation that is under way. A bot that is talking there
    /// reads it as the customer's.
    #[serde(skip_serializing_if = "is_false")]
    pub join: bool,
}

impl RouteDraft {
    /// Whether nothing was typed.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
