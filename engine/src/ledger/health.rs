//! Whether a connection can send, as the engine last saw it; every process may ask.

use sqlx::sqlite::SqliteConnection;
use tidings_core::api::HealthView;

use super::event::{EventChange, NewEvent};
use super::row::Columns as _;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

impl Ledger {
    /// How a connection was seen last.
    pub async fn health(&self, connection: &str) -> Result<HealthView, LedgerError> {
        let found = async {
            let mut reader = self.readers().acquire().await?;
            read(&mut reader, connection).await
        };
        found.await.map_err(|error| self.sorted(&error))
    }

    /// Records how a connection is seen now. The journal hears of changes only.
    pub async fn set_health(
        &self,
        connection: &str,
        health: HealthView,
    ) -> Result<(), LedgerError> {
        if self.health(connection).await? == health {
            return Ok(());
        }
        let name = connection.to_owned();
        self.writer()
            .write(move |tx| Box::pin(save(tx, name, health)))
            .await
    }
}

/// The health as it stands inside the transaction.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    name: &str,
) -> Result<HealthView, sqlx::Error> {
    let row = sqlx::query("SELECT health FROM connection_states WHERE connection = ?")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(HealthView::Unknown), |row| row.json("health"))
}

async fn save(
    tx: &mut Transaction<'_>,
    name: String,
    health: HealthView,
) -> Result<(), WriteError> {
    sqlx::query(SAVE)
        .bind(&name)
        .bind(serde_json::to_string(&health)?)
        .bind(clock::now().as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    tx.record(NewEvent {
        connection: name.clone(),
        campaign: None,
        delivery: None,
        change: EventChange::Connection { name, health },
    })
    .await
}

const SAVE: &str = "INSERT INTO connection_states (connection, health, updated_at)
    VALUES (?, ?, ?)
    ON CONFLICT (connection)
    DO UPDATE SET health = excluded.health, updated_at = excluded.updated_at";
