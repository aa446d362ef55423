//! Attempts' way into the ledger: rows taken by lease, committed before the first byte.

use tidings_core::recipient::Recipient;
use tidings_core::time::Timestamp;

use super::delivery::{self, Delivery, select_deliveries};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::{DeliveryId, OwnerId};

/// Which rows to take.
#[derive(Clone, Debug)]
pub struct ClaimFilter {
    /// The connection's name.
    pub connection: String,
    /// Who takes them.
    pub owner: OwnerId,
    /// Whether to take rows of campaigns that nobody alive follows: `serve` does; a command's
    /// engine does only while a `serve` waits for its turn.
    pub unfollowed: bool,
    /// Whether to take single sends only, because nothing can be sent now and only they give up
    /// soon.
    pub singles_only: bool,
    /// At most so many.
    pub limit: u32,
    /// The lease ends then, and the row can be taken by another.
    pub lease_until: Timestamp,
}

/// What proves that a row is still ours: its fence grows whenever somebody takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The row.
    pub delivery: DeliveryId,
    /// Its fence when it was taken.
    pub fence: i64,
}

impl Ledger {
    /// Takes rows that are due, single messages first.
    pub async fn claim(&self, filter: ClaimFilter) -> Result<Vec<Delivery>, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(claim(tx, filter)))
            .await
    }

    /// Commits that an attempt begins. Returns false, and nothing may be sent, when the row is no
    /// longer ours, its campaign or connection was stopped, or it is not pending any more.
    /// `budget` is the pacer's state that this attempt leads to.
    pub async fn begin_attempt(
        &self,
        ticket: Ticket,
        request_hash: String,
        budget: Option<String>,
    ) -> Result<bool, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(begin(tx, ticket, request_hash, budget)))
            .await
    }

    /// Keeps what was found out about a recipient before the attempt begins.
    pub(crate) async fn learn_recipient(
        &self,
        ticket: Ticket,
        recipient: Recipient,
    ) -> Result<(), LedgerError> {
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(LEARN)
                        .bind(serde_json::to_string(&recipient)?)
                        .bind(recipient.name())
                        .bind(ticket.delivery.as_str())
                        .bind(ticket.fence)
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

async fn claim(tx: &mut Transaction<'_>, filter: ClaimFilter) -> Result<Vec<Delivery>, WriteError> {
    let now = clock::now().as_unix_millis();
    let rows = sqlx::query(DUE)
        .bind(&filter.connection)
        .bind(now)
        .bind(now)
        .bind(now)
        .bind(filter.unfollowed)
        .bind(filter.singles_only)
        .bind(filter.limit)
        .fetch_all(&mut *tx.connection)
        .await?;
    let mut taken = Vec::with_capacity(rows.len());
    for row in &rows {
        let mut delivery = delivery::read(row)?;
        delivery.fence = sqlx::query_scalar(TAKE)
            .bind(filter.owner.as_str())
            .bind(filter.lease_until.as_unix_millis())
            .bind(delivery.id.as_str())
            .fetch_one(&mut *tx.connection)
            .await?;
        taken.push(delivery);
    }
    Ok(taken)
}

async fn begin(
    tx: &mut Transaction<'_>,
    ticket: Ticket,
    request_hash: String,
    budget: Option<String>,
) -> Result<bool, WriteError> {
    let now = clock::now().as_unix_millis();
    let connection: Option<String> = sqlx::query_scalar(BEGIN)
        .bind(request_hash)
        .bind(now)
        .bind(now)
        .bind(ticket.delivery.as_str())
        .bind(ticket.fence)
        .fetch_optional(&mut *tx.connection)
        .await?;
    let Some(connection) = connection else {
        return Ok(false);
    };
    if let Some(state) = budget {
        super::budget::save(tx, &connection, &state).await?;
    }
    delivery::record(tx, &ticket.delivery).await?;
    Ok(true)
}

const DUE: &str = select_deliveries!(
    "WHERE d.state = 'pending' AND d.connection = ? AND d.not_before <= ?
       AND (d.lease_until IS NULL OR d.lease_until <= ?)
       AND c.paused_at IS NULL AND c.cancelled_at IS NULL AND c.deadline > ?
       AND c.audience_state IN ('complete', 'partial')
       AND (? OR c.follower IN (SELECT id FROM owners)
              OR EXISTS (SELECT 1 FROM owners WHERE role = 'serve'))
       AND (NOT ? OR d.priority = 0)
       AND NOT EXISTS (SELECT 1 FROM stops WHERE scope IN ('*', d.connection))
     ORDER BY d.priority, d.not_before, d.id LIMIT ?"
);
const TAKE: &str = "UPDATE deliveries SET owner = ?, lease_until = ?, fence = fence + 1
    WHERE id = ? RETURNING fence";
// The stop switch is read in the same transaction: after it was turned, no attempt begins.
const BEGIN: &str = "UPDATE deliveries
    SET state = 'attempting', request_hash = ?, attempted_at = ?, updated_at = ?,
        code = NULL, reason = NULL, hint = NULL
    WHERE id = ? AND fence = ? AND state = 'pending'
      AND NOT EXISTS (SELECT 1 FROM stops WHERE scope IN ('*', deliveries.connection))
      AND EXISTS (SELECT 1 FROM campaigns c WHERE c.id = deliveries.campaign
                  AND c.paused_at IS NULL AND c.cancelled_at IS NULL)
    RETURNING connection";
const LEARN: &str = "UPDATE deliveries SET recipient = ?, name = ?
    WHERE id = ? AND fence = ? AND state = 'pending'";
