//! How attempts end, in the ledger.

use tidings_core::audit::AuditRecord;
use tidings_core::delivery::DeliveryState;
use tidings_core::outcome::Acceptance;
use tidings_core::retry::Tries;
use tidings_core::time::Timestamp;

use super::campaign::Source;
use super::claim::Ticket;
use super::delivery::{self, Delivery, Try};
use super::{Ledger, LedgerError, Transaction, WriteError};
use super::{inbound, progress, transmission};
use crate::clock;
use crate::id::{CampaignId, DeliveryId, OwnerId};

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
    /// Guide 004's audit record, where this ends a transmission.
    pub audit: Option<AuditRecord>,
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
            audit: None,
        }
    }
}

impl Ledger {
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

pub(super) async fn settle(
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
    if let Some(audit) = &settlement.audit {
        transmission::insert(tx, &recorded, audit).await?;
    }
    let after = inbound::apply_kept(tx, recorded).await?;
    tell_progress(tx, &after).await?;
    Ok(Some(after))
}

/// A campaign over an audience says now and then how far it is, and when its last row is done.
async fn tell_progress(tx: &mut Transaction<'_>, last: &Delivery) -> Result<(), WriteError> {
    if last.source != Source::Notify || last.state.is_open() {
        return Ok(());
    }
    let open: bool = sqlx::query_scalar(HAS_OPEN)
        .bind(last.campaign.as_str())
        .fetch_one(&mut *tx.connection)
        .await?;
    if open {
        progress::record_now_and_then(tx, &last.campaign).await
    } else {
        progress::record(tx, &last.campaign).await
    }
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
        progress::record(tx, &CampaignId::from_text(id)).await?;
    }
    Ok(ended)
}

/// What a dead process had on its way is in doubt, what it had taken is free.
pub(super) async fn bury(tx: &mut Transaction<'_>, owner: OwnerId) -> Result<u64, WriteError> {
    let lost: Vec<String> = sqlx::query_scalar(IN_DOUBT)
        .bind(clock::now().as_unix_millis())
        .bind(owner.as_str())
        .fetch_all(&mut *tx.connection)
        .await?;
    for id in &lost {
        let after = delivery::record(tx, &DeliveryId::from_text(id)).await?;
        tell_progress(tx, &after).await?;
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
const SETTLE: &str = "UPDATE deliveries
    SET state = ?, code = ?, reason = ?, hint = ?, not_before = COALESCE(?, not_before),
        attempts = attempts + ?, retry = ?, tries = ?,
        message_id = COALESCE(?, message_id), conversation_id = COALESCE(?, conversation_id),
        latency_ms = COALESCE(?, latency_ms), owner = NULL, lease_until = NULL, updated_at = ?
    WHERE id = ?";
const HAS_OPEN: &str = "SELECT EXISTS (SELECT 1 FROM deliveries
    WHERE campaign = ? AND state IN ('pending', 'attempting'))";
const OVERDUE: &str = "SELECT id FROM campaigns
    WHERE id IN (SELECT DISTINCT campaign FROM deliveries WHERE state = 'pending')
      AND deadline <= ?";
const EXPIRE: &str = "UPDATE deliveries
    SET state = CASE WHEN attempts = 0 AND code IS NULL THEN 'expired' ELSE 'unsent' END,
        code = COALESCE(code, 'deadline'), owner = NULL, lease_until = NULL, fence = fence + 1,
        hint = 'its time had run out before it could be sent', updated_at = ?
    WHERE campaign = ? AND state = 'pending' RETURNING id";
const IN_DOUBT: &str = "UPDATE deliveries
    SET state = 'in_doubt', code = 'process_died', owner = NULL, lease_until = NULL,
        reason = 'the process that was sending it ended before the reply was recorded',
        hint = 'look in Genesys Cloud whether it arrived, then settle it as sent or unsent',
        fence = fence + 1, updated_at = ?
    WHERE owner = ? AND state = 'attempting' RETURNING id";
const FREE_ALL: &str = "UPDATE deliveries SET owner = NULL, lease_until = NULL
    WHERE owner = ? AND state = 'pending'";
