//! One connection's sending: takes its rows, asks gate and pacer, starts attempts.

mod gate;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tidings_core::delivery::DeliveryState;
use tidings_core::pace::{self, Flow, LaneStep};
use tidings_core::retry::RetryPolicy;
use tidings_core::time::Timestamp;
use tokio::task::{JoinError, JoinSet};

use self::gate::{Closed, Gate};
use super::attempt::{Attempt, LOOK_AGAIN, Report, ticket};
use super::plan::Plan;
use super::{POLL_INTERVAL, Shared};
use crate::clock;
use crate::genesys::{Genesys, sleep_until};
use crate::id::CampaignId;
use crate::ledger::{ClaimFilter, Delivery, Hold, LedgerError, Settlement, Source};

/// One connection's rows and what holds them up.
pub(super) struct Lane {
    shared: Arc<Shared>,
    genesys: Genesys,
    gate: Gate,
    queue: pace::Lane<(Delivery, Arc<Plan>)>,
    plans: HashMap<CampaignId, Arc<Plan>>,
    in_flight: JoinSet<Report>,
    /// Nothing could be sent when it was tried last.
    is_closed: bool,
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
            queue: pace::Lane::new(),
            plans: HashMap::new(),
            in_flight: JoinSet::new(),
            is_closed: false,
            has_news: false,
            may_be_stopped: false,
        }
    }

    /// Works until the engine stops, then lets attempts on their way end.
    pub(super) async fn run(mut self) {
        let stop = self.shared.stop.clone();
        stop.run_until_cancelled(self.work()).await;
        let left = self
            .queue
            .drain()
            .iter()
            .map(|(row, _)| ticket(row))
            .collect();
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
            self.genesys.forget_idle();
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
            let rows = self
                .queue
                .drain()
                .iter()
                .map(|(row, _)| ticket(row))
                .collect();
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

    /// Takes rows that are due: all single messages, and of each campaign what the next seconds can
    /// use.
    async fn refill(&mut self) -> Result<(), LedgerError> {
        let unfollowed = self.shared.options.unfollowed;
        let connection = self.genesys.connection().name.clone();
        loop {
            let due = self.shared.ledger.turns(&connection, unfollowed).await?;
            let singles = SINGLES_MAX.saturating_sub(self.queue.waiting(&Flow::Single));
            let wanted = self.wanted(due.campaigns);
            let wants_campaigns = !self.is_closed && wanted.values().any(|rows| *rows > 0);
            if !wants_campaigns && (!due.singles || singles == 0) {
                return Ok(());
            }
            let filter = ClaimFilter {
                bounds: self.genesys.bounds().clone(),
                owner: self.shared.owner.clone(),
                unfollowed,
                singles_only: !wants_campaigns,
                wanted,
                limit: u32::try_from(singles).unwrap_or(0),
                lease_until: clock::now().saturating_add(LEASE),
            };
            let claimed = self.shared.ledger.claim(filter).await?;
            for row in claimed.rows {
                let plan = self.plan(&row.campaign).await?;
                let flow = match row.source {
                    Source::Send => Flow::Single,
                    Source::Notify => Flow::Campaign(row.campaign.to_string()),
                };
                let toll = Arc::clone(&plan.toll.names);
                self.queue.push(flow, toll, (row, plan));
            }
            // Rows that ended without an attempt made room for others.
            if claimed.barred == 0 || self.shared.stop.is_cancelled() {
                return Ok(());
            }
        }
    }

    /// How many more rows of each campaign to take: two seconds' worth at its pace, once half of
    /// that is gone.
    fn wanted(&self, campaigns: Vec<CampaignId>) -> HashMap<CampaignId, u32> {
        let wanted = campaigns.into_iter().map(|campaign| {
            let here = self.queue.waiting(&Flow::Campaign(campaign.to_string()));
            let plan = self.plans.get(&campaign);
            let per_minute = plan.map_or(0, |plan| self.genesys.slowest(&plan.toll));
            let enough = (per_minute / 30).clamp(1, QUEUE_MAX);
            let here = u32::try_from(here).unwrap_or(u32::MAX);
            let rows = if here * 2 > enough { 0 } else { enough - here };
            (campaign, rows)
        });
        wanted.collect()
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

    /// Starts what its budgets let start, in the order of their turns.
    fn launch(&mut self, limit: usize) -> Timestamp {
        let later = clock::now().saturating_add(POLL_INTERVAL);
        let plans = self.queue.iter().map(|(_, plan)| &plan.toll);
        self.genesys.set_tolls(plans);
        while self.in_flight.len() < limit {
            match self.genesys.next(&mut self.queue) {
                LaneStep::Start { item, .. } => {
                    let (delivery, plan) = item;
                    let budgets = self.genesys.spent(&plan.toll);
                    self.start(delivery, plan, budgets);
                }
                LaneStep::WaitUntil { at, .. } => return later.min(at),
                LaneStep::Empty => return later,
            }
        }
        self.genesys.let_reads_go();
        later
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
        for (row, plan) in self.queue.drain() {
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
/// Rows of one campaign that wait here.
const QUEUE_MAX: u32 = 256;
/// Single messages that wait here: from one number, what goes within half a lease.
const SINGLES_MAX: usize = 64;
const PLANS_MAX: usize = 256;
