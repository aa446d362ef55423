//! Where one recipient's message stands.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// The state of one delivery: one message to one recipient.
///
/// ```text
/// pending → attempting → accepted → delivered → read → replied
///                      → rejected
///                      → conflict
///                      → in_doubt → accepted | pending | cancelled   (by look-up or by a person)
/// attempting → pending                                              (proven unsent, or repeated by rule)
/// pending → unsent | suppressed | expired | cancelled
/// accepted → undelivered | failed
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waits for its turn.
    Pending,
    /// Recorded before the first byte is written; a crash from here on is in doubt.
    Attempting,
    /// The platform took it.
    Accepted,
    /// It reached the recipient's device.
    Delivered,
    /// The recipient opened it.
    Read,
    /// The recipient answered.
    Replied,
    /// The platform or our own check said no.
    Rejected,
    /// 409: the recipient is in a conversation already.
    Conflict,
    /// Nobody knows whether the platform took it; never sent again blindly.
    InDoubt,
    /// Waiting or attempts used up; proven not sent.
    Unsent,
    /// The recipient is on the suppression list.
    Suppressed,
    /// The campaign's deadline passed first.
    Expired,
    /// Stopped by a person.
    Cancelled,
    /// Accepted, but it did not reach the recipient.
    Undelivered,
    /// Accepted, but the platform failed to send it on.
    Failed,
}

impl DeliveryState {
    /// Every state, in the order in which reports list them.
    pub const ALL: [Self; 15] = [
        Self::Pending,
        Self::Attempting,
        Self::Accepted,
        Self::Delivered,
        Self::Read,
        Self::Replied,
        Self::Rejected,
        Self::Conflict,
        Self::InDoubt,
        Self::Unsent,
        Self::Suppressed,
        Self::Expired,
        Self::Cancelled,
        Self::Undelivered,
        Self::Failed,
    ];

    /// The name in JSON, in the database and on the command line.
    ///
    /// ```
    /// use tidings_core::delivery::DeliveryState;
    ///
    /// assert_eq!(DeliveryState::InDoubt.name(), "in_doubt");
    /// assert_eq!("in_doubt".parse(), Ok(DeliveryState::InDoubt));
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Attempting => "attempting",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Replied => "replied",
            Self::Rejected => "rejected",
            Self::Conflict => "conflict",
            Self::InDoubt => "in_doubt",
            Self::Unsent => "unsent",
            Self::Suppressed => "suppressed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
        }
    }

    /// Whether the state may follow `self`. Forward only, apart from the arrows drawn above; a
    /// receipt may skip steps (accepted → read).
    ///
    /// ```
    /// use tidings_core::delivery::DeliveryState;
    ///
    /// assert!(DeliveryState::Accepted.may_become(DeliveryState::Read));
    /// assert!(!DeliveryState::Read.may_become(DeliveryState::Delivered));
    /// assert!(!DeliveryState::InDoubt.may_become(DeliveryState::Attempting));
    /// ```
    pub const fn may_become(self, next: Self) -> bool {
        use DeliveryState as S;
        match (self, next) {
            (
                S::Pending,
                S::Attempting | S::Rejected | S::Unsent | S::Suppressed | S::Expired | S::Cancelled,
            )
            | (
                S::Attempting,
                S::Pending | S::Accepted | S::Rejected | S::Conflict | S::InDoubt | S::Unsent,
            )
            | (S::InDoubt, S::Accepted | S::Pending | S::Cancelled)
            | (
                S::Accepted,
                S::Delivered | S::Read | S::Replied | S::Undelivered | S::Failed,
            )
            // Proof of delivery outranks a report of failure.
            | (S::Undelivered | S::Failed, S::Delivered | S::Read | S::Replied)
            | (S::Delivered, S::Read | S::Replied)
            | (S::Read, S::Replied) => true,
            _ => false,
        }
    }

    /// Whether the engine still has work to do on it.
    ///
    /// ```
    /// use tidings_core::delivery::DeliveryState;
    ///
    /// assert!(DeliveryState::Attempting.is_open());
    /// assert!(!DeliveryState::InDoubt.is_open());
    /// ```
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Attempting)
    }

    /// Whether the same message may fare better another time: it was not sent, and nobody refused it.
    ///
    /// ```
    /// use tidings_core::delivery::DeliveryState;
    ///
    /// assert!(DeliveryState::Unsent.may_fare_better());
    /// assert!(!DeliveryState::InDoubt.may_fare_better());
    /// ```
    pub const fn may_fare_better(self) -> bool {
        matches!(self, Self::Unsent | Self::Expired | Self::Cancelled)
    }

    /// Whether the platform took the message, as far as is known.
    ///
    /// ```
    /// use tidings_core::delivery::DeliveryState;
    ///
    /// assert!(DeliveryState::Undelivered.is_accepted());
    /// assert!(!DeliveryState::Conflict.is_accepted());
    /// ```
    pub const fn is_accepted(self) -> bool {
        matches!(
            self,
            Self::Accepted
                | Self::Delivered
                | Self::Read
                | Self::Replied
                | Self::Undelivered
                | Self::Failed
        )
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is the name of no delivery state.
///
/// ```
/// use tidings_core::delivery::DeliveryState;
///
/// let error = "sent".parse::<DeliveryState>().unwrap_err();
/// assert_eq!(error.to_string(), r#"unknown delivery state "sent""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown delivery state {0:?}")]
pub struct UnknownState(String);

impl FromStr for DeliveryState {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| UnknownState(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn every_name_reads_back_and_is_the_serialized_form() {
        for state in DeliveryState::ALL {
            assert_eq!(state.name().parse(), Ok(state));
            assert_eq!(
                serde_json::to_string(&state).unwrap(),
                format!("\"{state}\"")
            );
        }
    }

    #[test]
    fn nothing_comes_back_to_pending_but_what_was_not_sent() {
        let back: Vec<_> = DeliveryState::ALL
            .into_iter()
            .filter(|state| state.may_become(DeliveryState::Pending))
            .collect();
        assert_eq!(back, [DeliveryState::Attempting, DeliveryState::InDoubt]);
    }

    #[test]
    fn no_state_follows_itself() {
        for state in DeliveryState::ALL {
            assert!(!state.may_become(state));
        }
    }
}
