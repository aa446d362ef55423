//! Pacers' states, so that a budget outlives the process that used it.

use std::time::Duration;

use sqlx::Row as _;

use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

impl Ledger {
    /// The budgets' states, by name, that the last attempts on a connection led to, as JSON.
    pub async fn budgets(&self, connection: &str) -> Result<Vec<(String, String)>, LedgerError> {
        let rows =
            sqlx::query("SELECT name, state FROM budgets WHERE connection = ? ORDER BY name")
                .bind(connection)
                .fetch_all(self.readers())
                .await
                .map_err(|error| self.sorted(&error))?;
        rows.iter()
            .map(|row| Ok((row.try_get("name")?, row.try_get("state")?)))
            .collect::<Result<_, sqlx::Error>>()
            .map_err(|error| self.sorted(&error))
    }
}

impl Ledger {
    /// Forgets the paces of campaigns that are long over: whatever their pace, nothing is left to
    /// remember of it.
    pub(crate) async fn forget_budgets(&self, connection: &str) -> Result<(), LedgerError> {
        let connection = connection.to_owned();
        let before = clock::now().saturating_sub(CAMPAIGN_KEPT).as_unix_millis();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(FORGET)
                        .bind(&connection)
                        .bind(before)
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Keeps states that were learned without an attempt.
    pub(crate) async fn keep_budgets(
        &self,
        connection: &str,
        states: Vec<(String, String)>,
    ) -> Result<(), LedgerError> {
        let connection = connection.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    for (name, state) in states {
                        save(tx, &connection, &name, &state).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

pub(super) async fn save(
    tx: &mut Transaction<'_>,
    connection: &str,
    name: &str,
    state: &str,
) -> Result<(), WriteError> {
    sqlx::query(SAVE)
        .bind(connection)
        .bind(name)
        .bind(state)
        .bind(clock::now().as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    Ok(())
}

/// The slowest pace is one message a minute.
const CAMPAIGN_KEPT: Duration = Duration::from_hours(1);
const FORGET: &str = "DELETE FROM budgets
    WHERE connection = ? AND name LIKE 'campaign%' AND updated_at < ?";
const SAVE: &str = "INSERT INTO budgets (connection, name, state, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (connection, name)
    DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at";
