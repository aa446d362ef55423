//! When will what waits have gone out, and what does that depend on?

mod fluid;
mod stall;

use core::time::Duration;

use super::{BudgetName, Budgets, Flow};
use crate::time::Timestamp;

pub use stall::Stall;

pub(super) use fluid::Bucket;

/// How many messages wait in a flow, and what each of them has to pass.
///
/// ```
/// use tidings_core::pace::{BudgetName, Flow, Waiting};
///
/// let toll = vec![BudgetName::Client, BudgetName::of_sender("+1 317 555 0100")];
/// let waiting = Waiting::new(Flow::Campaign("spring".to_owned()), toll, 5999);
/// assert_eq!(waiting.count, 5999);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// Which flow.
    pub flow: Flow,
    /// The budgets that each message passes.
    pub toll: Vec<BudgetName>,
    /// How many messages are still to begin.
    pub count: u64,
    /// The last of them that were put off may not begin before.
    pub not_before: Option<Timestamp>,
}

impl Waiting {
    /// So many messages, none of them put off.
    pub const fn new(flow: Flow, toll: Vec<BudgetName>, count: u64) -> Self {
        Self {
            flow,
            toll,
            count,
            not_before: None,
        }
    }

    /// The same, with messages that may not begin before `at`.
    #[must_use]
    pub const fn put_off_until(mut self, at: Timestamp) -> Self {
        self.not_before = Some(at);
        self
    }
}

/// When the last message of a flow begins, as far as the budgets decide it.
///
/// It is what [`Lane`](super::Lane) does with the same budgets from now on, with nothing put in and
/// nothing learned meanwhile. A message that meets a 429 or a server error comes later.
///
/// ```
/// use tidings_core::pace::{BudgetName, Budgets, Flow, Forecast, Rate, Waiting};
/// use tidings_core::time::Timestamp;
///
/// let (now, later) = (Timestamp::EPOCH, Timestamp::from_unix_millis(3_600_000));
/// let mut budgets = Budgets::new();
/// budgets.set(BudgetName::Client, Rate::CLIENT, now);
/// let single = Waiting::new(Flow::Single, vec![BudgetName::Client], 1).put_off_until(later);
/// let [Forecast::Ends(eta)] = &budgets.forecast(&[single], now)[..] else {
///     panic!("the client's rate limits it");
/// };
/// assert_eq!((eta.at, &eta.binds), (later, &BudgetName::Client));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Eta {
    /// When the last message begins.
    pub at: Timestamp,
    /// The budget that holds the flow up for the longest part of that time.
    pub binds: BudgetName,
    /// Messages of this flow a minute while that budget binds, or once it no longer holds them up,
    /// rounded to a whole number, at least one.
    pub per_minute: u32,
    /// Nothing of the flow goes out before this: the platform asked to wait.
    pub held_until: Option<Timestamp>,
}

/// What can be said about the end of a flow.
///
/// ```
/// use tidings_core::pace::{BudgetName, Budgets, Flow, Forecast, Waiting};
/// use tidings_core::time::Timestamp;
///
/// # fn main() -> Result<(), Box<dyn core::error::Error>> {
/// let now = Timestamp::parse("2026-11-20T14:00:00Z").ok_or("a time")?;
/// let number = BudgetName::of_sender("+13175550100");
/// let mut budgets = Budgets::new();
/// budgets.add_sender(&number, now);
///
/// // 60 SMS a minute may go from a long code, so the last of 1920 goes after 32 minutes.
/// let campaign = Waiting::new(Flow::Campaign("spring".to_owned()), vec![number.clone()], 1920);
/// let [Forecast::Ends(eta)] = &budgets.forecast(&[campaign], now)[..] else {
///     return Err("a budget limits it".into());
/// };
/// assert_eq!(eta.at.to_rfc3339_seconds(), "2026-11-20T14:31:59Z");
/// assert_eq!((&eta.binds, eta.per_minute), (&number, 60));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// It will be through.
    Ends(Eta),
    /// No budget limits it: it goes as fast as replies come, and nobody knows how fast that is.
    Unlimited,
    /// Nothing waits in it.
    Empty,
}

impl Budgets {
    /// When each flow will be through, in the order in which they are given.
    ///
    /// Counts all flows of a connection together: what they share, they share as
    /// [`Lane`](super::Lane) lets them. The work grows with the number of flows and budgets, not with
    /// the number of messages.
    ///
    /// ```
    /// use tidings_core::pace::{BudgetName, Budgets, Flow, Forecast, Waiting};
    /// use tidings_core::time::Timestamp;
    ///
    /// let waiting = |count| Waiting::new(Flow::Single, vec![BudgetName::Client], count);
    /// let forecasts = Budgets::new().forecast(&[waiting(5), waiting(0)], Timestamp::EPOCH);
    /// assert_eq!(forecasts, [Forecast::Unlimited, Forecast::Empty]);
    /// ```
    pub fn forecast(&self, waiting: &[Waiting], now: Timestamp) -> Vec<Forecast> {
        let streams = fluid::run(self, waiting, now);
        let forecasts = waiting.iter().zip(streams);
        forecasts
            .map(|(waiting, stream)| stream.forecast(waiting, now))
            .collect()
    }
}

impl fluid::Stream {
    fn forecast(self, waiting: &Waiting, now: Timestamp) -> Forecast {
        if waiting.count == 0 {
            return Forecast::Empty;
        }
        let after = |millis: f64| {
            // Permits are given on whole milliseconds; a millionth of one is arithmetic's.
            let wait = Duration::try_from_secs_f64((millis - 1e-6).ceil() / 1000.0);
            now.saturating_add(wait.unwrap_or(Duration::MAX))
        };
        let Some((binds, per_minute)) = self.binds() else {
            return Forecast::Unlimited;
        };
        let at = after(self.ended_after());
        Forecast::Ends(Eta {
            at: waiting.not_before.map_or(at, |put_off| at.max(put_off)),
            binds,
            per_minute,
            held_until: self.held_for().map(after),
        })
    }
}

#[cfg(test)]
mod tests;
