//! Whose turn is it? Single messages overtake campaigns, and campaigns take turns.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{BudgetName, BudgetStep, Budgets, Permit};
use crate::time::Timestamp;

/// So many single messages in a row may overtake a campaign; then one of a campaign's messages
/// goes, if its budgets let it. However many people write single messages, a campaign keeps a tenth
/// of the permits that both want.
pub const SINGLES_IN_A_ROW: u32 = 9;

/// Who goes first. The order of the variants is the order of the turns.
///
/// ```
/// use tidings_core::pace::Priority;
///
/// assert!(Priority::Single < Priority::Campaign);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Somebody sent one message and waits for it.
    Single,
    /// One of many, to be through in its own time.
    Campaign,
}

/// Messages that go one after the other.
///
/// ```
/// use tidings_core::pace::{Flow, Priority};
///
/// assert_eq!(Flow::Campaign("spring".to_owned()).priority(), Priority::Campaign);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// All single messages of a connection, oldest first.
    Single,
    /// One campaign, by its id.
    Campaign(String),
}

impl Flow {
    /// Whether it overtakes or is overtaken.
    pub const fn priority(&self) -> Priority {
        match self {
            Self::Single => Priority::Single,
            Self::Campaign(_) => Priority::Campaign,
        }
    }
}

/// What [`Lane::poll`] answers.
///
/// ```
/// use tidings_core::pace::{BudgetName, Budgets, Flow, Lane, LaneStep};
/// use tidings_core::time::Timestamp;
///
/// let (mut budgets, now) = (Budgets::new(), Timestamp::EPOCH);
/// let mut lane = Lane::new();
/// lane.push(Flow::Single, [BudgetName::Client], "hello");
/// assert!(matches!(lane.poll(&mut budgets, now), LaneStep::Start { item: "hello", .. }));
/// assert!(matches!(lane.poll(&mut budgets, now), LaneStep::Empty));
/// ```
#[derive(Debug)]
pub enum LaneStep<T> {
    /// Start this one now; it is counted in every budget of its toll.
    Start {
        /// What was put in.
        item: T,
        /// Leave to start it.
        permit: Permit,
    },
    /// None of those that wait may start yet. Nothing is counted.
    WaitUntil {
        /// When the first of them may.
        at: Timestamp,
        /// The budget that it waits for.
        binds: BudgetName,
    },
    /// Nothing waits.
    Empty,
}

/// What waits on one connection, and in which order it goes.
///
/// - A single message takes the next permit of the budgets that apply to it, whatever campaigns
///   wait: see [`SINGLES_IN_A_ROW`] for what campaigns keep.
/// - Campaigns take turns, message by message. One whose own budget makes it wait keeps its turn
///   and lets the others pass.
/// - Single messages go in the order in which they came; one that waits for a budget of its own is
///   passed by those behind it that do not need that budget.
///
/// ```
/// use tidings_core::pace::{BudgetName, Budgets, Flow, Lane, LaneStep, Pace, Rate, RateSource};
/// use tidings_core::time::Timestamp;
///
/// # fn main() -> Result<(), Box<dyn core::error::Error>> {
/// let now = Timestamp::EPOCH;
/// let mut budgets = Budgets::new();
/// let rate = Rate::steady(Pace::per_minute(60)?, RateSource::Configured);
/// budgets.set(BudgetName::Client, rate, now);
///
/// let mut lane = Lane::new();
/// lane.push(Flow::Campaign("spring".to_owned()), [BudgetName::Client], "one of 6000");
/// lane.push(Flow::Single, [BudgetName::Client], "a colleague's");
///
/// let LaneStep::Start { item, .. } = lane.poll(&mut budgets, now) else {
///     return Err("the first permit is due at once".into());
/// };
/// assert_eq!(item, "a colleague's");
/// // The campaign's is next, a second later.
/// assert!(matches!(lane.poll(&mut budgets, now), LaneStep::WaitUntil { .. }));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Lane<T> {
    singles: VecDeque<Waiting<T>>,
    /// Campaigns that have something here; the first one's turn it is.
    campaigns: VecDeque<Campaign<T>>,
    /// Since a campaign's message went last.
    singles_in_a_row: u32,
}

#[derive(Clone, Debug)]
struct Campaign<T> {
    id: String,
    waiting: VecDeque<Waiting<T>>,
}

#[derive(Clone, Debug)]
struct Waiting<T> {
    item: T,
    toll: Arc<[BudgetName]>,
}

/// What has been found to wait in one look through the lane.
#[derive(Default)]
struct Waits {
    tolls: Vec<Arc<[BudgetName]>>,
    soonest: Option<(Timestamp, BudgetName)>,
}

impl<T> Lane<T> {
    /// Nothing waits.
    pub const fn new() -> Self {
        Self {
            singles: VecDeque::new(),
            campaigns: VecDeque::new(),
            singles_in_a_row: 0,
        }
    }

    /// Puts something in behind what waits in its flow. `toll` names the budgets that it passes.
    pub fn push(&mut self, flow: Flow, toll: impl Into<Arc<[BudgetName]>>, item: T) {
        let toll = toll.into();
        let waiting = Waiting { item, toll };
        let id = match flow {
            Flow::Single => return self.singles.push_back(waiting),
            Flow::Campaign(id) => id,
        };
        match self.campaigns.iter_mut().find(|known| known.id == id) {
            Some(known) => known.waiting.push_back(waiting),
            None => self.campaigns.push_back(Campaign {
                id,
                waiting: VecDeque::from([waiting]),
            }),
        }
    }

    /// Takes out what may start now, with a permit of every budget of its toll, or says when to ask
    /// again.
    pub fn poll(&mut self, budgets: &mut Budgets, now: Timestamp) -> LaneStep<T> {
        let mut waits = Waits::default();
        let is_campaigns_turn = self.singles_in_a_row >= SINGLES_IN_A_ROW;
        let mut started = None;
        if is_campaigns_turn {
            started = self.poll_campaigns(budgets, &mut waits, now);
        }
        if started.is_none() {
            started = self.poll_singles(budgets, &mut waits, now);
        }
        if started.is_none() && !is_campaigns_turn {
            started = self.poll_campaigns(budgets, &mut waits, now);
        }
        match (started, waits.soonest) {
            (Some((item, permit)), _) => LaneStep::Start { item, permit },
            (None, Some((at, binds))) => LaneStep::WaitUntil { at, binds },
            (None, None) => LaneStep::Empty,
        }
    }

    /// How many wait in a flow.
    pub fn waiting(&self, flow: &Flow) -> usize {
        match flow {
            Flow::Single => self.singles.len(),
            Flow::Campaign(id) => {
                let mut campaigns = self.campaigns.iter();
                let known = campaigns.find(|known| known.id == *id);
                known.map_or(0, |known| known.waiting.len())
            }
        }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.singles.is_empty() && self.campaigns.is_empty()
    }

    /// What waits, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        let campaigns = self.campaigns.iter().flat_map(|it| &it.waiting);
        self.singles.iter().chain(campaigns).map(|it| &it.item)
    }

    /// Takes out all that waits, single messages first.
    ///
    /// ```
    /// use tidings_core::pace::{BudgetName, Flow, Lane};
    ///
    /// let mut lane = Lane::new();
    /// let spring = Flow::Campaign("spring".into());
    /// lane.push(spring.clone(), [BudgetName::Client], "one of many");
    /// lane.push(Flow::Single, [BudgetName::Client], "one");
    /// assert_eq!((lane.waiting(&spring), lane.iter().count()), (1, 2));
    /// assert_eq!(lane.drain(), ["one", "one of many"]);
    /// assert!(lane.is_empty());
    /// ```
    pub fn drain(&mut self) -> Vec<T> {
        let singles = self.singles.drain(..);
        let campaigns = self.campaigns.drain(..).flat_map(|it| it.waiting);
        singles.chain(campaigns).map(|it| it.item).collect()
    }

    fn poll_singles(
        &mut self,
        budgets: &mut Budgets,
        waits: &mut Waits,
        now: Timestamp,
    ) -> Option<(T, Permit)> {
        let mut places = self.singles.iter().enumerate();
        let (place, permit) =
            places.find_map(|(place, it)| Some((place, waits.pass(&it.toll, budgets, now)?)))?;
        let started = self.singles.remove(place)?;
        self.singles_in_a_row = self.singles_in_a_row.saturating_add(1);
        Some((started.item, permit))
    }

    fn poll_campaigns(
        &mut self,
        budgets: &mut Budgets,
        waits: &mut Waits,
        now: Timestamp,
    ) -> Option<(T, Permit)> {
        let mut places = self.campaigns.iter().enumerate();
        let (place, permit) = places.find_map(|(place, it)| {
            let first = it.waiting.front()?;
            Some((place, waits.pass(&first.toll, budgets, now)?))
        })?;
        let mut campaign = self.campaigns.remove(place)?;
        let started = campaign.waiting.pop_front()?;
        if !campaign.waiting.is_empty() {
            self.campaigns.push_back(campaign);
        }
        self.singles_in_a_row = 0;
        Some((started.item, permit))
    }
}

impl<T> Default for Lane<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl Waits {
    /// Takes a permit of each budget, or notes what has to be waited for. A toll that waits already
    /// is not asked about again.
    fn pass(
        &mut self,
        toll: &Arc<[BudgetName]>,
        budgets: &mut Budgets,
        now: Timestamp,
    ) -> Option<Permit> {
        if self.tolls.contains(toll) {
            return None;
        }
        match budgets.poll(toll, now) {
            BudgetStep::Ready(permit) => Some(permit),
            BudgetStep::WaitUntil { at, binds } => {
                self.tolls.push(Arc::clone(toll));
                if self
                    .soonest
                    .as_ref()
                    .is_none_or(|(soonest, _)| at < *soonest)
                {
                    self.soonest = Some((at, binds));
                }
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
