//! Who of an audience can be reached on which channel.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::channel::Channel;

/// An audience counted by channel.
///
/// ```
/// use tidings_core::api::ReachView;
///
/// let view: ReachView =
///     serde_json::from_str(r#"{"complete": true, "audience": 0, "channels": []}"#)?;
/// assert!(view.complete && view.problem.is_none());
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReachView {
    /// Whether everybody was looked at.
    pub complete: bool,
    /// Everybody found.
    pub audience: u64,
    /// Each channel of the dialect, in the order in which tables list them.
    pub channels: Vec<ChannelReach>,
    /// Why it broke off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
}

/// One channel: `reachable` and the sum of `unreachable` are the audience.
///
/// ```
/// use tidings_core::api::ChannelReach;
/// use tidings_core::channel::Channel;
///
/// let reach: ChannelReach = serde_json::from_str(
///     r#"{"channel": "sms", "reachable": 2, "unreachable": {"no_address": 1}, "expiring": 0}"#,
/// )?;
/// assert_eq!((reach.channel, reach.unreachable["no_address"]), (Channel::Sms, 1));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelReach {
    /// The channel.
    pub channel: Channel,
    /// Who can be reached on it.
    pub reachable: u64,
    /// Who cannot, by reason: `no_contact`, `no_address`, `session_cleared`, `suppressed`,
    /// `active_conversation`, `no_sender`, …
    pub unreachable: BTreeMap<String, u64>,
    /// Who can be reached but not for long: their contact is near its 60-day expiry.
    pub expiring: u64,
}
