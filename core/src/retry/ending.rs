//! How one message's attempts end, and what can hold one up before that.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::delivery::DeliveryState;
use crate::outcome::{Acceptance, Refusal};

/// How it ended.
///
/// ```
/// use tidings_core::delivery::DeliveryState;
/// use tidings_core::retry::{Ending, Setback};
///
/// let ending = Ending::Unsent { setback: Setback::Throttled, detail: "429".to_owned() };
/// assert_eq!((ending.state(), ending.code()), (DeliveryState::Unsent, Some("throttled")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The platform took it.
    Accepted(Acceptance),
    /// 409: the customer is in a conversation already.
    Conflict(Refusal),
    /// Nobody knows whether the platform took it.
    InDoubt {
        /// What was seen.
        reason: String,
    },
    /// The platform said no.
    Rejected(Refusal),
    /// 401 with a new token too: the credentials are refused, and with them the whole connection.
    Unauthorized(Refusal),
    /// Proven not sent, and no more waiting or attempts left. Of a read: it got no answer.
    Unsent {
        /// What the last attempt met.
        setback: Setback,
        /// What the platform or the network said last.
        detail: String,
    },
}

impl Ending {
    /// The delivery's state from now on.
    pub const fn state(&self) -> DeliveryState {
        match self {
            Self::Accepted(_) => DeliveryState::Accepted,
            Self::Conflict(_) => DeliveryState::Conflict,
            Self::InDoubt { .. } => DeliveryState::InDoubt,
            Self::Rejected(_) | Self::Unauthorized(_) => DeliveryState::Rejected,
            Self::Unsent { .. } => DeliveryState::Unsent,
        }
    }

    /// A stable code for programs: the refusal's own, or the setback's name.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Accepted(_) | Self::InDoubt { .. } => None,
            Self::Conflict(refusal) | Self::Rejected(refusal) | Self::Unauthorized(refusal) => {
                Some(&refusal.code)
            }
            Self::Unsent { setback, .. } => Some(setback.name()),
        }
    }
}

/// What happened and what to do about it, for the person who reads.
impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted(_) => f.write_str("The platform took it."),
            Self::Conflict(refusal) | Self::Rejected(refusal) | Self::Unauthorized(refusal) => {
                refusal.fmt(f)
            }
            Self::InDoubt { reason } => write!(
                f,
                "Nobody knows whether the platform took it ({reason}). Look it up there, then \
                 resolve it as sent or unsent."
            ),
            Self::Unsent { setback, detail } => {
                write!(f, "Given up: {} ({detail}).", setback.sentence())
            }
        }
    }
}

/// Why an attempt did not go through although another may. Also the code of what is given up for
/// it.
///
/// ```
/// use tidings_core::retry::Setback;
///
/// assert!(Setback::ServerError.counts());
/// assert!(!Setback::Throttled.counts());
/// assert_eq!(Setback::NeverOpened.to_string(), "never_opened");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setback {
    /// The connection never opened. Waiting for it is no attempt.
    NeverOpened,
    /// A read's reply was lost.
    ReplyLost,
    /// 5xx where it may be repeated.
    ServerError,
    /// 429. Waiting for it is no attempt.
    Throttled,
}

impl Setback {
    /// The name in JSON, in the database and as an `unsent` code.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NeverOpened => "never_opened",
            Self::ReplyLost => "reply_lost",
            Self::ServerError => "server_error",
            Self::Throttled => "throttled",
        }
    }

    /// Whether it used up one of the attempts.
    pub const fn counts(self) -> bool {
        matches!(self, Self::ReplyLost | Self::ServerError)
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::NeverOpened => "no connection could be opened in all the time there was",
            Self::ReplyLost => "every reply was lost",
            Self::ServerError => "every attempt met a server error",
            Self::Throttled => "the rate limit did not lift in all the time there was",
        }
    }
}

impl fmt::Display for Setback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
