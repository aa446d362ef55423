//! The stop switch: no new attempt begins, in any process, from the moment it is committed.

use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use tidings_core::api::StopView;
use tidings_core::time::Timestamp;

use super::event::{EventChange, NewEvent};
use super::row::Columns as _;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

/// What is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopScope {
    /// Everything.
    All,
    /// One connection, by name.
    Connection(String),
}

impl StopScope {
    fn stored(&self) -> &str {
        match self {
            Self::All => "*",
            Self::Connection(name) => name,
        }
    }

    /// What is stopped, in words.
    fn in_words(&self) -> String {
        match self {
            Self::All => "everything".to_owned(),
            Self::Connection(name) => format!("the connection {name:?}"),
        }
    }

    fn read(text: String) -> Self {
        if text == "*" {
            Self::All
        } else {
            Self::Connection(text)
        }
    }
}

/// A switch that is turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What is stopped.
    pub scope: StopScope,
    /// Since when.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

impl Stop {
    /// Whether it stops this connection.
    pub fn covers(&self, connection: &str) -> bool {
        match &self.scope {
            StopScope::All => true,
            StopScope::Connection(name) => name == connection,
        }
    }

    /// As page and `--json` show it.
    pub fn view(&self) -> StopView {
        StopView {
            connection: match &self.scope {
                StopScope::All => None,
                StopScope::Connection(name) => Some(name.clone()),
            },
            at: self.at,
            by: self.by.clone(),
        }
    }
}

impl Ledger {
    /// Stops; survives a restart. What is on its way already is finished. Returns the switches that
    /// are turned now, as does [`resume`](Self::resume).
    pub async fn stop(&self, scope: StopScope, by: &str) -> Result<Vec<Stop>, LedgerError> {
        let by = by.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    let text = format!("{by} stopped {}", scope.in_words());
                    let turned = sqlx::query(STOP)
                        .bind(scope.stored())
                        .bind(clock::now().as_unix_millis())
                        .bind(by)
                        .execute(&mut *tx.connection)
                        .await?;
                    tell(tx, &scope, turned.rows_affected() > 0, text).await
                })
            })
            .await
    }

    /// Lets attempts begin again, except where another switch is turned.
    pub async fn resume(&self, scope: StopScope, by: &str) -> Result<Vec<Stop>, LedgerError> {
        let by = by.to_owned();
        let stops = self
            .writer()
            .write(move |tx| {
                Box::pin(async move {
                    let text = format!("{by} let {} send again", scope.in_words());
                    let turned = sqlx::query("DELETE FROM stops WHERE scope = ?")
                        .bind(scope.stored())
                        .execute(&mut *tx.connection)
                        .await?;
                    tell(tx, &scope, turned.rows_affected() > 0, text).await
                })
            })
            .await?;
        self.announce_work();
        Ok(stops)
    }

    /// The switch that stops a connection, if one does.
    pub async fn stopped(&self, connection: &str) -> Result<Option<Stop>, LedgerError> {
        let mut stops = self.stops().await?.into_iter();
        Ok(stops.find(|stop| stop.covers(connection)))
    }

    /// The switches that are turned.
    pub async fn stops(&self) -> Result<Vec<Stop>, LedgerError> {
        let read = async {
            let mut connection = self.readers().acquire().await?;
            turned(&mut connection).await
        };
        read.await.map_err(|error| self.sorted(&error))
    }
}

/// The switches that are turned, as they stand inside the transaction.
pub(super) async fn turned(connection: &mut SqliteConnection) -> Result<Vec<Stop>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM stops ORDER BY scope")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Stop {
                scope: StopScope::read(row.try_get("scope")?),
                at: row.time("stopped_at")?,
                by: row.text("stopped_by")?,
            })
        })
        .collect()
}

/// Tells the journal who turned a switch, and how all of them are now.
async fn tell(
    tx: &mut Transaction<'_>,
    scope: &StopScope,
    is_news: bool,
    text: String,
) -> Result<Vec<Stop>, WriteError> {
    let stops = turned(tx.connection).await?;
    if is_news {
        let views = stops.iter().map(Stop::view).collect();
        for change in [EventChange::Note { text }, EventChange::Stops(views)] {
            tx.record(NewEvent {
                connection: scope.stored().to_owned(),
                campaign: None,
                delivery: None,
                change,
            })
            .await?;
        }
    }
    Ok(stops)
}

const STOP: &str = "INSERT INTO stops (scope, stopped_at, stopped_by) VALUES (?, ?, ?)
    ON CONFLICT (scope) DO NOTHING";
