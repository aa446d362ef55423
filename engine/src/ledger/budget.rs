//! Pacers' states, so that a budget outlives the process that used it.

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

const SAVE: &str = "INSERT INTO budgets (connection, name, state, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (connection, name)
    DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at";
