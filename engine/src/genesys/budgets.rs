//! A connection's budgets: sends pass them, reads are counted in the client's, and every reply
//! teaches them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tidings_core::api::{BudgetView, DoctorView};
use tidings_core::dialect::Dialect;
use tidings_core::doctor::client_limit;
use tidings_core::pace::{
    BudgetName, BudgetStep, Budgets, Forecast, Lane, LaneStep, Pace, Rate, RateSource, Waiting,
};
use tidings_core::request::Reply;
use tidings_core::time::Timestamp;

use super::{Genesys, sleep_until};
use crate::clock;
use crate::connection::Connection;
use crate::ledger::{Ledger, LedgerError};

/// What a client's clones share.
#[derive(Debug)]
pub(super) struct BudgetShell(Mutex<Held>);

#[derive(Debug)]
struct Held {
    budgets: Budgets,
    /// A send waits for the client's budget, so reads let it go first.
    send_waits: bool,
}

/// What a send has to pass, and at which pace of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toll {
    /// The budgets that apply.
    pub(crate) names: Arc<[BudgetName]>,
    /// The campaign's own pace.
    pub(crate) pace: Option<Pace>,
}

impl BudgetShell {
    pub(super) fn new(connection: &Connection) -> Self {
        Self(Mutex::new(Held {
            budgets: starting(connection, clock::now()),
            send_waits: false,
        }))
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The budgets of a connection that nothing was sent by yet.
fn starting(connection: &Connection, now: Timestamp) -> Budgets {
    let mut budgets = Budgets::new();
    match connection.dialect {
        Dialect::Guides => budgets.set(BudgetName::Client, guides_pace(connection.pace), now),
        // A sandbox has the limits that it tells.
        _ if connection.is_sandbox() => {}
        _ => {
            budgets.set(BudgetName::Client, Rate::CLIENT, now);
            let mail = Rate::ORGANIZATION_EMAIL;
            budgets.set(BudgetName::OrganizationEmail, mail, now);
        }
    }
    if let Some(cap) = connection.cap {
        let rate = Rate::steady(cap, RateSource::Configured);
        budgets.set(BudgetName::Cap, rate, now);
    }
    if let (true, Some(number)) = (has_senders(connection), &connection.senders.sms) {
        budgets.add_sender(&BudgetName::of_sender(number), now);
    }
    budgets
}

impl Genesys {
    /// The budgets as people see them, with what every process has used of them.
    pub async fn budgets(&self, ledger: &Ledger) -> Result<Vec<BudgetView>, LedgerError> {
        let now = clock::now();
        let mut budgets = self.known_budgets(ledger, now).await?;
        budgets.forget_idle(now);
        Ok(budgets.views(now))
    }

    /// When each of these flows will be through, in their order; `tolls` are what they pass.
    pub(crate) async fn forecast(
        &self,
        ledger: &Ledger,
        waiting: &[Waiting],
        tolls: &[Toll],
    ) -> Result<Vec<Forecast>, LedgerError> {
        let now = clock::now();
        let mut budgets = self.known_budgets(ledger, now).await?;
        set_tolls(&mut budgets, self.connection(), tolls.iter(), now);
        Ok(budgets.forecast(waiting, now))
    }

    /// The budgets, with what every process has used of them.
    async fn known_budgets(&self, ledger: &Ledger, now: Timestamp) -> Result<Budgets, LedgerError> {
        // What a read was told is known here alone.
        let mut budgets = self.inner.budgets.held().budgets.clone();
        resume(&mut budgets, ledger, self.connection(), now).await?;
        Ok(budgets)
    }

    /// Goes on where the last engine left off.
    pub(crate) async fn resume_budgets(&self, ledger: &Ledger) -> Result<(), LedgerError> {
        let now = clock::now();
        let mut budgets = starting(self.connection(), now);
        ledger.forget_budgets(&self.connection().name).await?;
        resume(&mut budgets, ledger, self.connection(), now).await?;
        self.inner.budgets.held().budgets = budgets;
        Ok(())
    }

    /// Sets the rates of what waits to be sent: a campaign brings a pace of its own.
    pub(crate) fn set_tolls<'a>(&self, tolls: impl Iterator<Item = &'a Toll>) {
        let now = clock::now();
        let mut held = self.inner.budgets.held();
        set_tolls(&mut held.budgets, self.connection(), tolls, now);
    }

    /// Nothing waits: campaigns that are over leave nothing behind.
    pub(crate) fn forget_idle(&self) {
        self.inner.budgets.held().budgets.forget_idle(clock::now());
    }

    /// Whose turn it is, with a permit of every budget that applies. The rates of all that waits
    /// have been [set](Self::set_tolls).
    pub(crate) fn next<T>(&self, lane: &mut Lane<T>) -> LaneStep<T> {
        let mut held = self.inner.budgets.held();
        let step = lane.poll(&mut held.budgets, clock::now());
        held.send_waits = matches!(
            &step,
            LaneStep::WaitUntil {
                binds: BudgetName::Client,
                ..
            }
        );
        step
    }

    /// The states, by name, that the budgets have after a send that passed them.
    pub(crate) fn spent(&self, toll: &Toll) -> Vec<(String, String)> {
        stored(&self.inner.budgets.held().budgets, &toll.names)
    }

    /// The slowest rate, in messages a minute, that a send has to keep to; the most there is where
    /// nothing limits it.
    pub(crate) fn slowest(&self, toll: &Toll) -> u32 {
        let connection = self.connection();
        if connection.dialect == Dialect::Guides {
            return toll.pace.unwrap_or(connection.pace).messages_per_minute();
        }
        let held = self.inner.budgets.held();
        let rates = toll.names.iter().filter_map(|name| held.budgets.rate(name));
        let rates = rates.map(Rate::per_minute);
        rates
            .chain(toll.pace.map(Pace::messages_per_minute))
            .min()
            .unwrap_or(Pace::MAX_PER_MINUTE)
    }

    /// No send waits for the client's budget any more.
    pub(crate) fn let_reads_go(&self) {
        self.inner.budgets.held().send_waits = false;
    }

    /// The platform asked to wait.
    pub(crate) fn throttled(&self, retry_after: Option<Duration>) {
        let mut held = self.inner.budgets.held();
        held.budgets.handle_throttled(retry_after, clock::now());
    }

    /// Learns the client's limit from what a doctor found. A sandbox tells its own with each reply.
    pub async fn learn_limit(
        &self,
        ledger: &Ledger,
        found: &DoctorView,
    ) -> Result<(), LedgerError> {
        let connection = self.connection();
        let limit = client_limit(found).and_then(|calls| Pace::per_minute(calls).ok());
        let Some(pace) = limit.filter(|_| !connection.is_sandbox()) else {
            return Ok(());
        };
        self.told(pace, &mut self.inner.budgets.held().budgets, clock::now());
        ledger
            .keep_budgets(&connection.name, self.told_states())
            .await
    }

    /// The states of every budget that a reply can change.
    pub(crate) fn told_states(&self) -> Vec<(String, String)> {
        let names = [BudgetName::Client, BudgetName::OrganizationEmail];
        stored(&self.inner.budgets.held().budgets, &names)
    }

    /// Waits until a read may go. Sends go first, but a read is not put off for ever.
    pub(super) async fn wait_to_read(&self) {
        if self.connection().dialect == Dialect::Guides {
            return;
        }
        let begun = clock::now();
        loop {
            let now = clock::now();
            let is_patient = now < begun.saturating_add(READ_PATIENCE);
            let next = {
                let mut held = self.inner.budgets.held();
                if held.send_waits && is_patient {
                    now.saturating_add(SEND_HEAD_START)
                } else {
                    match held.budgets.poll(&[BudgetName::Client], now) {
                        BudgetStep::Ready(_) => return,
                        BudgetStep::WaitUntil { at, .. } => at,
                    }
                }
            };
            sleep_until(next).await;
        }
    }

    /// Learns what a reply says of the client's limit.
    pub(super) fn learn_from(&self, reply: &Reply) {
        let now = clock::now();
        let dialect = self.connection().dialect;
        let mut held = self.inner.budgets.held();
        // A send's own 429 comes by its outcome; a read's holds sends up too.
        if reply.status == 429 && dialect != Dialect::Guides {
            held.budgets.handle_throttled(reply.retry_after(), now);
        }
        if let Some(limit) = dialect.rate_limit(reply) {
            if let Some(pace) = limit.allowed.and_then(|calls| Pace::per_minute(calls).ok()) {
                self.told(pace, &mut held.budgets, now);
            }
            held.budgets.handle_rate_limit(limit, now);
        }
    }

    /// A sandbox that allows so many calls allows as many e-mails: it tells no limit of theirs.
    fn told(&self, pace: Pace, budgets: &mut Budgets, now: Timestamp) {
        let limit = Rate::limit(pace, RateSource::Told);
        budgets.set(BudgetName::Client, limit, now);
        if self.connection().is_sandbox() {
            let mail = Rate::ORGANIZATION_EMAIL;
            let mail = if pace.messages_per_minute() > mail.per_minute() {
                Rate::steady(pace, RateSource::Told)
            } else {
                mail
            };
            budgets.set(BudgetName::OrganizationEmail, mail, now);
        }
    }
}

/// Sets the rates of what waits to be sent. The guides know one pace, which a faster campaign
/// raises for as long as it has something to send.
fn set_tolls<'a>(
    budgets: &mut Budgets,
    connection: &Connection,
    tolls: impl Iterator<Item = &'a Toll>,
    now: Timestamp,
) {
    let configured = |pace| Rate::steady(pace, RateSource::Configured);
    let mut client = connection.pace;
    for toll in tolls {
        for name in toll.names.iter() {
            match (name, toll.pace) {
                (BudgetName::Campaign(_), Some(pace)) => {
                    budgets.set(name.clone(), configured(pace), now);
                    if pace.messages_per_minute() > client.messages_per_minute() {
                        client = pace;
                    }
                }
                _ => budgets.add_sender(name, now),
            }
        }
    }
    if connection.dialect == Dialect::Guides {
        budgets.set(BudgetName::Client, guides_pace(client), now);
    }
}

fn guides_pace(pace: Pace) -> Rate {
    let source = if pace == Pace::GUIDES {
        RateSource::Published
    } else {
        RateSource::Configured
    };
    Rate::steady(pace, source)
}

async fn resume(
    budgets: &mut Budgets,
    ledger: &Ledger,
    connection: &Connection,
    now: Timestamp,
) -> Result<(), LedgerError> {
    for (name, json) in ledger.budgets(&connection.name).await? {
        // An older form is as good as none.
        if let (Some(name), Ok(state)) = (BudgetName::read(&name), serde_json::from_str(&json)) {
            budgets.resume(name, state, now);
        }
    }
    Ok(())
}

fn stored(budgets: &Budgets, names: &[BudgetName]) -> Vec<(String, String)> {
    let states = budgets.states(names).into_iter();
    let stored = states.filter_map(|(name, state)| {
        let json = serde_json::to_string(&state).ok()?;
        Some((name.to_string(), json))
    });
    stored.collect()
}

/// Whether SMS have a rate by the number they are sent from.
fn has_senders(connection: &Connection) -> bool {
    connection.dialect != Dialect::Guides
}

/// So long a read lets sends go first.
const READ_PATIENCE: Duration = Duration::from_secs(5);
/// How soon it looks again whether they have gone.
const SEND_HEAD_START: Duration = Duration::from_millis(100);
