//! Which organization a connection leads to, as a doctor read it last.

use super::event::{EventChange, NewEvent};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

impl Ledger {
    /// The name of a connection's organization, once somebody has read it.
    pub async fn organization(&self, connection: &str) -> Result<Option<String>, LedgerError> {
        sqlx::query_scalar("SELECT name FROM organizations WHERE connection = ?")
            .bind(connection)
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))
    }

    /// Records the name of a connection's organization. The journal hears of changes only.
    pub async fn set_organization(&self, connection: &str, name: &str) -> Result<(), LedgerError> {
        if self.organization(connection).await?.as_deref() == Some(name) {
            return Ok(());
        }
        let health = self.health(connection).await?;
        let (connection, name) = (connection.to_owned(), name.to_owned());
        let event = NewEvent {
            connection: connection.clone(),
            campaign: None,
            delivery: None,
            change: EventChange::Connection {
                name: connection.clone(),
                health,
            },
        };
        self.writer()
            .write(move |tx| Box::pin(save(tx, connection, name, event)))
            .await
    }
}

async fn save(
    tx: &mut Transaction<'_>,
    connection: String,
    name: String,
    event: NewEvent,
) -> Result<(), WriteError> {
    sqlx::query(SAVE)
        .bind(connection)
        .bind(name)
        .bind(clock::now().as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    tx.record(event).await
}

const SAVE: &str = "INSERT INTO organizations (connection, name, read_at)
    VALUES (?, ?, ?)
    ON CONFLICT (connection)
    DO UPDATE SET name = excluded.name, read_at = excluded.read_at";
