//! One writer for the whole process: writes that wait together are committed together.

use std::path::PathBuf;

use futures_util::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, Executor as _};
use tokio::sync::{broadcast, mpsc, oneshot};

use super::LedgerError;
use super::event::{Event, NewEvent};
use crate::clock;

/// Writes that one commit takes at most.
const GROUP_MAX: usize = 128;

/// The open transaction, as a write sees it. Errors of SQLite pass through as they are and are
/// sorted by [`Writer::write`].
pub(crate) struct Transaction<'c> {
    /// For this ledger's own statements.
    pub(crate) connection: &'c mut SqliteConnection,
    events: &'c mut Vec<Event>,
}

impl Transaction<'_> {
    /// Adds an event to the journal; listeners hear of it after the commit.
    pub(crate) async fn record(&mut self, event: NewEvent) -> Result<(), WriteError> {
        let at = clock::now();
        let (kind, payload) = event.columns()?;
        let id: i64 = sqlx::query_scalar(INSERT_EVENT)
            .bind(at.as_unix_millis())
            .bind(&event.connection)
            .bind(event.campaign.as_ref().map(ToString::to_string))
            .bind(event.delivery.as_ref().map(ToString::to_string))
            .bind(kind)
            .bind(payload)
            .fetch_one(&mut *self.connection)
            .await?;
        self.events.push(Event {
            id,
            at,
            change: event.change,
        });
        Ok(())
    }
}

/// Why a write was rolled back.
#[derive(Debug)]
pub(crate) enum WriteError {
    Sqlite(sqlx::Error),
    Ledger(LedgerError),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<LedgerError> for WriteError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> Self {
        Self::Ledger(error.into())
    }
}

/// A write that waits for its turn.
trait Job: Send {
    /// Runs inside the open transaction.
    fn run(self: Box<Self>, transaction: Transaction<'_>) -> BoxFuture<'_, Executed>;
    /// The transaction could not be opened.
    fn refuse(self: Box<Self>, error: LedgerError);
}

/// A write that ran and waits for the commit.
struct Executed {
    succeeded: bool,
    report: Report,
}

/// Tells the waiting caller how the commit ended.
type Report = Box<dyn FnOnce(Result<(), LedgerError>) + Send>;

struct Write<T, F> {
    work: F,
    answer: oneshot::Sender<Result<T, LedgerError>>,
    path: PathBuf,
}

impl<T, F> Job for Write<T, F>
where
    T: Send + 'static,
    F: for<'t, 'c> FnOnce(&'t mut Transaction<'c>) -> BoxFuture<'t, Result<T, WriteError>>
        + Send
        + 'static,
{
    fn run(self: Box<Self>, mut transaction: Transaction<'_>) -> BoxFuture<'_, Executed> {
        Box::pin(async move {
            let Self { work, answer, path } = *self;
            let result = work(&mut transaction).await.map_err(|error| match error {
                WriteError::Sqlite(error) => LedgerError::from_sqlx(&error, &path),
                WriteError::Ledger(error) => error,
            });
            Executed {
                succeeded: result.is_ok(),
                // Nobody may be waiting any more; the write counts all the same.
                report: Box::new(move |committed| {
                    let _ = answer.send(result.and_then(|value| committed.map(|()| value)));
                }),
            }
        })
    }

    fn refuse(self: Box<Self>, error: LedgerError) {
        let _ = self.answer.send(Err(error));
    }
}

/// The way to the writer task. The task ends when the last clone is gone.
#[derive(Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
    path: PathBuf,
}

impl Writer {
    pub(crate) fn start(
        connection: SqliteConnection,
        path: PathBuf,
        events: broadcast::Sender<Event>,
    ) -> Self {
        let (jobs, queue) = mpsc::channel(1024);
        let task = Task {
            connection,
            path: path.clone(),
            events,
        };
        tokio::spawn(task.run(queue));
        Self { jobs, path }
    }

    /// Runs `write` in a transaction shared with whatever waits beside it, and returns after the
    /// commit. An error undoes this write alone.
    pub(crate) async fn write<T, F>(&self, write: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut Transaction<'c>) -> BoxFuture<'t, Result<T, WriteError>>
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(Write {
            work: write,
            answer,
            path: self.path.clone(),
        });
        self.jobs.send(job).await.map_err(|_| LedgerError::Closed)?;
        answered.await.map_err(|_| LedgerError::Closed)?
    }
}

struct Task {
    connection: SqliteConnection,
    path: PathBuf,
    events: broadcast::Sender<Event>,
}

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Box<dyn Job>>) {
        let mut group = Vec::with_capacity(GROUP_MAX);
        while queue.recv_many(&mut group, GROUP_MAX).await > 0 {
            self.commit(group.drain(..)).await;
        }
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }

    async fn commit(&mut self, group: impl Iterator<Item = Box<dyn Job>>) {
        if let Err(error) = self.execute("BEGIN IMMEDIATE").await {
            for job in group {
                job.refuse(self.sorted(&error));
            }
            return;
        }
        let mut reports = Vec::new();
        let mut events = Vec::new();
        for job in group {
            if let Some(report) = self.run_one(job, &mut events).await {
                reports.push(report);
            }
        }
        let ended = self.execute("COMMIT").await;
        if ended.is_err() {
            // Fails where SQLite has rolled back by itself, as it does on a full disk.
            let _ = self.execute("ROLLBACK").await;
            events.clear();
        }
        for report in reports {
            report(ended.as_ref().map_err(|error| self.sorted(error)).copied());
        }
        for event in events {
            // Having no listener is no error.
            let _ = self.events.send(event);
        }
    }

    /// Runs a write inside a savepoint, so that its failure undoes nobody else's work.
    async fn run_one(&mut self, job: Box<dyn Job>, events: &mut Vec<Event>) -> Option<Report> {
        let before = events.len();
        if let Err(error) = self.execute("SAVEPOINT job").await {
            job.refuse(self.sorted(&error));
            return None;
        }
        let transaction = Transaction {
            connection: &mut self.connection,
            events,
        };
        let executed = job.run(transaction).await;
        if !executed.succeeded {
            events.truncate(before);
            // A full disk has rolled everything back already; the commit will say so.
            let _ = self.execute("ROLLBACK TO job").await;
        }
        let _ = self.execute("RELEASE job").await;
        Some(executed.report)
    }

    fn sorted(&self, error: &sqlx::Error) -> LedgerError {
        LedgerError::from_sqlx(error, &self.path)
    }

    async fn execute(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        self.connection.execute(statement).await.map(|_| ())
    }
}

const INSERT_EVENT: &str = "INSERT INTO events (at, connection, campaign, delivery, kind, payload)
    VALUES (?, ?, ?, ?, ?, ?) RETURNING id";

#[cfg(test)]
mod tests {
    use crate::ledger::{Ledger, LedgerError, Location};

    async fn execute(ledger: &Ledger, statement: &'static str) -> Result<(), LedgerError> {
        ledger
            .writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(statement).execute(&mut *tx.connection).await?;
                    Ok(())
                })
            })
            .await
    }

    async fn notes(ledger: &Ledger) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM events WHERE kind = 'note'")
            .fetch_one(ledger.readers())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_is_said_and_what_was_committed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(Location::in_folder(folder.path()))
            .await
            .unwrap();
        ledger.note("sandbox", "kept".into()).await.unwrap();
        execute(&ledger, "PRAGMA max_page_count = 1").await.unwrap();
        let error = ledger
            .note("sandbox", "x".repeat(100_000))
            .await
            .unwrap_err();
        assert_eq!(error.code(), "disk_full", "{error}");
        assert!(error.is_passing());
        execute(&ledger, "PRAGMA max_page_count = 1000000")
            .await
            .unwrap();
        ledger.note("sandbox", "x".repeat(100_000)).await.unwrap();
        assert_eq!(notes(&ledger).await, 2);
    }

    #[tokio::test]
    async fn a_write_that_fails_undoes_itself_and_nobody_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(Location::in_folder(folder.path()))
            .await
            .unwrap();
        let mut listener = ledger.subscribe();
        let bad = ledger.writer().write(|tx| {
            Box::pin(async move {
                sqlx::query("INSERT INTO stops VALUES ('*', 0, 'ana')")
                    .execute(&mut *tx.connection)
                    .await?;
                Err::<(), _>(LedgerError::Closed.into())
            })
        });
        let (bad, good) = tokio::join!(bad, ledger.note("sandbox", "good".into()));
        assert!(bad.is_err());
        good.unwrap();
        assert!(ledger.stops().await.unwrap().is_empty());
        assert_eq!(notes(&ledger).await, 1);
        assert!(listener.recv().await.is_ok());
    }
}
