//! One connection's sending: takes its rows, asks gate and pacer, starts attempts.

mod gate;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tidings_core::pace::BudgetName;
use tidings_core::retry::RetryPolicy;
use tidings_core::time::Timestamp;
use tokio::task::{JoinError, JoinSet};

use self::gate::{Closed, Gate};
use super::attempt::{Attempt, LOOK_AGAIN, Report, ticket};
use super::plan::Plan;
use super::{POLL_INTERVAL, Shared};
use crate::clock;
use crate::genesys::{Genesys, Passage, sleep_until};
use crate::id::CampaignId;
use crate::ledger::{ClaimFilter, Delivery, Hold, LedgerError, Settlement};
use tidings_core::delivery::DeliveryState;

/// One connection's rows and what holds them up.
pub(super) struct Lane {
    shared: Arc<Shared>,
    genesys: Genesys,
    gate: Gate,
    queue: VecDeque<(Delivery, Arc<Plan>)>,
    plans: HashMap<CampaignId, Arc<Plan>>,
    in_flight: JoinSet<Report>,
    /// Nothing could be sent when it was tried last.
    is_closed: bool,
    /// Campaigns whose rows wait for a budget that others do not need.
    held_up: BTreeSet<CampaignId>,
    /// A limit was told, or met, that the ledger has not heard of.
    has_news: bool,
    /// The ledger let an attempt not begin: the stop switch may be turned.
    may_be_stopped: bool,
}

impl Lane {
    pub(super) fn new(shared: Arc<Shared>, genesys: Genesys) -> Self {
        Self {
            gate: Gate::new(),
            shared,
            genesys,
            queue: VecDeque::new(),
            plans: HashMap::new(),
            in_flight: JoinSet::new(),
            is_closed: false,
            held_up: BTreeSet::new(),
            has_news: false,
            may_be_stopped: false,
        }
    }

    /// Works until the engine stops, then lets attempts on their way end.
    pub(super) async fn run(mut self) {
        let stop = self.shared.stop.clone();
        stop.run_until_cancelled(self.work()).await;
        let left = self.queue.drain(..).map(|(row, _)| ticket(&row)).collect();
        if let Err(error) = self.shared.ledger.release(left).await {
            super::log(&error);
        }
        while self.in_flight.join_next().await.is_some() {}
    }

    async fn work(&mut self) {
        let mut work = self.shared.ledger.work();
        if let Err(error) = self.prepare().await {
            super::log(&error);
        }
        loop {
            let now = clock::now();
            let wake = match self.turn().await {
                Ok(wake) => wake.min(now.saturating_add(POLL_INTERVAL)),
                Err(error) => {
                    super::log(&error);
                    now.saturating_add(LEDGER_PAUSE)
                }
            };
            tokio::select! {
                Some(ended) = self.in_flight.join_next() => self.learn(ended),
                () = sleep_until(wake) => {}
                // An error means that the ledger is gone, and this lane with it.
                Ok(()) = work.changed() => {}
            }
            while let Some(ended) = self.in_flight.try_join_next() {
                self.learn(ended);
            }
        }
    }

    /// Goes on where the last engine left off, and says early whether the credentials are good.
    async fn prepare(&mut self) -> Result<(), LedgerError> {
        self.genesys.resume_budgets(&self.shared.ledger).await?;
        let token = self.genesys.token().await;
        self.is_closed = token.is_err();
        self.gate
            .tell_token(&self.shared, &self.genesys, &token)
            .await
    }

    /// Starts what may start now and returns when to look again.
    async fn turn(&mut self) -> Result<Timestamp, LedgerError> {
        self.keep_news().await?;
        self.give_back_if_stopped().await?;
        self.refill().await?;
        let later = clock::now().saturating_add(POLL_INTERVAL);
        // A closed gate is looked at without rows too: it is what keeps them away.
        if self.queue.is_empty() && !self.is_closed {
            return Ok(later);
        }
        match self.gate.check(&self.shared, &self.genesys).await? {
            Ok(limit) => {
                self.is_closed = false;
                Ok(self.launch(limit))
            }
            Err(closed) => {
                self.is_closed = true;
                self.hold(&closed).await?;
                Ok(later)
            }
        }
    }

    /// What waits here while sending is stopped goes back, so that it is nobody's when it is
    /// resumed.
    async fn give_back_if_stopped(&mut self) -> Result<(), LedgerError> {
        if !self.may_be_stopped {
            return Ok(());
        }
        let connection = &self.genesys.connection().name;
        if self.shared.ledger.stopped(connection).await?.is_some() {
            let rows = self.queue.drain(..).map(|(row, _)| ticket(&row)).collect();
            self.shared.ledger.release(rows).await?;
        }
        self.may_be_stopped = false;
        Ok(())
    }

    /// Keeps where others see it how long the platform asked to wait.
    async fn keep_news(&mut self) -> Result<(), LedgerError> {
        if std::mem::take(&mut self.has_news) {
            let connection = &self.genesys.connection().name;
            let states = self.genesys.told_states();
            self.shared.ledger.keep_budgets(connection, states).await?;
        }
        Ok(())
    }

    /// Takes rows that are due, up to what the next seconds can use. Rows that wait for a budget of
    /// their own hold up nobody who does not need it.
    async fn refill(&mut self) -> Result<(), LedgerError> {
        let wanted = self.wanted();
        loop {
            let passed_by = self.passed_by();
            let waiting = |(row, _): &&(Delivery, Arc<Plan>)| !passed_by.contains(&row.campaign);
            let waiting = self.queue.iter().filter(waiting).count();
            if waiting * 2 > wanted || self.queue.len() >= 2 * QUEUE_MAX {
                return Ok(());
            }
            let filter = ClaimFilter {
                bounds: self.genesys.bounds().clone(),
                owner: self.shared.owner.clone(),
                unfollowed: self.shared.options.unfollowed,
                singles_only: self.is_closed,
                except: passed_by.into_iter().collect(),
                limit: u32::try_from(wanted.saturating_sub(waiting)).unwrap_or(1),
                lease_until: clock::now().saturating_add(LEASE),
            };
            let claimed = self.shared.ledger.claim(filter).await?;
            for row in claimed.rows {
                let plan = self.plan(&row.campaign).await?;
                self.queue.push_back((row, plan));
            }
            // Rows that ended without an attempt made room for others.
            if claimed.barred == 0 || self.shared.stop.is_cancelled() {
                return Ok(());
            }
        }
    }

    /// Campaigns that are held up and have rows here for when they go on.
    fn passed_by(&self) -> BTreeSet<CampaignId> {
        let has_rows = |campaign: &&CampaignId| {
            let rows = self.queue.iter();
            let rows = rows.filter(|(row, _)| row.campaign == **campaign);
            rows.count() >= QUEUE_MIN
        };
        self.held_up.iter().filter(has_rows).cloned().collect()
    }

    /// Two seconds' worth at the present pace.
    fn wanted(&self) -> usize {
        let slowest = self
            .queue
            .iter()
            .filter(|(row, _)| !self.held_up.contains(&row.campaign));
        let slowest = slowest
            .map(|(_, plan)| self.genesys.slowest(&plan.toll))
            .next();
        let per_minute = slowest.unwrap_or(self.genesys.connection().pace.messages_per_minute());
        let two_seconds = usize::try_from(per_minute / 30).unwrap_or(QUEUE_MAX);
        two_seconds.clamp(QUEUE_MIN, QUEUE_MAX)
    }

    async fn plan(&mut self, campaign: &CampaignId) -> Result<Arc<Plan>, LedgerError> {
        if let Some(plan) = self.plans.get(campaign) {
            return Ok(Arc::clone(plan));
        }
        let stored = self.shared.ledger.campaign(campaign).await?;
        let plan = Arc::new(Plan::new(
            &stored,
            &self.shared.options.policy,
            self.genesys.connection(),
        ));
        if self.plans.len() >= PLANS_MAX {
            self.plans.clear();
        }
        self.plans.insert(campaign.clone(), Arc::clone(&plan));
        Ok(plan)
    }

    /// Starts what its budgets let start. A row that waits for one is passed by those behind it
    /// that do not need it.
    fn launch(&mut self, limit: usize) -> Timestamp {
        let mut next = clock::now().saturating_add(POLL_INTERVAL);
        let mut place = 0;
        self.held_up.clear();
        while self.in_flight.len() < limit {
            let Some((row, plan)) = self.queue.get(place) else {
                break;
            };
            match self.genesys.pass(&plan.toll) {
                Passage::Open(budgets) => {
                    if let Some((delivery, plan)) = self.queue.remove(place) {
                        self.start(delivery, plan, budgets);
                    }
                }
                Passage::Wait { at, binds } => {
                    next = next.min(at);
                    if matches!(binds, BudgetName::Client | BudgetName::Cap) {
                        return next;
                    }
                    self.held_up.insert(row.campaign.clone());
                    place += 1;
                }
            }
        }
        self.genesys.let_reads_go();
        next
    }

    fn start(&mut self, delivery: Delivery, plan: Arc<Plan>, budgets: Vec<(String, String)>) {
        let attempt = Attempt {
            shared: Arc::clone(&self.shared),
            genesys: self.genesys.clone(),
            delivery,
            plan,
            budgets,
        };
        self.in_flight.spawn(attempt.run());
    }

    /// Gives rows back that cannot be sent now: a single send gives up when its patience ends, a
    /// campaign's rows wait as they are.
    async fn hold(&mut self, closed: &Closed) -> Result<(), LedgerError> {
        let now = clock::now();
        for (row, plan) in std::mem::take(&mut self.queue) {
            let mut retry = row.retry;
            retry.waiting_since.get_or_insert(now);
            if is_over(&plan.retry, &retry, now) {
                let mut settlement = Settlement::to(DeliveryState::Unsent);
                settlement.code = Some(closed.code.to_owned());
                settlement.reason = Some(closed.reason.clone());
                settlement.retry = retry;
                self.shared.ledger.settle(ticket(&row), settlement).await?;
                continue;
            }
            let hold = Hold {
                code: closed.code,
                reason: closed.reason.clone(),
                not_before: now.saturating_add(LOOK_AGAIN),
                retry,
            };
            self.shared.ledger.put_off(ticket(&row), hold).await?;
        }
        Ok(())
    }

    fn learn(&mut self, ended: Result<Report, JoinError>) {
        let report = match ended {
            Ok(report) => report,
            Err(error) => {
                tracing::error!(%error, "an attempt broke off; it will be in doubt");
                return;
            }
        };
        let now = clock::now();
        self.may_be_stopped |= report.was_refused;
        if report.ledger_failed {
            self.gate.hold_until(now.saturating_add(LEDGER_PAUSE));
        }
        if let Some(outcome) = report.outcome {
            if let tidings_core::outcome::Outcome::Throttled { retry_after } = &outcome {
                self.genesys.throttled(*retry_after);
                self.has_news = true;
            }
            let in_flight = self.in_flight.len() + 1;
            self.gate
                .handle_outcome(&self.genesys, &outcome, in_flight, now);
        }
    }
}

fn is_over(policy: &RetryPolicy, retry: &tidings_core::retry::Tries, now: Timestamp) -> bool {
    policy.waits_until(retry).is_some_and(|end| end <= now)
}

/// A row that was taken is taken back after this, should its lane be gone.
const LEASE: Duration = Duration::from_mins(2);
/// How long nothing new begins after the ledger failed.
const LEDGER_PAUSE: Duration = Duration::from_secs(1);
const QUEUE_MIN: usize = 4;
const QUEUE_MAX: usize = 256;
const PLANS_MAX: usize = 256;
