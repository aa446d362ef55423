//! May the next message go now, and if not, when?

mod budgets;
mod eta;
mod lane;
mod rate;

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use eta::Bucket;

pub use budgets::{BudgetState, BudgetStep, Budgets};
pub use eta::{Eta, Forecast, Stall, Waiting};
pub use lane::{Flow, Lane, LaneStep, Priority, SINGLES_IN_A_ROW};
pub use rate::{BudgetName, Rate, RateSource};

/// How fast messages may go out.
///
/// ```
/// use tidings_core::pace::Pace;
///
/// let pace = Pace::per_minute(120)?;
/// assert_eq!((pace, pace.burst()), (Pace::GUIDES, 1));
/// assert_eq!(Pace::per_minute(60_000)?.burst(), 100);
/// # Ok::<_, tidings_core::pace::InvalidPace>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Pace(u32);

impl Pace {
    /// The dialect `guides` unless configured: guide 000's half second between sends.
    pub const GUIDES: Self = Self(120);

    /// Fastest pace in messages per minute: 1000 a second, ten times the rate that guide 004 gives
    /// for the platform, and one for each step of a clock that counts milliseconds.
    pub const MAX_PER_MINUTE: u32 = 60_000;

    /// So many messages a minute, from 1 to [`Self::MAX_PER_MINUTE`].
    pub const fn per_minute(messages: u32) -> Result<Self, InvalidPace> {
        match messages {
            1..=Self::MAX_PER_MINUTE => Ok(Self(messages)),
            _ => Err(InvalidPace(messages)),
        }
    }

    /// Messages per minute.
    pub const fn messages_per_minute(self) -> u32 {
        self.0
    }

    /// How many messages may go at once after a pause: what a tenth of a second is worth, at least
    /// one. A timer that fires a little late then costs no speed.
    pub const fn burst(self) -> u32 {
        let burst = self.0 / 600;
        if burst == 0 { 1 } else { burst }
    }
}

impl TryFrom<u32> for Pace {
    type Error = InvalidPace;

    fn try_from(messages: u32) -> Result<Self, Self::Error> {
        Self::per_minute(messages)
    }
}

impl From<Pace> for u32 {
    fn from(pace: Pace) -> Self {
        pace.messages_per_minute()
    }
}

/// Nobody can send at that pace.
///
/// ```
/// use tidings_core::pace::Pace;
///
/// let error = Pace::per_minute(0).unwrap_err();
/// assert_eq!(error.to_string(), "a pace of 0 messages a minute is outside 1 to 60000");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a pace of {0} messages a minute is outside 1 to {max}",
    max = Pace::MAX_PER_MINUTE
)]
pub struct InvalidPace(u32);

/// What a reply's headers say about the platform's own limit.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::dialect::Dialect;
/// use tidings_core::request::Reply;
///
/// let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
/// let reply = Reply {
///     status: 200,
///     headers: vec![
///         header("inin-ratelimit-count", "288"),
///         header("inin-ratelimit-allowed", "300"),
///         header("inin-ratelimit-reset", "21"),
///     ],
///     body: Vec::new(),
/// };
/// let limit = Dialect::Platform.rate_limit(&reply).ok_or("it is told")?;
/// assert_eq!((limit.remaining, limit.allowed), (12, Some(300)));
/// assert_eq!(limit.resets_in, Some(Duration::from_secs(21)));
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls left until the limit resets (guide 004's `X-RateLimit-Remaining`).
    pub remaining: u32,
    /// Time until it resets, where the platform says so.
    pub resets_in: Option<Duration>,
    /// Calls allowed in the whole window, where the platform says so (`inin-ratelimit-allowed`).
    pub allowed: Option<u32>,
}

impl RateLimit {
    /// So many calls are left; nothing else was said.
    ///
    /// ```
    /// use tidings_core::pace::RateLimit;
    ///
    /// let limit = RateLimit::new(12);
    /// assert_eq!((limit.remaining, limit.resets_in, limit.allowed), (12, None, None));
    /// ```
    pub const fn new(remaining: u32) -> Self {
        Self {
            remaining,
            resets_in: None,
            allowed: None,
        }
    }
}

/// Leave to start one attempt. Dropping it unused gives nothing back.
///
/// ```
/// use tidings_core::pace::{Pace, Pacer, PacerStep, Permit};
/// use tidings_core::time::Timestamp;
///
/// // Whoever asks for one can only be called with leave.
/// fn send(_: Permit) -> &'static str {
///     "sent"
/// }
///
/// let now = Timestamp::EPOCH;
/// let PacerStep::Ready(permit) = Pacer::new(Pace::GUIDES, now).poll(now) else {
///     panic!("the first message may go at once");
/// };
/// assert_eq!(send(permit), "sent");
/// ```
#[derive(Debug)]
#[must_use = "a permit is leave to start one attempt"]
pub struct Permit(());

/// What [`Pacer::poll`] answers.
///
/// ```
/// use tidings_core::pace::{Pace, Pacer, PacerStep};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::EPOCH;
/// let mut pacer = Pacer::new(Pace::GUIDES, now);
/// pacer.handle_throttled(None, now);
/// let PacerStep::WaitUntil(at) = pacer.poll(now) else { panic!("the platform said to wait") };
/// assert_eq!(at.as_unix_millis(), 1000);
/// assert!(matches!(pacer.poll(at), PacerStep::Ready(_)));
/// ```
#[derive(Debug)]
pub enum PacerStep {
    /// Start one attempt now.
    Ready(Permit),
    /// Ask again then.
    WaitUntil(Timestamp),
}

/// What a pacer knows, to be kept where every process that sends can see it.
///
/// ```
/// use tidings_core::pace::{Pace, Pacer, PacerState, PacerStep};
/// use tidings_core::time::Timestamp;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let now = Timestamp::EPOCH;
/// let mut pacer = Pacer::new(Pace::GUIDES, now);
/// assert!(matches!(pacer.poll(now), PacerStep::Ready(_)));
/// let kept = serde_json::to_string(&pacer.state())?;
///
/// // Another process goes on with it: a restart gives no second message at once.
/// let state: PacerState = serde_json::from_str(&kept)?;
/// let mut other = Pacer::resume(Pace::GUIDES, state);
/// assert!(matches!(other.poll(now), PacerStep::WaitUntil(_)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PacerState {
    /// Saved-up leave, in [`MESSAGE`]ths of a message.
    credit: u64,
    /// The time up to which credit has been counted.
    counted_until: Timestamp,
    /// No permit before this time, whatever the credit.
    held_until: Timestamp,
}

impl PacerState {
    /// Whether it was used last longer ago than `age`.
    fn is_older(&self, age: Duration, now: Timestamp) -> bool {
        now.saturating_since(self.counted_until) > age
    }
}

/// A token bucket that also obeys what the platform says about its own limit.
///
/// In any span of time it gives at most [`Pace::burst`] permits more than the pace allows for that
/// span, counted in whole milliseconds.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::pace::{Pace, Pacer, PacerStep};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::EPOCH;
/// let mut pacer = Pacer::new(Pace::GUIDES, now);
/// assert!(matches!(pacer.poll(now), PacerStep::Ready(_)));
/// let PacerStep::WaitUntil(next) = pacer.poll(now) else {
///     panic!("two messages at once");
/// };
/// assert_eq!(next, now.saturating_add(Duration::from_millis(500)));
///
/// pacer.handle_throttled(Some(Duration::from_secs(42)), now);
/// assert_eq!(pacer.poll_timeout(), Some(now.saturating_add(Duration::from_secs(42))));
/// ```
#[derive(Clone, Debug)]
pub struct Pacer {
    pace: Pace,
    /// Permits saved up at most.
    burst: u32,
    state: PacerState,
}

impl Pacer {
    /// A pacer whose first permit is due at once.
    pub const fn new(pace: Pace, now: Timestamp) -> Self {
        let state = PacerState {
            credit: MESSAGE,
            counted_until: now,
            held_until: now,
        };
        let burst = pace.burst();
        Self { pace, burst, state }
    }

    /// A pacer that goes on where another left off, at another pace perhaps.
    pub fn resume(pace: Pace, state: PacerState) -> Self {
        Self::resume_saving_up(pace, pace.burst(), state)
    }

    /// Takes one permit, or says when to ask again.
    pub fn poll(&mut self, now: Timestamp) -> PacerStep {
        self.count(now);
        if self.state.held_until > now {
            return PacerStep::WaitUntil(self.due());
        }
        match self.state.credit.checked_sub(MESSAGE) {
            Some(rest) => {
                self.state.credit = rest;
                PacerStep::Ready(Permit(()))
            }
            None => PacerStep::WaitUntil(self.due()),
        }
    }

    /// Changes the pace from now on; what was saved up stays.
    ///
    /// ```
    /// use tidings_core::pace::{Pace, Pacer};
    /// use tidings_core::time::Timestamp;
    ///
    /// let now = Timestamp::EPOCH;
    /// let mut pacer = Pacer::new(Pace::GUIDES, now);
    /// drop(pacer.poll(now));
    /// pacer.set_pace(Pace::per_minute(60)?, now);
    /// assert_eq!(pacer.poll_timeout(), Some(Timestamp::from_unix_millis(1000)));
    /// # Ok::<_, tidings_core::pace::InvalidPace>(())
    /// ```
    pub fn set_pace(&mut self, pace: Pace, now: Timestamp) {
        self.count(now);
        self.pace = pace;
        self.burst = pace.burst();
        self.state.credit = self.state.credit.min(self.capacity());
    }

    /// 429: no permit before `retry_after` is over (one second where the platform names no time),
    /// and no burst saved up for then.
    pub fn handle_throttled(&mut self, retry_after: Option<Duration>, now: Timestamp) {
        self.count(now);
        self.state.credit = self.state.credit.min(MESSAGE);
        self.hold(retry_after.unwrap_or(UNNAMED_WAIT), now);
    }

    /// Spreads what the platform's limit has left over the time until it resets, where that is
    /// slower than the pace.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::pace::{Pace, Pacer, RateLimit};
    /// use tidings_core::time::Timestamp;
    ///
    /// let now = Timestamp::EPOCH;
    /// let mut pacer = Pacer::new(Pace::GUIDES, now);
    /// let mut limit = RateLimit::new(2);
    /// limit.resets_in = Some(Duration::from_secs(30));
    /// pacer.handle_rate_limit(limit, now);
    /// // Two are left for thirty seconds: the next goes after a third of them.
    /// assert_eq!(pacer.poll_timeout(), Some(Timestamp::from_unix_millis(10_000)));
    /// ```
    pub fn handle_rate_limit(&mut self, limit: RateLimit, now: Timestamp) {
        self.count(now);
        let left = u64::from(limit.remaining).saturating_mul(MESSAGE);
        self.state.credit = self.state.credit.min(left.max(MESSAGE));
        match limit.resets_in {
            Some(reset) => self.hold(reset / limit.remaining.saturating_add(1), now),
            None if limit.remaining == 0 => self.hold(UNNAMED_WAIT, now),
            None => {}
        }
    }

    /// The next time worth calling [`Self::poll`]; in the past when a permit is due.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        Some(self.due())
    }

    /// As [`resume`](Self::resume), saving up another number of permits than the pace's own burst.
    fn resume_saving_up(pace: Pace, burst: u32, state: PacerState) -> Self {
        let mut pacer = Self { pace, burst, state };
        pacer.state.credit = state.credit.min(pacer.capacity());
        pacer
    }

    /// A pacer that has saved up so many permits already.
    const fn saved_up(pace: Pace, burst: u32, now: Timestamp) -> Self {
        let mut pacer = Self::new(pace, now);
        pacer.burst = burst;
        pacer.state.credit = MESSAGE * (burst as u64);
        pacer
    }

    /// When the next permit is due; nothing when it is due now.
    fn due_after(&mut self, now: Timestamp) -> Option<Timestamp> {
        self.count(now);
        let is_due = self.state.held_until <= now && self.state.credit >= MESSAGE;
        (!is_due).then(|| self.due())
    }

    /// Whether nothing holds it and a whole message is saved up, as at its start.
    fn is_idle(&mut self, now: Timestamp) -> bool {
        self.due_after(now).is_none()
    }

    /// What to keep for [`Self::resume`].
    pub const fn state(&self) -> PacerState {
        self.state
    }

    /// Counts the credit of the time that has passed.
    fn count(&mut self, now: Timestamp) {
        let PacerState {
            credit,
            counted_until,
            held_until,
        } = self.state;
        if now < counted_until {
            let step = counted_until.saturating_since(now);
            if step >= CLOCK_STEP {
                // The clock was set back: move with it, or nothing would go out until it has
                // caught up. Smaller differences are other processes' and count as no time.
                self.state.counted_until = now;
                self.state.held_until = held_until.saturating_sub(step);
            }
            return;
        }
        // While held, no more is saved up than the one message that goes out when the hold ends.
        let most = if held_until > counted_until {
            MESSAGE.saturating_add(self.earned(now.saturating_since(held_until)))
        } else {
            u64::MAX
        };
        let earned = self.earned(now.saturating_since(counted_until));
        self.state.counted_until = now;
        self.state.credit = credit.saturating_add(earned).min(most).min(self.capacity());
    }

    /// What a forecast has to know; counted up to `now`.
    fn bucket(&self, now: Timestamp) -> Bucket {
        let held_for = self.state.held_until.saturating_since(now).as_millis();
        Bucket {
            per_minute: self.pace.messages_per_minute(),
            credit: self.state.credit,
            capacity: self.capacity(),
            held_for: u64::try_from(held_for).unwrap_or(u64::MAX),
        }
    }

    fn earned(&self, elapsed: Duration) -> u64 {
        u64::try_from(elapsed.as_millis())
            .unwrap_or(u64::MAX)
            .saturating_mul(u64::from(self.pace.messages_per_minute()))
    }

    fn hold(&mut self, wait: Duration, now: Timestamp) {
        let until = now.saturating_add(wait);
        self.state.held_until = self.state.held_until.max(until);
    }

    fn due(&self) -> Timestamp {
        let missing = MESSAGE.saturating_sub(self.state.credit);
        let wait = missing.div_ceil(u64::from(self.pace.messages_per_minute()));
        let earned = self
            .state
            .counted_until
            .saturating_add(Duration::from_millis(wait));
        earned.max(self.state.held_until)
    }

    fn capacity(&self) -> u64 {
        // Permits are given on whole milliseconds. What the wait was rounded up by is kept, or
        // every message would go out a little later than the pace says.
        let rounding = u64::from(self.pace.messages_per_minute()) - 1;
        u64::from(self.burst) * MESSAGE + rounding
    }
}

/// What one message costs. A pace of n a minute earns n of these a millisecond, so that all
/// counting is in whole numbers.
const MESSAGE: u64 = 60_000;

/// The wait after a 429 that names none, or at an empty limit that does not say when it resets:
/// guide 004's limit is one of requests per second.
const UNNAMED_WAIT: Duration = Duration::from_secs(1);

/// From here on a clock that goes back was set back.
const CLOCK_STEP: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
