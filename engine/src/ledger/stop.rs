//! The stop switch: no new attempt begins, in any process, from the moment it is committed.

use sqlx::Row as _;
use tidings_core::time::Timestamp;

use super::row::Columns as _;
use super::{Ledger, LedgerError};
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

impl Ledger {
    /// Stops; survives a restart. What is on its way already is finished.
    pub async fn stop(&self, scope: StopScope, by: &str) -> Result<(), LedgerError> {
        let by = by.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(STOP)
                        .bind(scope.stored())
                        .bind(clock::now().as_unix_millis())
                        .bind(by)
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Lets attempts begin again.
    pub async fn resume(&self, scope: StopScope) -> Result<(), LedgerError> {
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM stops WHERE scope = ?")
                        .bind(scope.stored())
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await?;
        self.announce_work();
        Ok(())
    }

    /// The switches that are turned.
    pub async fn stops(&self) -> Result<Vec<Stop>, LedgerError> {
        let rows = sqlx::query("SELECT * FROM stops ORDER BY scope")
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        rows.iter()
            .map(|row| {
                Ok(Stop {
                    scope: StopScope::read(row.try_get("scope")?),
                    at: row.time("stopped_at")?,
                    by: row.text("stopped_by")?,
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .map_err(|error| self.sorted(&error))
    }
}

const STOP: &str = "INSERT INTO stops (scope, stopped_at, stopped_by) VALUES (?, ?, ?)
    ON CONFLICT (scope) DO NOTHING";
