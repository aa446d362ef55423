//! Pacers' states, so that a budget outlives the process that used it.

use sqlx::Row as _;

use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

impl Ledger {
    /// The pacer's state that the last attempt on a connection led to, as JSON.
    pub async fn budget(&self, connection: &str) -> Result<Option<String>, LedgerError> {
        let row = sqlx::query("SELECT state FROM budgets WHERE connection = ? AND name = ?")
            .bind(connection)
            .bind(CLIENT)
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        row.map(|row| row.try_get("state"))
            .transpose()
            .map_err(|error| self.sorted(&error))
    }
}

pub(super) async fn save(
    tx: &mut Transaction<'_>,
    connection: &str,
    state: &str,
) -> Result<(), WriteError> {
    sqlx::query(SAVE)
        .bind(connection)
        .bind(CLIENT)
        .bind(state)
        .bind(clock::now().as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    Ok(())
}

/// The budget of the connection's OAuth client; others come with other dialects.
const CLIENT: &str = "client";
const SAVE: &str = "INSERT INTO budgets (connection, name, state, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (connection, name)
    DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at";
