//! Is the access token good, due for refresh, or being refreshed?

use core::fmt;
use core::time::Duration;

use crate::outcome::{Outcome, Refusal};
use crate::time::{Entropy, Timestamp};

/// Guides 000 and 003 refresh so long before a token expires. Of a token that lives less than four
/// times as long, a quarter of its life.
pub const REFRESH_MARGIN: Duration = Duration::from_mins(1);

/// How often refused credentials are tried again by themselves, in case they were mended on the
/// other side.
pub const REFUSED_RECHECK: Duration = Duration::from_mins(5);

/// An OAuth access token. `Debug` does not show it; the text leaves only through
/// [`AccessToken::expose`].
///
/// ```
/// use tidings_core::token::AccessToken;
///
/// let token = AccessToken::new("s3cret".to_owned());
/// assert_eq!(format!("{token:?}"), "AccessToken(…)");
/// assert_eq!(token.expose(), "s3cret");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// Wraps a token's text.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for the `Authorization` header and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

/// What a token request brought.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::token::{AccessToken, TokenGrant};
///
/// let token = AccessToken::new("s3cret".to_owned());
/// let grant = TokenGrant::new(token, Duration::from_secs(86_399));
/// assert!(!format!("{grant:?}").contains("s3cret"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenGrant {
    /// The token.
    pub token: AccessToken,
    /// How long it is good for, from now (`expires_in`).
    pub expires_in: Duration,
}

impl TokenGrant {
    /// A token that is good for so long from now.
    pub const fn new(token: AccessToken, expires_in: Duration) -> Self {
        Self { token, expires_in }
    }
}

/// What [`TokenKeeper::poll`] answers.
///
/// ```
/// use tidings_core::outcome::Outcome;
/// use tidings_core::time::{Entropy, Timestamp};
/// use tidings_core::token::{TokenKeeper, TokenStep};
///
/// let now = Timestamp::EPOCH;
/// let mut keeper = TokenKeeper::new();
/// assert_eq!(keeper.poll(now), TokenStep::Fetch);
/// let failure = Outcome::NeverOpened { reason: "connection refused".to_owned() };
/// keeper.handle_failure(failure, Entropy(0), now);
/// assert_eq!(keeper.poll(now), TokenStep::WaitUntil(Timestamp::from_unix_millis(1000)));
/// ```
#[derive(Debug, PartialEq, Eq)]
pub enum TokenStep<'a> {
    /// Make the one token request and report its outcome; then ask again.
    Fetch,
    /// A token request is on its way and there is no token to use meanwhile. Ask again when it is
    /// reported.
    Pending,
    /// Use this token.
    Ready(&'a AccessToken),
    /// The credentials are refused; do not call at all. Asked about again every
    /// [`REFUSED_RECHECK`].
    Refused(&'a Refusal),
    /// The last token request failed. Ask again then.
    WaitUntil(Timestamp),
}

/// Keeps one access token fresh with one request in flight, however many callers wait.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::time::Timestamp;
/// use tidings_core::token::{AccessToken, TokenGrant, TokenKeeper, TokenStep};
///
/// let now = Timestamp::EPOCH;
/// let mut keeper = TokenKeeper::new();
/// // One caller fetches, the others wait.
/// assert_eq!(keeper.poll(now), TokenStep::Fetch);
/// assert_eq!(keeper.poll(now), TokenStep::Pending);
/// let token = AccessToken::new("s3cret".to_owned());
/// let expires_in = Duration::from_secs(1200);
/// keeper.handle_grant(TokenGrant::new(token.clone(), expires_in), now);
/// assert_eq!(keeper.poll(now), TokenStep::Ready(&token));
/// // A call answered 401 to it: the next caller fetches another.
/// keeper.handle_unauthorized(&token);
/// assert_eq!(keeper.poll(now), TokenStep::Fetch);
/// ```
#[derive(Clone, Debug, Default)]
pub struct TokenKeeper {
    current: Option<Current>,
    fetch: Fetch,
    /// Token requests that failed in a row.
    failures: u32,
    refusal: Option<Refusal>,
}

#[derive(Clone, Debug)]
struct Current {
    token: AccessToken,
    refresh_at: Timestamp,
    expires_at: Timestamp,
}

#[derive(Clone, Copy, Debug, Default)]
enum Fetch {
    #[default]
    Idle,
    InFlight {
        since: Timestamp,
    },
    Waiting {
        since: Timestamp,
        until: Timestamp,
    },
}

impl TokenKeeper {
    /// A keeper without a token: the first poll asks for one.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to do for a token now. [`TokenStep::Fetch`] goes to one caller; the others get the old
    /// token for as long as it is good.
    pub fn poll(&mut self, now: Timestamp) -> TokenStep<'_> {
        if self.is_fetch_due(now) {
            self.fetch = Fetch::InFlight { since: now };
            return TokenStep::Fetch;
        }
        match (&self.current, &self.refusal, self.fetch) {
            (Some(current), ..) if now < current.expires_at => TokenStep::Ready(&current.token),
            (_, Some(refusal), _) => TokenStep::Refused(refusal),
            (_, None, Fetch::Waiting { until, .. }) => TokenStep::WaitUntil(until),
            (_, None, Fetch::Idle | Fetch::InFlight { .. }) => TokenStep::Pending,
        }
    }

    /// Takes a new token in.
    pub fn handle_grant(&mut self, grant: TokenGrant, now: Timestamp) {
        let life = grant.expires_in.max(SHORTEST_LIFE);
        let margin = REFRESH_MARGIN.min(life / 4);
        *self = Self {
            current: Some(Current {
                token: grant.token,
                refresh_at: now.saturating_add(life.saturating_sub(margin)),
                expires_at: now.saturating_add(life),
            }),
            ..Self::default()
        };
    }

    /// Learns that a token request failed: backs off or, where the platform said no, holds the
    /// credentials for refused.
    pub fn handle_failure(&mut self, outcome: Outcome, entropy: Entropy, now: Timestamp) {
        let wait = match outcome {
            Outcome::Unauthorized(refusal)
            | Outcome::Rejected(refusal)
            | Outcome::Conflict(refusal) => return self.handle_refused(refusal, now),
            Outcome::Throttled {
                retry_after: Some(wait),
            } => wait,
            Outcome::Accepted(_)
            | Outcome::InDoubt { .. }
            | Outcome::NeverOpened { .. }
            | Outcome::ServerError(_)
            | Outcome::Throttled { retry_after: None } => {
                MAX_BACKOFF.min(Duration::from_secs(2u64.saturating_pow(self.failures)))
            }
        };
        self.failures = self.failures.saturating_add(1);
        self.wait(
            wait.saturating_add(entropy.share(wait, JITTER_PERCENT)),
            now,
        );
    }

    /// Holds the credentials for refused until they are replaced (a new keeper) or a re-check
    /// brings a token. Also for when a call answers 401 to a token that has just been granted.
    ///
    /// ```
    /// use tidings_core::outcome::Refusal;
    /// use tidings_core::time::Timestamp;
    /// use tidings_core::token::{REFUSED_RECHECK, TokenKeeper, TokenStep};
    ///
    /// let (mut keeper, now) = (TokenKeeper::new(), Timestamp::EPOCH);
    /// let refusal = Refusal {
    ///     status: 401,
    ///     code: "invalid_client".into(),
    ///     message: "the secret is wrong".into(),
    ///     hint: String::new(),
    ///     missing_scope: None,
    ///     context_id: None,
    /// };
    /// keeper.handle_refused(refusal.clone(), now);
    /// assert_eq!(keeper.poll(now), TokenStep::Refused(&refusal));
    /// assert_eq!(keeper.poll(now.saturating_add(REFUSED_RECHECK)), TokenStep::Fetch);
    /// ```
    pub fn handle_refused(&mut self, refusal: Refusal, now: Timestamp) {
        self.current = None;
        self.refusal = Some(refusal);
        self.wait(REFUSED_RECHECK, now);
    }

    /// Drops a token that a call answered 401 to. One that was already replaced is ignored, so a
    /// burst of 401s costs one token request.
    pub fn handle_unauthorized(&mut self, used: &AccessToken) {
        self.current.take_if(|current| current.token == *used);
    }

    /// Why the credentials are refused, while they are.
    pub const fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// The next time worth calling [`Self::poll`]; `None` when that is now.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        match (self.fetch, &self.current) {
            (Fetch::InFlight { since }, _) => Some(since.saturating_add(FETCH_TIME_LIMIT)),
            (Fetch::Waiting { until, .. }, _) => Some(until),
            (Fetch::Idle, Some(current)) => Some(current.refresh_at),
            (Fetch::Idle, None) => None,
        }
    }

    fn is_fetch_due(&self, now: Timestamp) -> bool {
        match self.fetch {
            Fetch::Idle => self
                .current
                .as_ref()
                .is_none_or(|current| now >= current.refresh_at),
            Fetch::InFlight { since } => now >= since.saturating_add(FETCH_TIME_LIMIT),
            // A clock that was set back must not make the wait as long as the step.
            Fetch::Waiting { since, until } => now >= until || now < since,
        }
    }

    fn wait(&mut self, wait: Duration, now: Timestamp) {
        self.fetch = Fetch::Waiting {
            since: now,
            until: now.saturating_add(wait),
        };
    }
}

/// A platform that grants shorter lives than this, or none, is not asked for a token more often.
const SHORTEST_LIFE: Duration = Duration::from_secs(4);

/// A token request that was not reported by then is lost (its task was dropped): connecting takes
/// at most 5 s and a whole request 30 s.
const FETCH_TIME_LIMIT: Duration = Duration::from_secs(35);

/// The longest wait between token requests that fail for want of a connection or an answer.
const MAX_BACKOFF: Duration = Duration::from_mins(1);

/// Jitter on top of every wait, in hundredths of it.
const JITTER_PERCENT: u32 = 25;

#[cfg(test)]
mod tests;
