//! Rehearsal or live: how far each connection reaches.

use sqlx::sqlite::SqliteConnection;
use tidings_core::api::Mode;

use super::event::{EventChange, NewEvent};
use super::row::Columns as _;
use super::{Ledger, LedgerError, Transaction, WriteError, health};
use crate::bounds::Bounds;
use crate::clock;

impl Ledger {
    /// The mode of a connection: what it was switched to last, else what it starts with.
    pub async fn mode(&self, bounds: &Bounds) -> Result<Mode, LedgerError> {
        let read = async {
            let mut connection = self.readers().acquire().await?;
            mode(&mut connection, bounds).await
        };
        read.await.map_err(|error| self.sorted(&error))
    }

    /// Switches a connection and records who did so; `organization` is the name that was confirmed.
    /// Whether the switch may be made is not asked here. Returns false when it was so already.
    pub async fn set_mode(
        &self,
        bounds: &Bounds,
        to: Mode,
        organization: Option<String>,
        by: &str,
    ) -> Result<bool, LedgerError> {
        let (bounds, by) = (bounds.clone(), by.to_owned());
        let changed = self
            .writer()
            .write(move |tx| Box::pin(switch(tx, bounds, to, organization, by)))
            .await?;
        self.announce_work();
        Ok(changed)
    }

    /// Deliveries of a connection that have yet to be sent: switching it to rehearsal refuses those
    /// that are not on its allow-list.
    pub async fn waiting(&self, connection: &str) -> Result<u64, LedgerError> {
        let number: i64 = sqlx::query_scalar(WAITING)
            .bind(connection)
            .fetch_one(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        Ok(super::row::count(number))
    }
}

/// The mode as it stands inside the transaction.
pub(super) async fn mode(
    connection: &mut SqliteConnection,
    bounds: &Bounds,
) -> Result<Mode, sqlx::Error> {
    let row = sqlx::query("SELECT mode, identity FROM modes WHERE connection = ?")
        .bind(&bounds.connection)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else {
        return Ok(bounds.starting_mode);
    };
    Ok(match row.text("mode")?.as_str() {
        LIVE if row.text("identity")? == bounds.identity => Mode::Live,
        LIVE => bounds.starting_mode,
        // Anything that cannot be read is the safe one.
        _ => Mode::Rehearsal,
    })
}

async fn switch(
    tx: &mut Transaction<'_>,
    bounds: Bounds,
    to: Mode,
    organization: Option<String>,
    by: String,
) -> Result<bool, WriteError> {
    let is_so = mode(tx.connection, &bounds).await? == to;
    sqlx::query(SWITCH)
        .bind(&bounds.connection)
        .bind(to.name())
        .bind(&bounds.identity)
        .bind(&organization)
        .bind(clock::now().as_unix_millis())
        .bind(&by)
        .execute(&mut *tx.connection)
        .await?;
    if is_so {
        return Ok(false);
    }
    let name = bounds.connection;
    let of = organization.map_or_else(String::new, |name| format!(" of the organization {name:?}"));
    let text = format!("{by} switched the connection {name:?}{of} to {}", to.name());
    let health = health::read(tx.connection, &name).await?;
    for change in [
        EventChange::Note { text },
        EventChange::Connection {
            name: name.clone(),
            health,
        },
    ] {
        tx.record(NewEvent {
            connection: name.clone(),
            campaign: None,
            delivery: None,
            change,
        })
        .await?;
    }
    Ok(true)
}

const LIVE: &str = Mode::Live.name();
const SWITCH: &str = "INSERT INTO modes
    (connection, mode, identity, organization, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (connection) DO UPDATE SET mode = excluded.mode, identity = excluded.identity,
        organization = COALESCE(excluded.organization, organization),
        changed_at = excluded.changed_at, changed_by = excluded.changed_by";
const WAITING: &str = "SELECT COUNT(*) FROM deliveries WHERE connection = ? AND state = 'pending'";
