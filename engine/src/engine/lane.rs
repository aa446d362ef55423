//! One connection's sending: takes its rows, asks gate and pacer, starts attempts.

mod gate;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tidings_core::pace::{Pace, Pacer, PacerState, PacerStep};
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
use crate::ledger::{ClaimFilter, Delivery, Hold, LedgerError, Settlement};
use tidings_core::delivery::DeliveryState;

/// One connection's rows and what holds them up.
pub(super) struct Lane {
    shared: Arc<Shared>,
    genesys: Genesys,
    gate: Gate,
    pacer: Pacer,
    queue: VecDeque<(Delivery, Arc<Plan>)>,
    plans: HashMap<CampaignId, Arc<Plan>>,
    in_flight: JoinSet<Report>,
    /// Nothing could be sent when it was tried last.
    is_closed: bool,
    /// The ledger let an attempt not begin: the stop switch may be turned.
    may_be_stopped: bool,
}

impl Lane {
    pub(super) fn new(shared: Arc<Shared>, genesys: Genesys) -> Self {
        Self {
            pacer: Pacer::new(genesys.connection().pace, clock::now()),
            gate: Gate::new(),
            shared,
            genesys,
            queue: VecDeque::new(),
            plans: HashMap::new(),
            in_flight: JoinSet::new(),
            is_closed: false,
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
        let connection = self.genesys.connection();
        for (name, json) in self.shared.ledger.budgets(&connection.name).await? {
            if name == CLIENT
                && let Ok(state) = serde_json::from_str::<PacerState>(&json)
            {
                self.pacer = Pacer::resume(connection.pace, state);
            }
        }
        let token = self.genesys.token().await;
        self.is_closed = token.is_err();
        self.gate
            .tell_token(&self.shared, &self.genesys, &token)
            .await
    }

    /// Starts what may start now and returns when to look again.
    async fn turn(&mut self) -> Result<Timestamp, LedgerError> {
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

    /// Takes rows that are due, up to what the next seconds can use.
    async fn refill(&mut self) -> Result<(), LedgerError> {
        let wanted = self.wanted();
        while self.queue.len() * 2 <= wanted {
            let filter = ClaimFilter {
                bounds: self.genesys.bounds().clone(),
                owner: self.shared.owner.clone(),
                unfollowed: self.shared.options.unfollowed,
                singles_only: self.is_closed,
                limit: u32::try_from(wanted - self.queue.len()).unwrap_or(1),
                lease_until: clock::now().saturating_add(LEASE),
            };
            let claimed = self.shared.ledger.claim(filter).await?;
            for row in claimed.rows {
                let plan = self.plan(&row.campaign).await?;
                self.queue.push_back((row, plan));
            }
            // Rows that ended without an attempt made room for others.
            if claimed.barred == 0 || self.shared.stop.is_cancelled() {
                break;
            }
        }
        Ok(())
    }

    /// Two seconds' worth at the present pace.
    fn wanted(&self) -> usize {
        let pace = self.queue.front().and_then(|(_, plan)| plan.pace);
        let pace = pace.unwrap_or(self.genesys.connection().pace);
        let two_seconds = usize::try_from(pace.messages_per_minute() / 30).unwrap_or(QUEUE_MAX);
        two_seconds.clamp(QUEUE_MIN, QUEUE_MAX)
    }

    async fn plan(&mut self, campaign: &CampaignId) -> Result<Arc<Plan>, LedgerError> {
        if let Some(plan) = self.plans.get(campaign) {
            return Ok(Arc::clone(plan));
        }
        let stored = self.shared.ledger.campaign(campaign).await?;
        let plan = Arc::new(Plan::new(&stored, &self.shared.options.policy));
        if self.plans.len() >= PLANS_MAX {
            self.plans.clear();
        }
        self.plans.insert(campaign.clone(), Arc::clone(&plan));
        Ok(plan)
    }

    fn launch(&mut self, limit: usize) -> Timestamp {
        while self.in_flight.len() < limit {
            let Some((_, plan)) = self.queue.front() else {
                break;
            };
            let now = clock::now();
            let pace: Pace = plan.pace.unwrap_or(self.genesys.connection().pace);
            self.pacer.set_pace(pace, now);
            if let PacerStep::WaitUntil(at) = self.pacer.poll(now) {
                return at;
            }
            if let Some((delivery, plan)) = self.queue.pop_front() {
                let attempt = Attempt {
                    shared: Arc::clone(&self.shared),
                    genesys: self.genesys.clone(),
                    delivery,
                    plan,
                    budgets: serde_json::to_string(&self.pacer.state())
                        .map(|state| (CLIENT.to_owned(), state))
                        .into_iter()
                        .collect(),
                };
                self.in_flight.spawn(attempt.run());
            }
        }
        clock::now().saturating_add(POLL_INTERVAL)
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
        if let Some(limit) = report.limit {
            self.pacer.handle_rate_limit(limit, now);
        }
        if let Some(outcome) = report.outcome {
            if let tidings_core::outcome::Outcome::Throttled { retry_after } = &outcome {
                self.pacer.handle_throttled(*retry_after, now);
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
/// The budget of the connection's OAuth client.
const CLIENT: &str = "client";
const QUEUE_MIN: usize = 4;
const QUEUE_MAX: usize = 256;
const PLANS_MAX: usize = 256;
