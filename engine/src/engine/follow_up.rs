//! Asks what became of messages that the platform took, one connection at a time.
//!
//! Its calls are reads, which let sends go first; see [`tidings_core::follow_up`] for when.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tidings_core::audience::{Interval, PAGE_SIZE};
use tidings_core::dialect::platform::status::{MailStatus, MessageStatus, SentPage};
use tidings_core::follow_up::{Fate, FollowUp, Group, ONE_BY_ONE_MAX, PAGES_MAX};
use tidings_core::retry::Ending;
use tidings_core::time::Timestamp;

use super::Shared;
use crate::clock;
use crate::genesys::Genesys;
use crate::ledger::{LedgerError, Taken};

/// Follows one connection's messages.
pub(super) struct Follower {
    shared: Arc<Shared>,
    genesys: Genesys,
    follow_up: FollowUp,
}

/// Why a look ended early; the next one makes up for it.
enum Interrupted {
    Ledger(LedgerError),
    Platform(Ending),
}

impl From<LedgerError> for Interrupted {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<Ending> for Interrupted {
    fn from(ending: Ending) -> Self {
        Self::Platform(ending)
    }
}

impl Follower {
    pub(super) const fn new(shared: Arc<Shared>, genesys: Genesys) -> Self {
        Self {
            shared,
            genesys,
            follow_up: FollowUp::new(),
        }
    }

    /// Works until the engine stops.
    pub(super) async fn run(mut self) {
        let stop = self.shared.stop.clone();
        stop.run_until_cancelled(self.work()).await;
    }

    async fn work(&mut self) {
        loop {
            let mut pause = TICK;
            for group in [Group::Singles, Group::Campaigns] {
                match self.look(group).await {
                    Ok(()) => {}
                    Err(Interrupted::Ledger(error)) => {
                        super::log(&error);
                        pause = TROUBLE_PAUSE;
                    }
                    Err(Interrupted::Platform(ending)) => {
                        tracing::warn!(
                            connection = self.genesys.connection().name,
                            reason = %ending,
                            "what became of messages could not be asked"
                        );
                        pause = TROUBLE_PAUSE;
                    }
                }
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn look(&mut self, group: Group) -> Result<(), Interrupted> {
        let now = clock::now();
        let due = self.follow_up.due(group, now);
        if due.is_empty() {
            return Ok(());
        }
        match group {
            Group::Singles => self.one_by_one(&due).await?,
            Group::Campaigns => self.by_pages(&due, now).await?,
        }
        self.follow_up.handle_looked(group, now);
        Ok(())
    }

    async fn one_by_one(&self, due: &[Interval]) -> Result<(), Interrupted> {
        let connection = &self.genesys.connection().name;
        for interval in due {
            let ledger = &self.shared.ledger;
            let taken = ledger.taken(connection, Group::Singles, *interval, ONE_BY_ONE_MAX);
            for taken in taken.await? {
                if let Some(fate) = self.ask(&taken).await? {
                    ledger.learn_fate(taken.id, fate).await?;
                }
            }
        }
        Ok(())
    }

    async fn by_pages(&self, due: &[Interval], now: Timestamp) -> Result<(), Interrupted> {
        let connection = &self.genesys.connection().name;
        let mut since: Option<Timestamp> = None;
        for interval in due {
            let ledger = &self.shared.ledger;
            let found = ledger.due(connection, Group::Campaigns, *interval).await?;
            let earliest = found.filter(|due| due.count > 0).map(|due| due.since);
            since = since.into_iter().chain(earliest).min();
        }
        let since = since.map(|since| since.saturating_sub(CLOCK_SLACK));
        let Some(interval) = since.and_then(|since| Interval::new(since, now)) else {
            return Ok(());
        };
        let mut to_explain = Vec::new();
        for number in 1..=PAGES_MAX {
            let page = SentPage { interval, number };
            let reports = self.genesys.ask_until_answered(&page).await?;
            let is_last = reports.len() < usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
            let reaches_back = reports
                .iter()
                .any(|report| report.start.is_some_and(|start| start < interval.from()));
            let fates: BTreeMap<_, _> = reports
                .into_iter()
                .filter_map(|report| Some((report.conversation, report.fate?)))
                .collect();
            let fates = fates.into_iter().collect();
            to_explain.extend(self.shared.ledger.learn_fates(connection, fates).await?);
            if is_last || reaches_back {
                break;
            }
        }
        self.explain(to_explain).await
    }

    /// Failures for which analytics gives no reason: so many are asked for it.
    async fn explain(&self, failed: Vec<(Taken, Fate)>) -> Result<(), Interrupted> {
        let most = usize::try_from(ONE_BY_ONE_MAX).unwrap_or(usize::MAX);
        for (place, (taken, bare)) in failed.into_iter().enumerate() {
            let told = if place < most {
                self.ask(&taken).await?
            } else {
                None
            };
            let fate = told.unwrap_or(bare);
            self.shared.ledger.learn_fate(taken.id, fate).await?;
        }
        Ok(())
    }

    /// Nothing where the platform does not know it, or not yet.
    async fn ask(&self, taken: &Taken) -> Result<Option<Fate>, Interrupted> {
        let asked = match (taken, &taken.message_id, &taken.conversation_id) {
            (Taken { is_mail: true, .. }, _, Some(conversation)) => {
                let conversation = conversation.clone();
                self.genesys
                    .ask_until_answered(&MailStatus { conversation })
                    .await
            }
            (Taken { is_mail: false, .. }, Some(message), _) => {
                let message = message.clone();
                self.genesys
                    .ask_until_answered(&MessageStatus { message })
                    .await
            }
            _ => return Ok(None),
        };
        match asked {
            Ok(fate) => Ok(fate),
            // One message that is not found says nothing of the others.
            Err(Ending::Rejected(refusal)) if refusal.status == 404 => Ok(None),
            Err(ending) => Err(ending.into()),
        }
    }
}

/// How often it is looked whether something is due.
const TICK: Duration = Duration::from_secs(1);
/// How long nothing is asked after the ledger or the platform failed.
const TROUBLE_PAUSE: Duration = Duration::from_secs(30);
/// The platform's clock and ours may differ by as much.
const CLOCK_SLACK: Duration = Duration::from_mins(2);
