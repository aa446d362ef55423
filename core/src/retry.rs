//! After this outcome, what? Done, again at a time, or a new token first.

mod ending;
mod wait;

use core::time::Duration;

use serde::{Deserialize, Serialize};

pub use ending::{Ending, Setback};

use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::outcome::{Outcome, Refusal};
use crate::time::{Entropy, Timestamp};

/// Attempts at a send, counting only those that ended in a 5xx (guides 001, 002 and 004).
pub const MAX_SEND_ATTEMPTS: u32 = 3;

/// Attempts at a read, counting 5xx and lost replies. A read harms nobody by being repeated, so
/// its backoff of 1, 2, 4, 8 and 16 s may outlast a short trouble; the guides name no number.
pub const MAX_READ_ATTEMPTS: u32 = 6;

/// How long a single send waits for a 429 or a closed connection to pass.
pub const SINGLE_SEND_PATIENCE: Duration = Duration::from_mins(3);

/// How long after its start a campaign's rows may wait, unless the campaign says otherwise.
pub const CAMPAIGN_PATIENCE: Duration = Duration::from_hours(24);

/// What a 5xx on a send means: a campaign's setting.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::OnServerError;
///
/// let default = |operation| OnServerError::default_for(Dialect::Guides, operation);
/// assert_eq!(default(Operation::Guest), OnServerError::Retry);
/// assert_eq!(default(Operation::Outbound), OnServerError::InDoubt);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnServerError {
    /// The platform did not take it; try again.
    Retry,
    /// A gateway may have passed it on; never send it again blindly.
    InDoubt,
}

impl OnServerError {
    /// What the operation's own guide says: G1 and G4 repeat a send after a 5xx, the others cannot
    /// know. The published API has no key that would make a repeated send the same send, so there
    /// no send is repeated. A read always is.
    pub const fn default_for(dialect: Dialect, operation: Operation) -> Self {
        match dialect {
            Dialect::Guides if operation.repeats_server_errors() => Self::Retry,
            Dialect::Platform if !operation.is_send() => Self::Retry,
            _ => Self::InDoubt,
        }
    }
}

/// How long waiting may go on before the message counts as unsent.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::{OnServerError, Patience, RetryPolicy, Tries};
/// use tidings_core::time::Timestamp;
///
/// let deadline = Timestamp::EPOCH.saturating_add(Duration::from_hours(24));
/// let policy =
///     RetryPolicy::for_operation(Dialect::Platform, Operation::Outbound, OnServerError::InDoubt)
///         .with_patience(Patience::Until(deadline));
/// assert_eq!(policy.waits_until(&Tries::default()), Some(deadline));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// So long after the first wait began.
    For(Duration),
    /// Until a campaign's deadline.
    Until(Timestamp),
}

/// What happened to one message so far, as far as the next decision needs it. Kept in the ledger
/// between attempts.
///
/// ```
/// use tidings_core::retry::Tries;
///
/// let kept = serde_json::to_string(&Tries::default())?;
/// assert_eq!(serde_json::from_str::<Tries>(&kept)?, Tries::default());
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tries {
    /// Attempts that count: those that ended in a 5xx (for a read, also in a lost reply).
    pub attempts: u32,
    /// Attempts that do not count: 429 and connections that never opened.
    pub waits: u32,
    /// When the first wait began.
    pub waiting_since: Option<Timestamp>,
    /// The last attempt got a 401, so a token has been asked for since.
    pub token_refreshed: bool,
}

/// What to do after an outcome.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::outcome::Outcome;
/// use tidings_core::retry::{Decision, Ending, OnServerError, RetryPolicy, Tries};
/// use tidings_core::time::{Entropy, Timestamp};
///
/// // Nobody knows whether it arrived, so it is not sent again.
/// let policy =
///     RetryPolicy::for_operation(Dialect::Guides, Operation::Guest, OnServerError::Retry);
/// let lost = Outcome::InDoubt { reason: "no reply within 30 s".to_owned() };
/// let decision = policy.decide(lost, &mut Tries::default(), Entropy(0), Timestamp::EPOCH);
/// assert!(matches!(decision, Decision::Done(Ending::InDoubt { .. })));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is over.
    Done(Ending),
    /// The same request again, not before `at`.
    Again {
        /// The earliest time of the next attempt.
        at: Timestamp,
        /// Why it did not go through this time.
        setback: Setback,
    },
    /// Drop the token that was used, get a new one, then the same request again at once.
    RefreshToken,
}

/// When one operation is tried again and when it is given up.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::outcome::Outcome;
/// use tidings_core::retry::{Decision, OnServerError, RetryPolicy, Setback, Tries};
/// use tidings_core::time::{Entropy, Timestamp};
///
/// let policy =
///     RetryPolicy::for_operation(Dialect::Platform, Operation::Outbound, OnServerError::InDoubt);
/// let (mut tries, now) = (Tries::default(), Timestamp::EPOCH);
/// let asked = Duration::from_secs(42);
/// let throttled = Outcome::Throttled { retry_after: Some(asked) };
/// // No jitter with these dice; others make it up to a quarter later, never earlier.
/// let decision = policy.decide(throttled, &mut tries, Entropy(0), now);
/// let at = now.saturating_add(asked);
/// assert_eq!(decision, Decision::Again { at, setback: Setback::Throttled });
/// assert_eq!((tries.attempts, tries.waits), (0, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    dialect: Dialect,
    operation: Operation,
    on_server_error: OnServerError,
    patience: Patience,
    max_attempts: u32,
}

impl RetryPolicy {
    /// The policy of a single call: waits up to [`SINGLE_SEND_PATIENCE`]. For a read,
    /// `on_server_error` changes nothing.
    pub const fn for_operation(
        dialect: Dialect,
        operation: Operation,
        on_server_error: OnServerError,
    ) -> Self {
        Self {
            dialect,
            operation,
            on_server_error,
            patience: Patience::For(SINGLE_SEND_PATIENCE),
            max_attempts: if operation.is_send() {
                MAX_SEND_ATTEMPTS
            } else {
                MAX_READ_ATTEMPTS
            },
        }
    }

    /// The same policy with another patience, such as a campaign's deadline.
    #[must_use]
    pub const fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// When waiting ends; `None` while nothing has had to wait and no deadline is set. A row that
    /// is still pending by then is given up, whatever holds it.
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::operation::Operation;
    /// use tidings_core::retry::{OnServerError, RetryPolicy, SINGLE_SEND_PATIENCE, Tries};
    /// use tidings_core::time::Timestamp;
    ///
    /// let policy =
    ///     RetryPolicy::for_operation(Dialect::Guides, Operation::Guest, OnServerError::Retry);
    /// let mut tries = Tries::default();
    /// assert_eq!(policy.waits_until(&tries), None);
    /// let now = Timestamp::EPOCH;
    /// tries.waiting_since = Some(now);
    /// assert_eq!(policy.waits_until(&tries), Some(now.saturating_add(SINGLE_SEND_PATIENCE)));
    /// ```
    pub fn waits_until(&self, tries: &Tries) -> Option<Timestamp> {
        match self.patience {
            Patience::Until(deadline) => Some(deadline),
            Patience::For(patience) => Some(tries.waiting_since?.saturating_add(patience)),
        }
    }

    /// Takes an outcome in, keeps what matters of it in `tries` and says what to do next.
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::operation::Operation;
    /// use tidings_core::outcome::{Acceptance, Outcome};
    /// use tidings_core::retry::{Decision, Ending, OnServerError, RetryPolicy, Tries};
    /// use tidings_core::time::{Entropy, Timestamp};
    ///
    /// let policy =
    ///     RetryPolicy::for_operation(Dialect::Guides, Operation::Guest, OnServerError::Retry);
    /// let taken = Outcome::Accepted(Acceptance::default());
    /// let decision = policy.decide(taken, &mut Tries::default(), Entropy(0), Timestamp::EPOCH);
    /// assert_eq!(decision, Decision::Done(Ending::Accepted(Acceptance::default())));
    /// ```
    pub fn decide(
        &self,
        outcome: Outcome,
        tries: &mut Tries,
        entropy: Entropy,
        now: Timestamp,
    ) -> Decision {
        let token_refreshed = core::mem::take(&mut tries.token_refreshed);
        match outcome {
            Outcome::Accepted(acceptance) => Decision::Done(Ending::Accepted(acceptance)),
            Outcome::Rejected(refusal) => Decision::Done(Ending::Rejected(refusal)),
            Outcome::Conflict(refusal) => Decision::Done(Ending::Conflict(refusal)),
            Outcome::Unauthorized(refusal) if token_refreshed => {
                Decision::Done(Ending::Unauthorized(refusal))
            }
            Outcome::Unauthorized(_) => {
                tries.token_refreshed = true;
                Decision::RefreshToken
            }
            Outcome::Throttled { retry_after } => {
                let guide = wait::after_throttling(self.dialect, self.operation, tries.waits);
                let wait = retry_after.unwrap_or(guide);
                let detail = format!("the platform asked to wait {} s", wait.as_secs());
                let at = after(wait, entropy, now);
                self.wait(Setback::Throttled, at, detail, tries, now)
            }
            Outcome::NeverOpened { reason } => {
                let at = after(wait::backoff(tries.waits), entropy, now);
                self.wait(Setback::NeverOpened, at, reason, tries, now)
            }
            Outcome::ServerError(refusal) => self.server_error(refusal, tries, entropy, now),
            Outcome::InDoubt { reason } if self.operation.is_send() => {
                Decision::Done(Ending::InDoubt { reason })
            }
            Outcome::InDoubt { reason } => {
                self.attempt(Setback::ReplyLost, reason, tries, entropy, now)
            }
        }
    }

    fn server_error(
        &self,
        refusal: Refusal,
        tries: &mut Tries,
        entropy: Entropy,
        now: Timestamp,
    ) -> Decision {
        let detail = refusal.to_string();
        if self.operation.is_send() && self.on_server_error == OnServerError::InDoubt {
            return Decision::Done(Ending::InDoubt { reason: detail });
        }
        let is_final = refusal.status >= 500 && !wait::PLATFORM_REPEATS.contains(&refusal.status);
        if self.dialect == Dialect::Platform && is_final {
            return Decision::Done(if self.operation.is_send() {
                Ending::InDoubt { reason: detail }
            } else {
                Ending::Rejected(refusal)
            });
        }
        self.attempt(Setback::ServerError, detail, tries, entropy, now)
    }

    /// One of the attempts that count is used up.
    fn attempt(
        &self,
        setback: Setback,
        detail: String,
        tries: &mut Tries,
        entropy: Entropy,
        now: Timestamp,
    ) -> Decision {
        let wait = wait::after_server_error(self.dialect, self.operation, tries.attempts);
        let at = after(wait, entropy, now);
        tries.attempts = tries.attempts.saturating_add(1);
        let late = matches!(self.patience, Patience::Until(deadline) if at > deadline);
        if late || tries.attempts >= self.max_attempts {
            return Decision::Done(Ending::Unsent { setback, detail });
        }
        Decision::Again { at, setback }
    }

    /// Nothing was sent; waits for as long as patience lasts.
    fn wait(
        &self,
        setback: Setback,
        at: Timestamp,
        detail: String,
        tries: &mut Tries,
        now: Timestamp,
    ) -> Decision {
        tries.waits = tries.waits.saturating_add(1);
        // If the clock stepped back, patience starts anew instead of lasting for as long as the
        // step was.
        let since = tries.waiting_since.map_or(now, |since| since.min(now));
        tries.waiting_since = Some(since);
        let end = self.waits_until(tries).unwrap_or(now);
        // Our own backoff may be cut short for a last try; what the platform asks for may not.
        let at = match setback {
            Setback::NeverOpened if now < end => at.min(end),
            _ => at,
        };
        if at > end {
            return Decision::Done(Ending::Unsent { setback, detail });
        }
        Decision::Again { at, setback }
    }
}

/// `wait` from now, plus 0 to 25 % so that what was held up together does not come back together.
/// Never earlier.
fn after(wait: Duration, entropy: Entropy, now: Timestamp) -> Timestamp {
    now.saturating_add(wait.saturating_add(entropy.share(wait, JITTER_PERCENT)))
}

/// Jitter on top of every wait, in hundredths of it.
const JITTER_PERCENT: u32 = 25;

#[cfg(test)]
mod tests;
