//! Attempts' way into the ledger: rows taken by lease, committed before the first byte.

use std::collections::HashMap;

use sqlx::sqlite::SqliteRow;
use tidings_core::delivery::DeliveryState;
use tidings_core::recipient::{Recipient, RecipientKey};
use tidings_core::time::Timestamp;

use super::delivery::{self, Delivery, select_deliveries};
use super::screen::{Barred, barred, barred_so_far};
use super::{Ledger, LedgerError, Transaction, WriteError, settle, turn};
use crate::bounds::Bounds;
use crate::clock;
use crate::id::{CampaignId, DeliveryId, OwnerId};

/// Which rows to take.
#[derive(Clone, Debug)]
pub struct ClaimFilter {
    /// The connection and how far it reaches.
    pub bounds: Bounds,
    /// Who takes them.
    pub owner: OwnerId,
    /// Whether to take rows of campaigns that nobody alive follows: `serve` does; a command's
    /// engine does only while a `serve` waits for its turn.
    pub unfollowed: bool,
    /// Whether to take single sends only, because nothing can be sent now and only they give up
    /// soon.
    pub singles_only: bool,
    /// How many rows to take of a campaign, where it is not `limit`.
    pub wanted: HashMap<CampaignId, u32>,
    /// At most so many single messages, and so many rows of each campaign.
    pub limit: u32,
    /// The lease ends then, and the row can be taken by another.
    pub lease_until: Timestamp,
}

/// What was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claimed {
    /// The rows, single messages first, then campaign by campaign.
    pub rows: Vec<Delivery>,
    /// Rows that were due and have ended, because nobody may write to their recipients.
    pub barred: u64,
}

/// What proves that a row is still ours: its fence grows whenever somebody takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The row.
    pub delivery: DeliveryId,
    /// Its fence when it was taken.
    pub fence: i64,
}

/// An attempt that is to begin.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The row.
    pub ticket: Ticket,
    /// SHA-256 of the request.
    pub request_hash: String,
    /// The connection and how far it reaches.
    pub bounds: Bounds,
    /// The bot's session that the message is said into, if it is.
    pub session: Option<RecipientKey>,
    /// The states, by name, that the budgets have after this attempt.
    pub budgets: Vec<(String, String)>,
}

/// Whether an attempt has begun. Only then may anything be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is committed.
    Yes,
    /// The row is no longer ours, its campaign or connection was stopped, or it is not pending any
    /// more.
    No,
    /// Nobody may write to the recipient; the row has ended and says why.
    Barred(Barred),
}

impl Ledger {
    /// Takes rows that are due, of single messages and of each campaign. Those whose recipients nobody may write to
    /// end here already: they need not wait for a pace.
    pub async fn claim(&self, filter: ClaimFilter) -> Result<Claimed, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(claim(tx, filter)))
            .await
    }

    /// Commits that an attempt begins. Mode, lists and stop switch are read in the same
    /// transaction.
    pub async fn begin_attempt(&self, beginning: Beginning) -> Result<Begun, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(begin(tx, beginning)))
            .await
    }

    /// Whether an attempt that has begun may make another request: a token had to be renewed, and
    /// a stop or a list may have come in between.
    pub(crate) async fn may_go_on(
        &self,
        bounds: &Bounds,
        recipient: &Recipient,
        session: Option<&RecipientKey>,
    ) -> Result<bool, LedgerError> {
        let read = async {
            let mut connection = self.readers().acquire().await?;
            let is_stopped: bool = sqlx::query_scalar(IS_STOPPED)
                .bind(&bounds.connection)
                .fetch_one(&mut *connection)
                .await?;
            Ok(!is_stopped
                && barred(&mut connection, bounds, recipient, session)
                    .await?
                    .is_none())
        };
        read.await.map_err(|error: sqlx::Error| self.sorted(&error))
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

async fn claim(tx: &mut Transaction<'_>, filter: ClaimFilter) -> Result<Claimed, WriteError> {
    let rows = due(tx, &filter).await?;
    let mut claimed = Claimed::default();
    for row in &rows {
        let mut delivery = delivery::read(row)?;
        delivery.fence = sqlx::query_scalar(TAKE)
            .bind(filter.owner.as_str())
            .bind(filter.lease_until.as_unix_millis())
            .bind(delivery.id.as_str())
            .fetch_one(&mut *tx.connection)
            .await?;
        // Whether a session is named is asked when the attempt begins.
        match barred_so_far(tx.connection, &filter.bounds, &delivery.recipient, None).await? {
            None => claimed.rows.push(delivery),
            Some(barred) => {
                end(tx, &delivery, &barred).await?;
                claimed.barred += 1;
            }
        }
    }
    Ok(claimed)
}

/// The rows that may be taken.
async fn due(tx: &mut Transaction<'_>, filter: &ClaimFilter) -> Result<Vec<SqliteRow>, WriteError> {
    let now = clock::now().as_unix_millis();
    let connection = &filter.bounds.connection;
    let mut rows = sqlx::query(SINGLES_DUE)
        .bind(connection)
        .bind(now)
        .bind(now)
        .bind(now)
        .bind(filter.unfollowed)
        .bind(filter.limit)
        .fetch_all(&mut *tx.connection)
        .await?;
    if filter.singles_only {
        return Ok(rows);
    }
    for campaign in turn::campaigns(tx.connection, connection, filter.unfollowed).await? {
        let limit = filter.wanted.get(&campaign).copied();
        let of_campaign = sqlx::query(CAMPAIGN_DUE)
            .bind(campaign.as_str())
            .bind(now)
            .bind(now)
            .bind(limit.unwrap_or(filter.limit))
            .fetch_all(&mut *tx.connection)
            .await?;
        rows.extend(of_campaign);
    }
    Ok(rows)
}

async fn begin(tx: &mut Transaction<'_>, beginning: Beginning) -> Result<Begun, WriteError> {
    let Beginning {
        ticket,
        request_hash,
        bounds,
        session,
        budgets,
    } = beginning;
    let row = delivery::load(tx, &ticket.delivery).await?;
    if row.fence != ticket.fence || row.state != DeliveryState::Pending {
        return Ok(Begun::No);
    }
    let barred = barred(tx.connection, &bounds, &row.recipient, session.as_ref()).await?;
    if let Some(barred) = barred {
        end(tx, &row, &barred).await?;
        return Ok(Begun::Barred(barred));
    }
    let now = clock::now().as_unix_millis();
    let begun = sqlx::query(BEGIN)
        .bind(request_hash)
        .bind(now)
        .bind(now)
        .bind(ticket.delivery.as_str())
        .bind(ticket.fence)
        .execute(&mut *tx.connection)
        .await?;
    if begun.rows_affected() == 0 {
        return Ok(Begun::No);
    }
    for (name, state) in budgets {
        super::budget::save(tx, &bounds.connection, &name, &state).await?;
    }
    delivery::record(tx, &ticket.delivery).await?;
    Ok(Begun::Yes)
}

/// Ends a row that was taken.
async fn end(
    tx: &mut Transaction<'_>,
    delivery: &Delivery,
    barred: &Barred,
) -> Result<(), WriteError> {
    let ticket = Ticket {
        delivery: delivery.id.clone(),
        fence: delivery.fence,
    };
    settle::settle(tx, ticket, barred.settlement()).await?;
    Ok(())
}

const SINGLES_DUE: &str = select_deliveries!(
    "WHERE d.state = 'pending' AND d.connection = ? AND d.priority = 0 AND d.not_before <= ?
       AND (d.lease_until IS NULL OR d.lease_until <= ?)
       AND c.paused_at IS NULL AND c.cancelled_at IS NULL AND c.deadline > ?
       AND (? OR c.follower IN (SELECT id FROM owners)
              OR EXISTS (SELECT 1 FROM owners WHERE role = 'serve'))
       AND NOT EXISTS (SELECT 1 FROM stops WHERE scope IN ('*', d.connection))
     ORDER BY d.not_before, d.id LIMIT ?"
);
const CAMPAIGN_DUE: &str = select_deliveries!(
    "WHERE d.state = 'pending' AND d.campaign = ? AND d.not_before <= ?
       AND (d.lease_until IS NULL OR d.lease_until <= ?)
     ORDER BY d.not_before, d.id LIMIT ?"
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
                  AND c.paused_at IS NULL AND c.cancelled_at IS NULL)";
const IS_STOPPED: &str = "SELECT EXISTS (SELECT 1 FROM stops WHERE scope IN ('*', ?))";
const LEARN: &str = "UPDATE deliveries SET recipient = ?, name = ?
    WHERE id = ? AND fence = ? AND state = 'pending'";
