//! An attempt's way through the ledger: taken by lease, committed before its first byte, settled.

use sqlx::Row as _;
use tidings_core::delivery::DeliveryState;
use tidings_core::outcome::Acceptance;
use tidings_core::retry::Tries;
use tidings_core::time::Timestamp;

use super::campaign::{self, Source};
use super::delivery::{self, Delivery, Try, select_deliveries};
use super::inbound;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::{CampaignId, DeliveryId, OwnerId};

/// Which rows to take.
#[derive(Clone, Debug)]
pub struct ClaimFilter {
    /// The connection's name.
    pub connection: String,
    /// Who takes them.
    pub owner: OwnerId,
    /// Whether to take rows of campaigns that nobody alive follows: `serve` does, a command's
    /// engine does not.
    pub unfollowed: bool,
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

/// How an attempt ended, or why there was none.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// The next state.
    pub state: DeliveryState,
    /// Stable code of a refusal, or of what it waits for.
    pub code: Option<String>,
    /// What was seen or said.
    pub reason: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// For `pending`: not attempted before.
    pub not_before: Option<Timestamp>,
    /// What the next decision needs to know.
    pub retry: Tries,
    /// What the platform said when it took the message.
    pub acceptance: Acceptance,
    /// The attempt, if there was one.
    pub tried: Option<Try>,
}

impl Settlement {
    /// Ends in a state without more to say.
    pub fn to(state: DeliveryState) -> Self {
        Self {
            state,
            code: None,
            reason: None,
            hint: None,
            not_before: None,
            retry: Tries::default(),
            acceptance: Acceptance::default(),
            tried: None,
        }
    }
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

    /// Records how an attempt ended. Returns nothing when the row is no longer ours.
    pub async fn settle(
        &self,
        ticket: Ticket,
        settlement: Settlement,
    ) -> Result<Option<Delivery>, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(settle(tx, ticket, settlement)))
            .await
    }

    /// Gives back rows that were taken and not begun, saying why they wait.
    pub async fn release(
        &self,
        tickets: Vec<Ticket>,
        reason: Option<(String, String)>,
    ) -> Result<(), LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(release(tx, tickets, reason)))
            .await
    }

    /// Ends rows whose campaign's deadline has passed: `unsent` where attempts were put off,
    /// `expired` where none began. Returns how many.
    pub async fn expire(&self) -> Result<u64, LedgerError> {
        let overdue: Vec<String> = sqlx::query_scalar(OVERDUE)
            .bind(clock::now().as_unix_millis())
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        if overdue.is_empty() {
            return Ok(0);
        }
        self.writer()
            .write(move |tx| Box::pin(expire(tx, overdue)))
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

async fn settle(
    tx: &mut Transaction<'_>,
    ticket: Ticket,
    settlement: Settlement,
) -> Result<Option<Delivery>, WriteError> {
    let before = delivery::load(tx, &ticket.delivery).await?;
    if before.fence != ticket.fence || !before.state.may_become(settlement.state) {
        return Ok(None);
    }
    let now = clock::now();
    let latency = settlement.tried.as_ref().and_then(|tried| tried.latency_ms);
    let attempts = i64::from(settlement.tried.is_some());
    let mut tries = before.tries;
    tries.extend(settlement.tried);
    let forgotten = tries.len().saturating_sub(TRIES_KEPT);
    tries.drain(..forgotten);
    sqlx::query(SETTLE)
        .bind(settlement.state.name())
        .bind(settlement.code)
        .bind(settlement.reason)
        .bind(settlement.hint)
        .bind(settlement.not_before.map(Timestamp::as_unix_millis))
        .bind(attempts)
        .bind(serde_json::to_string(&settlement.retry)?)
        .bind(serde_json::to_string(&tries)?)
        .bind(settlement.acceptance.id)
        .bind(settlement.acceptance.conversation_id)
        .bind(latency)
        .bind(now.as_unix_millis())
        .bind(ticket.delivery.as_str())
        .execute(&mut *tx.connection)
        .await?;
    let recorded = delivery::record(tx, &ticket.delivery).await?;
    let after = inbound::apply_kept(tx, recorded).await?;
    tell_finish(tx, &after).await?;
    Ok(Some(after))
}

/// A campaign over an audience says when its last row is done.
async fn tell_finish(tx: &mut Transaction<'_>, last: &Delivery) -> Result<(), WriteError> {
    if last.source != Source::Notify || last.state.is_open() {
        return Ok(());
    }
    let open: bool = sqlx::query_scalar(HAS_OPEN)
        .bind(last.campaign.as_str())
        .fetch_one(&mut *tx.connection)
        .await?;
    if open {
        return Ok(());
    }
    campaign::record(tx, &last.campaign).await
}

async fn release(
    tx: &mut Transaction<'_>,
    tickets: Vec<Ticket>,
    reason: Option<(String, String)>,
) -> Result<(), WriteError> {
    for ticket in tickets {
        let freed = sqlx::query(FREE)
            .bind(ticket.delivery.as_str())
            .bind(ticket.fence)
            .execute(&mut *tx.connection)
            .await?;
        if freed.rows_affected() == 0 {
            continue;
        }
        if let Some((code, text)) = &reason {
            let told = sqlx::query(EXPLAIN)
                .bind(code)
                .bind(text)
                .bind(clock::now().as_unix_millis())
                .bind(ticket.delivery.as_str())
                .bind(code)
                .bind(text)
                .execute(&mut *tx.connection)
                .await?;
            if told.rows_affected() > 0 {
                delivery::record(tx, &ticket.delivery).await?;
            }
        }
    }
    Ok(())
}

async fn expire(tx: &mut Transaction<'_>, campaigns: Vec<String>) -> Result<u64, WriteError> {
    let mut ended = 0;
    for id in campaigns {
        let rows: Vec<String> = sqlx::query_scalar(EXPIRE)
            .bind(clock::now().as_unix_millis())
            .bind(&id)
            .fetch_all(&mut *tx.connection)
            .await?;
        for row in &rows {
            delivery::record(tx, &DeliveryId::from_text(row)).await?;
        }
        ended += u64::try_from(rows.len()).unwrap_or(0);
        campaign::record(tx, &CampaignId::from_text(id)).await?;
    }
    Ok(ended)
}

/// What a dead process had on its way is in doubt, what it had taken is free.
pub(super) async fn bury(tx: &mut Transaction<'_>, owner: OwnerId) -> Result<u64, WriteError> {
    let lost = sqlx::query(IN_DOUBT)
        .bind(clock::now().as_unix_millis())
        .bind(owner.as_str())
        .fetch_all(&mut *tx.connection)
        .await?;
    for row in &lost {
        let id: String = row.try_get("id")?;
        let after = delivery::record(tx, &DeliveryId::from_text(id)).await?;
        tell_finish(tx, &after).await?;
    }
    sqlx::query(FREE_ALL)
        .bind(owner.as_str())
        .execute(&mut *tx.connection)
        .await?;
    sqlx::query("DELETE FROM owners WHERE id = ?")
        .bind(owner.as_str())
        .execute(&mut *tx.connection)
        .await?;
    Ok(u64::try_from(lost.len()).unwrap_or(0))
}

/// Attempts kept for people; a row that waits for hours makes hundreds.
const TRIES_KEPT: usize = 20;
const DUE: &str = select_deliveries!(
    "WHERE d.state = 'pending' AND d.connection = ? AND d.not_before <= ?
       AND (d.lease_until IS NULL OR d.lease_until <= ?)
       AND c.paused_at IS NULL AND c.cancelled_at IS NULL AND c.deadline > ?
       AND c.audience_state IN ('complete', 'partial')
       AND (? OR c.follower IN (SELECT id FROM owners))
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
const SETTLE: &str = "UPDATE deliveries
    SET state = ?, code = ?, reason = ?, hint = ?, not_before = COALESCE(?, not_before),
        attempts = attempts + ?, retry = ?, tries = ?,
        message_id = COALESCE(?, message_id), conversation_id = COALESCE(?, conversation_id),
        latency_ms = COALESCE(?, latency_ms), owner = NULL, lease_until = NULL, updated_at = ?
    WHERE id = ?";
const HAS_OPEN: &str = "SELECT EXISTS (SELECT 1 FROM deliveries
    WHERE campaign = ? AND state IN ('pending', 'attempting'))";
const FREE: &str = "UPDATE deliveries SET owner = NULL, lease_until = NULL
    WHERE id = ? AND fence = ? AND state = 'pending'";
const FREE_ALL: &str = "UPDATE deliveries SET owner = NULL, lease_until = NULL
    WHERE owner = ? AND state = 'pending'";
const EXPLAIN: &str = "UPDATE deliveries SET code = ?, reason = ?, updated_at = ?
    WHERE id = ? AND (code IS NOT ? OR reason IS NOT ?)";
const OVERDUE: &str = "SELECT id FROM campaigns
    WHERE id IN (SELECT DISTINCT campaign FROM deliveries WHERE state = 'pending')
      AND deadline <= ?";
const EXPIRE: &str = "UPDATE deliveries
    SET state = CASE WHEN attempts = 0 THEN 'expired' ELSE 'unsent' END,
        code = COALESCE(code, 'deadline'), owner = NULL, lease_until = NULL, fence = fence + 1,
        hint = 'its time had run out before it could be sent', updated_at = ?
    WHERE campaign = ? AND state = 'pending' RETURNING id";
const IN_DOUBT: &str = "UPDATE deliveries
    SET state = 'in_doubt', code = 'process_died', owner = NULL, lease_until = NULL,
        reason = 'the process that was sending it ended before the reply was recorded',
        hint = 'look in Genesys Cloud whether it arrived, then settle it as sent or unsent',
        fence = fence + 1, updated_at = ?
    WHERE owner = ? AND state = 'attempting' RETURNING id";
