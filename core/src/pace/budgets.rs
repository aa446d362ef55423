//! Several rates at once: an attempt passes all that apply to it, or waits for the one that binds.

use core::time::Duration;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::eta::Bucket;
use super::{BudgetName, Pace, Pacer, PacerState, Permit, Rate, RateLimit, RateSource};
use crate::api::BudgetView;
use crate::time::Timestamp;

/// The budgets of one connection. One that is asked for and not here does not limit.
///
/// ```
/// use tidings_core::pace::{BudgetName, BudgetStep, Budgets, Rate};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::EPOCH;
/// let number = BudgetName::of_sender("+13175550100");
/// let mut budgets = Budgets::new();
/// budgets.set(BudgetName::Client, Rate::CLIENT, now);
/// budgets.add_sender(&number, now);
///
/// let sms = [BudgetName::Client, number.clone()];
/// assert!(matches!(budgets.poll(&sms, now), BudgetStep::Ready(_)));
/// // The client could go on; the number is what binds.
/// let BudgetStep::WaitUntil { binds, .. } = budgets.poll(&sms, now) else {
///     panic!("two SMS at once from a long code");
/// };
/// assert_eq!(binds, number);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Budgets {
    all: BTreeMap<BudgetName, Budget>,
}

#[derive(Clone, Debug)]
struct Budget {
    rate: Rate,
    pacer: Pacer,
}

/// What [`Budgets::poll`] answers.
///
/// ```
/// use tidings_core::pace::{BudgetName, BudgetStep, Budgets};
/// use tidings_core::time::Timestamp;
///
/// // A budget that is asked for and not there does not limit.
/// let step = Budgets::new().poll(&[BudgetName::Client], Timestamp::EPOCH);
/// assert!(matches!(step, BudgetStep::Ready(_)));
/// ```
#[derive(Debug)]
pub enum BudgetStep {
    /// Start one attempt now; it is counted everywhere.
    Ready(Permit),
    /// Ask again then. Nothing is counted.
    WaitUntil {
        /// When the one that binds has room again.
        at: Timestamp,
        /// The budget that comes last.
        binds: BudgetName,
    },
}

/// What a budget knows, to be kept where every process that sends can see it.
///
/// ```
/// use tidings_core::pace::{BudgetName, Budgets, Rate, RateLimit, RateSource};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::EPOCH;
/// let mut budgets = Budgets::new();
/// let mut told = RateLimit::new(60);
/// told.allowed = Some(60);
/// budgets.handle_rate_limit(told, now);
///
/// // Another process hears of it through the ledger.
/// let mut other = Budgets::new();
/// for (name, state) in budgets.states(&[BudgetName::Client]) {
///     other.resume(name, state, now);
/// }
/// let rate = other.rate(&BudgetName::Client).ok_or("it was told")?;
/// assert_eq!((rate.per_minute(), rate.source()), (60, RateSource::Told));
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BudgetState {
    rate: Rate,
    pacer: PacerState,
}

impl Budgets {
    /// None: nothing limits.
    pub const fn new() -> Self {
        Self {
            all: BTreeMap::new(),
        }
    }

    /// Takes one permit from each of `names`, or from none.
    pub fn poll(&mut self, names: &[BudgetName], now: Timestamp) -> BudgetStep {
        let mut last: Option<(Timestamp, &BudgetName)> = None;
        for name in names {
            let due = self
                .all
                .get_mut(name)
                .and_then(|it| it.pacer.due_after(now));
            if let Some(at) = due
                && last.is_none_or(|(latest, _)| at > latest)
            {
                last = Some((at, name));
            }
        }
        if let Some((at, name)) = last {
            let binds = name.clone();
            return BudgetStep::WaitUntil { at, binds };
        }
        for name in names {
            if let Some(budget) = self.all.get_mut(name) {
                // Due, as was just asked.
                let _ = budget.pacer.poll(now);
            }
        }
        BudgetStep::Ready(Permit(()))
    }

    /// Sets a rate from now on. What was used of it before stays used.
    pub fn set(&mut self, name: BudgetName, rate: Rate, now: Timestamp) {
        match self.all.get_mut(&name) {
            Some(budget) if budget.rate == rate => {}
            Some(budget) => budget.change(rate, now),
            None => {
                self.all.insert(name, Budget::new(rate, now));
            }
        }
    }

    /// Makes sure that a sender has its budget, by its number's class.
    pub fn add_sender(&mut self, name: &BudgetName, now: Timestamp) {
        if let BudgetName::Sender(number) = name
            && !self.all.contains_key(name)
        {
            let budget = Budget::new(Rate::of_sender(number), now);
            self.all.insert(name.clone(), budget);
        }
    }

    /// 429: nothing of the client before `retry_after` is over.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::pace::{BudgetName, BudgetStep, Budgets, Rate};
    /// use tidings_core::time::Timestamp;
    ///
    /// let now = Timestamp::EPOCH;
    /// let mut budgets = Budgets::new();
    /// budgets.set(BudgetName::Client, Rate::CLIENT, now);
    /// budgets.handle_throttled(Some(Duration::from_secs(42)), now);
    /// let BudgetStep::WaitUntil { at, .. } = budgets.poll(&[BudgetName::Client], now) else {
    ///     panic!("the platform said to wait");
    /// };
    /// assert_eq!(at.as_unix_millis(), 42_000);
    /// ```
    pub fn handle_throttled(&mut self, retry_after: Option<Duration>, now: Timestamp) {
        if let Some(budget) = self.all.get_mut(&BudgetName::Client) {
            budget.pacer.handle_throttled(retry_after, now);
        }
    }

    /// Learns what a reply said of the client's limit: how high it is, and how much of it is left
    /// by the platform's own count, in which others with the same client are.
    pub fn handle_rate_limit(&mut self, limit: RateLimit, now: Timestamp) {
        if let Some(pace) = limit.allowed.and_then(|calls| Pace::per_minute(calls).ok()) {
            let rate = Rate::limit(pace, RateSource::Told);
            self.set(BudgetName::Client, rate, now);
        }
        if let Some(budget) = self.all.get_mut(&BudgetName::Client) {
            budget.learn(limit, now);
        }
    }

    /// Goes on where another process left off. The rate is this process's own, unless the platform
    /// told it within the last day: a limit that nobody has met for longer may have been changed, and
    /// the next reply tells it anew.
    pub fn resume(&mut self, name: BudgetName, state: BudgetState, now: Timestamp) {
        let is_told =
            state.rate.source == RateSource::Told && !state.pacer.is_older(TOLD_LASTS, now);
        let rate = match self.all.get(&name) {
            Some(known) if !is_told => known.rate,
            None if !is_told && !has_rate_of_its_own(&name) => return,
            _ => state.rate,
        };
        let (pace, burst) = rate.bucket();
        let mut pacer = Pacer::resume_saving_up(pace, burst, state.pacer);
        pacer.count(now);
        self.all.insert(name, Budget { rate, pacer });
    }

    /// What to keep of these budgets, as far as they are here.
    pub fn states(&self, names: &[BudgetName]) -> Vec<(BudgetName, BudgetState)> {
        let known = names
            .iter()
            .filter_map(|name| Some((name.clone(), self.all.get(name)?.state())));
        known.collect()
    }

    /// Every budget as people see it. The one that binds is the one that is due last, if any has
    /// to be waited for.
    ///
    /// ```
    /// use tidings_core::pace::{BudgetName, Budgets, Rate};
    /// use tidings_core::time::Timestamp;
    ///
    /// let now = Timestamp::EPOCH;
    /// let mut budgets = Budgets::new();
    /// budgets.set(BudgetName::Client, Rate::CLIENT, now);
    /// budgets.handle_throttled(None, now);
    /// let view = budgets.views(now).remove(0);
    /// assert_eq!((view.name.as_str(), view.binds), ("client", true));
    /// assert_eq!(view.due_at, Some(Timestamp::from_unix_millis(1000)));
    /// ```
    pub fn views(&self, now: Timestamp) -> Vec<BudgetView> {
        let due = |budget: &Budget| budget.pacer.clone().due_after(now);
        let last = self.all.values().filter_map(due).max();
        let view = |(name, budget): (&BudgetName, &Budget)| {
            let due_at = due(budget);
            BudgetView {
                name: name.to_string(),
                title: name.title(),
                per_minute: budget.rate.per_minute(),
                source: budget.rate.source().in_words().to_owned(),
                due_at,
                binds: due_at.is_some() && due_at == last,
            }
        };
        self.all.iter().map(view).collect()
    }

    /// Forgets campaigns' own paces that nothing is left to remember of: one that has saved up all
    /// it may is as good as new. Call it now and then, or finished campaigns add up.
    ///
    /// ```
    /// use tidings_core::pace::{BudgetName, Budgets, Rate};
    /// use tidings_core::time::Timestamp;
    ///
    /// let now = Timestamp::EPOCH;
    /// let mut budgets = Budgets::new();
    /// budgets.set(BudgetName::Client, Rate::CLIENT, now);
    /// budgets.set(BudgetName::Campaign("spring".into()), Rate::CLIENT, now);
    /// budgets.forget_idle(now);
    /// assert_eq!(budgets.views(now).len(), 1);
    /// ```
    pub fn forget_idle(&mut self, now: Timestamp) {
        self.all.retain(|name, budget| {
            !matches!(name, BudgetName::Campaign(_)) || !budget.pacer.is_idle(now)
        });
    }

    /// What a forecast has to know of a budget, if it is here.
    pub(super) fn bucket(&self, name: &BudgetName, now: Timestamp) -> Option<Bucket> {
        let mut pacer = self.all.get(name)?.pacer.clone();
        pacer.count(now);
        Some(pacer.bucket(now))
    }

    /// The rate of a budget, if it is here.
    pub fn rate(&self, name: &BudgetName) -> Option<Rate> {
        self.all.get(name).map(|budget| budget.rate)
    }
}

/// Whether its rate follows from itself, so that no configuration names it.
const fn has_rate_of_its_own(name: &BudgetName) -> bool {
    matches!(name, BudgetName::Sender(_) | BudgetName::Campaign(_))
}

impl Budget {
    fn new(rate: Rate, now: Timestamp) -> Self {
        let (pace, burst) = rate.bucket();
        let pacer = if rate.is_bursty {
            Pacer::saved_up(pace, burst, now)
        } else {
            Pacer::new(pace, now)
        };
        Self { rate, pacer }
    }

    fn change(&mut self, rate: Rate, now: Timestamp) {
        let (pace, burst) = rate.bucket();
        self.pacer.count(now);
        self.pacer = Pacer::resume_saving_up(pace, burst, self.pacer.state());
        self.rate = rate;
    }

    const fn state(&self) -> BudgetState {
        BudgetState {
            rate: self.rate,
            pacer: self.pacer.state(),
        }
    }

    /// Holds back only where what is left would not last until the limit resets: at every reply, a
    /// little would add up.
    fn learn(&mut self, limit: RateLimit, now: Timestamp) {
        let (pace, _) = self.rate.bucket();
        let earned = limit.resets_in.map(|reset| {
            let millis = u64::try_from(reset.as_millis()).unwrap_or(u64::MAX);
            millis.saturating_mul(u64::from(pace.messages_per_minute())) / 60_000
        });
        let lasts = earned.is_some_and(|earned| earned <= u64::from(limit.remaining));
        if !lasts {
            self.pacer.handle_rate_limit(limit, now);
        }
    }
}

/// So long a limit that the platform told is believed while nothing is sent.
const TOLD_LASTS: Duration = Duration::from_hours(24);

#[cfg(test)]
mod tests;
