//! The engine: takes deliveries that are due, paces, sends, records.
//!
//! One engine a database: whoever holds its lock works, the others wait for it. Each connection has
//! a lane of its own, so that trouble with one holds up no other.

mod analytics;
mod attempt;
mod follow_up;
mod greeting;
mod lane;
mod plan;
mod settlement;
mod window;

use std::sync::Arc;
use std::time::Duration;

use tidings_core::dialect::Dialect;
use tidings_core::endpoint::WebhookUrl;
use tidings_core::policy::Policy;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

pub use greeting::{NotGreeted, look_up};
pub(crate) use plan::toll;

use crate::genesys::{ClientError, Genesys};
use crate::id::OwnerId;
use crate::ledger::{Ledger, LedgerError, Lock};
use analytics::Analytics;
use follow_up::Follower;
use lane::Lane;

/// How an engine works.
#[derive(Clone, Debug, Default)]
pub struct EngineOptions {
    /// Whether to send for campaigns that no living process follows: `serve` does; a command sends
    /// for those who wait for it and leaves yesterday's rest alone.
    pub unfollowed: bool,
    /// What messages are checked against once more, after their placeholders are filled.
    pub policy: Policy,
    /// Guide 004's analytics webhook.
    pub analytics: Option<WebhookUrl>,
}

/// A running engine. [`shutdown`](Self::shutdown) ends it in order; dropping it stops new attempts.
#[derive(Debug)]
pub struct Engine {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// What every lane shares.
pub(crate) struct Shared {
    ledger: Ledger,
    owner: OwnerId,
    options: EngineOptions,
    analytics: Analytics,
    stop: CancellationToken,
}

impl Engine {
    /// Starts an engine over these connections. It works as soon as no other process does.
    pub fn start(
        ledger: Ledger,
        owner: OwnerId,
        connections: Vec<Genesys>,
        options: EngineOptions,
    ) -> Result<Self, ClientError> {
        let stop = CancellationToken::new();
        let shared = Arc::new(Shared {
            ledger,
            owner,
            analytics: Analytics::new(options.analytics.as_ref())?,
            options,
            stop: stop.clone(),
        });
        let task = tokio::spawn(shared.run(connections));
        Ok(Self { stop, task })
    }

    /// Lets no new attempt begin, waits for those on their way and records them: as long as a
    /// request may take.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        if tokio::time::timeout(SHUTDOWN_LIMIT, &mut self.task)
            .await
            .is_err()
        {
            tracing::warn!("attempts were still on their way; they will be in doubt");
            self.task.abort();
        }
    }

    /// Ends at once, as a crash would: what is on its way will be in doubt.
    pub async fn abort(mut self) {
        self.task.abort();
        // Cancelled, as just asked for.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Shared {
    async fn run(self: Arc<Self>, connections: Vec<Genesys>) {
        let Some(_lock) = self.take_over().await else {
            return;
        };
        self.recover().await;
        let mut lanes = JoinSet::new();
        for genesys in connections {
            if genesys.connection().dialect == Dialect::Platform {
                lanes.spawn(Follower::new(Arc::clone(&self), genesys.clone()).run());
            }
            lanes.spawn(Lane::new(Arc::clone(&self), genesys).run());
        }
        while self
            .stop
            .run_until_cancelled(tokio::time::sleep(CARE_INTERVAL))
            .await
            .is_some()
        {
            self.recover().await;
            self.expire().await;
        }
        while let Some(ended) = lanes.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a connection's lane broke off");
            }
        }
        self.analytics.finish().await;
    }

    /// Waits until no other process sends from this database.
    async fn take_over(&self) -> Option<Lock> {
        loop {
            match self.ledger.lock_for_sending() {
                Ok(Some(lock)) => return Some(lock),
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "the engine's lock cannot be taken"),
            }
            self.stop
                .run_until_cancelled(tokio::time::sleep(POLL_INTERVAL))
                .await?;
        }
    }

    async fn recover(&self) {
        match self.ledger.recover().await {
            Ok(0) => {}
            Ok(rows) => tracing::warn!(rows, "deliveries of a process that died are in doubt"),
            Err(error) => log(&error),
        }
    }

    async fn expire(&self) {
        if let Err(error) = self.ledger.expire().await {
            log(&error);
        }
    }
}

fn log(error: &LedgerError) {
    tracing::error!(%error, "the ledger failed; nothing new is sent until it works again");
}

/// Rows of other processes are found so soon.
const POLL_INTERVAL: Duration = Duration::from_millis(250);
/// Dead processes and deadlines are looked for so often.
const CARE_INTERVAL: Duration = Duration::from_secs(1);
/// A request takes at most 30 s; the rest is for recording it.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(40);
