//! What became of messages that the platform took.

use sqlx::sqlite::SqliteRow;
use tidings_core::audience::Interval;
use tidings_core::delivery::DeliveryState;
use tidings_core::follow_up::{Fate, Group};
use tidings_core::operation::Operation;
use tidings_core::time::Timestamp;

use super::campaign::Source;
use super::row::Columns as _;
use super::{Ledger, LedgerError, Transaction, WriteError, delivery, progress};
use crate::clock;
use crate::id::DeliveryId;

/// A message that the platform took, as far as asking for it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) id: DeliveryId,
    pub(crate) message_id: Option<String>,
    pub(crate) conversation_id: Option<String>,
    pub(crate) is_mail: bool,
}

/// How many messages are due, and when the first of them was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) count: u64,
    pub(crate) since: Timestamp,
}

impl Ledger {
    /// Messages taken in that time that have not arrived, the earliest first.
    pub(crate) async fn taken(
        &self,
        connection: &str,
        group: Group,
        within: Interval,
        limit: u32,
    ) -> Result<Vec<Taken>, LedgerError> {
        let rows = sqlx::query(TAKEN)
            .bind(connection)
            .bind(priority(group))
            .bind(within.from().as_unix_millis())
            .bind(within.to().as_unix_millis())
            .bind(limit)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        let taken: Result<Vec<_>, sqlx::Error> = rows.iter().map(taken).collect();
        taken.map_err(|error| self.sorted(&error))
    }

    /// How many messages taken in that time have not arrived.
    pub(crate) async fn due(
        &self,
        connection: &str,
        group: Group,
        within: Interval,
    ) -> Result<Option<Due>, LedgerError> {
        let row = sqlx::query(DUE)
            .bind(connection)
            .bind(priority(group))
            .bind(within.from().as_unix_millis())
            .bind(within.to().as_unix_millis())
            .fetch_one(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        let due = || {
            let count = u64::try_from(row.number("count")?).unwrap_or(0);
            let since = row.time_or_none("since")?;
            Ok::<_, sqlx::Error>(since.map(|since| Due { count, since }))
        };
        due().map_err(|error| self.sorted(&error))
    }

    /// Moves a delivery forward to what the platform reports of it; a report that it has left
    /// behind changes nothing.
    pub(crate) async fn learn_fate(&self, id: DeliveryId, fate: Fate) -> Result<(), LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(async move { apply(tx, &id, &fate).await }))
            .await
    }

    /// The same for those whose conversations are named; a conversation that holds several of our
    /// messages says nothing of any. Those that failed for a reason not told are returned as they
    /// were.
    pub(crate) async fn learn_fates(
        &self,
        connection: &str,
        fates: Vec<(String, Fate)>,
    ) -> Result<Vec<(Taken, Fate)>, LedgerError> {
        let connection = connection.to_owned();
        self.writer()
            .write(move |tx| Box::pin(apply_all(tx, connection, fates)))
            .await
    }
}

fn taken(row: &SqliteRow) -> Result<Taken, sqlx::Error> {
    let operation: Operation = row.named("operation")?;
    let channel = row.text_or_none("channel")?;
    Ok(Taken {
        id: DeliveryId::from_text(row.text("id")?),
        message_id: row.text_or_none("message_id")?,
        conversation_id: row.text_or_none("conversation_id")?,
        is_mail: operation == Operation::Outbound && channel.as_deref() == Some("email"),
    })
}

async fn apply_all(
    tx: &mut Transaction<'_>,
    connection: String,
    fates: Vec<(String, Fate)>,
) -> Result<Vec<(Taken, Fate)>, WriteError> {
    let mut unexplained = Vec::new();
    for (conversation, fate) in fates {
        let rows = sqlx::query(IN_CONVERSATION)
            .bind(&connection)
            .bind(&conversation)
            .fetch_all(&mut *tx.connection)
            .await?;
        let [row] = rows.as_slice() else {
            continue;
        };
        let state: DeliveryState = row.named("state")?;
        if !state.may_become(fate.state) {
            continue;
        }
        let taken = taken(row)?;
        if fate.is_unexplained() {
            unexplained.push((taken, fate));
        } else {
            apply(tx, &taken.id, &fate).await?;
        }
    }
    Ok(unexplained)
}

async fn apply(tx: &mut Transaction<'_>, id: &DeliveryId, fate: &Fate) -> Result<(), WriteError> {
    let before = delivery::load(tx, id).await?;
    if !before.state.may_become(fate.state) {
        return Ok(());
    }
    sqlx::query(LEARN)
        .bind(fate.state.name())
        .bind(&fate.code)
        .bind(&fate.reason)
        .bind(fate.hint())
        .bind(clock::now().as_unix_millis())
        .bind(id.as_str())
        .execute(&mut *tx.connection)
        .await?;
    let after = delivery::record(tx, id).await?;
    if after.source == Source::Notify {
        progress::record_now_and_then(tx, &after.campaign).await?;
    }
    Ok(())
}

/// A single send goes before a campaign, and so they are told apart.
const fn priority(group: Group) -> i64 {
    match group {
        Group::Singles => 0,
        Group::Campaigns => 1,
    }
}

const TAKEN: &str = "SELECT d.id, d.message_id, d.conversation_id, c.operation, c.channel
    FROM deliveries d JOIN campaigns c ON c.id = d.campaign
    WHERE d.connection = ? AND d.priority = ? AND d.state = 'accepted'
      AND d.attempted_at >= ? AND d.attempted_at < ?
      AND c.operation IN ('outbound', 'proactive', 'greet', 'structured')
    ORDER BY d.attempted_at LIMIT ?";
const DUE: &str = "SELECT COUNT(*) AS count, MIN(attempted_at) AS since FROM deliveries
    WHERE connection = ? AND priority = ? AND state = 'accepted'
      AND attempted_at >= ? AND attempted_at < ?";
const IN_CONVERSATION: &str = "SELECT d.id, d.state, d.message_id, d.conversation_id,
      c.operation, c.channel
    FROM deliveries d JOIN campaigns c ON c.id = d.campaign
    WHERE d.connection = ? AND d.conversation_id = ? LIMIT 2";
const LEARN: &str =
    "UPDATE deliveries SET state = ?, code = ?, reason = ?, hint = ?, updated_at = ?
    WHERE id = ?";
