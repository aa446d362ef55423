//! The ledger: every send is a row here before its first byte is written.
//!
//! SQLite in WAL mode with `synchronous=FULL`. All writes of a process go through one connection
//! that commits in groups; reads have a pool of their own. Several processes may use one file.

pub mod accounts;
mod audience;
mod backlog;
mod budget;
mod campaign;
mod claim;
mod delivery;
mod error;
mod event;
mod fate;
mod health;
mod hold;
mod idempotency;
mod inbound;
mod list;
mod listed;
mod mode;
mod open;
mod organization;
mod owner;
mod progress;
mod resolve;
mod row;
mod screen;
mod settle;
mod stop;
mod transmission;
mod turn;
mod writer;

use std::fmt;
use std::sync::Arc;

use sqlx::sqlite::SqlitePool;
use tokio::sync::{broadcast, watch};

pub use audience::{AudienceProgress, Exclusion, PageCounts};
pub use campaign::{AudienceState, Campaign, NewCampaign, Source, Window};
pub use claim::{Beginning, Begun, ClaimFilter, Claimed, Ticket};
pub use delivery::{Delivery, Try};
pub use error::LedgerError;
pub use event::{Event, EventChange};
pub use hold::Hold;
pub use idempotency::{IdempotencyKey, Submitted};
pub use inbound::{InboundEvent, Receipt};
pub use listed::{List, NewlyListed};
pub use open::Location;
pub use owner::{Lock, Owner};
pub use progress::CampaignCounts;
pub use resolve::InDoubt;
pub use screen::Barred;
pub use settle::Settlement;
pub use stop::{Stop, StopScope};

pub(crate) use backlog::Backlog;
pub(crate) use fate::Taken;
pub(crate) use writer::{Transaction, WriteError, Writer};

/// A handle on the ledger; clones share one writer, one pool and one stream of events.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    writer: Writer,
    readers: SqlitePool,
    location: Location,
    events: broadcast::Sender<Event>,
    work: watch::Sender<()>,
}

impl Ledger {
    /// Opens the ledger, making folder, file and tables where they are missing.
    ///
    /// # Errors
    /// Says which file, what is wrong with it and what to do; see [`LedgerError`].
    pub async fn open(location: Location) -> Result<Self, LedgerError> {
        location.make_folders()?;
        // Two processes must not make the tables at once.
        let _opening = Lock::wait(&location, "open").await?;
        let (connection, readers) = location.connect().await?;
        let (events, _) = broadcast::channel(EVENT_BUFFER);
        let writer = Writer::start(connection, location.file().to_owned(), events.clone());
        let shared = Shared {
            writer,
            readers,
            location,
            events,
            work: watch::Sender::new(()),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Where this ledger lives.
    pub fn location(&self) -> &Location {
        &self.shared.location
    }

    /// Events as this process commits them. Those of other processes come by
    /// [`events_after`](Self::events_after) only, so a follower does both: it wakes by this and
    /// reads by that. A receiver that lags loses nothing that `events_after` does not have.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.shared.events.subscribe()
    }

    /// Whether the database answers.
    pub async fn check(&self) -> Result<(), LedgerError> {
        sqlx::query_scalar::<_, i64>("SELECT 1 FROM campaigns UNION ALL SELECT 1 LIMIT 1")
            .fetch_one(self.readers())
            .await
            .map(|_| ())
            .map_err(|error| self.sorted(&error))
    }

    /// Wakes the engine of this process: there is something to send.
    pub(crate) fn announce_work(&self) {
        self.shared.work.send_replace(());
    }

    /// Changes whenever this process has announced work.
    pub(crate) fn work(&self) -> watch::Receiver<()> {
        self.shared.work.subscribe()
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.shared.writer
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.shared.readers
    }

    pub(crate) fn sorted(&self, error: &sqlx::Error) -> LedgerError {
        LedgerError::from_sqlx(error, self.shared.location.file())
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger")
            .field("location", &self.shared.location)
            .finish_non_exhaustive()
    }
}

/// Events kept for a listener that is slow; one that falls further behind reads the journal.
const EVENT_BUFFER: usize = 1024;
