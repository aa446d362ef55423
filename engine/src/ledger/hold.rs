//! Rows given back without an attempt.

use tidings_core::retry::Tries;
use tidings_core::time::Timestamp;

use super::claim::Ticket;
use super::delivery;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::DeliveryId;

/// Why a row waits although its time has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// Stable code: `credentials_refused`, `unreachable`, `connection_paused`.
    pub code: &'static str,
    /// In words.
    pub reason: String,
    /// When it is looked at again.
    pub not_before: Timestamp,
    /// Since when it waits is in here.
    pub retry: Tries,
}

impl Ledger {
    /// Gives back rows that were taken and not begun.
    pub async fn release(&self, tickets: Vec<Ticket>) -> Result<(), LedgerError> {
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    for ticket in tickets {
                        sqlx::query(FREE)
                            .bind(ticket.delivery.as_str())
                            .bind(ticket.fence)
                            .execute(&mut *tx.connection)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Gives back a row that was taken and not begun, saying why it waits.
    pub async fn put_off(&self, ticket: Ticket, hold: Hold) -> Result<(), LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(put_off(tx, ticket, hold)))
            .await
    }

    /// Ends a row that no engine has taken. Returns false when one has, or it is over already.
    pub(crate) async fn withdraw(&self, id: DeliveryId) -> Result<bool, LedgerError> {
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    let now = clock::now().as_unix_millis();
                    let withdrawn = sqlx::query(WITHDRAW)
                        .bind(now)
                        .bind(id.as_str())
                        .bind(now)
                        .execute(&mut *tx.connection)
                        .await?;
                    if withdrawn.rows_affected() == 0 {
                        return Ok(false);
                    }
                    delivery::record(tx, &id).await?;
                    Ok(true)
                })
            })
            .await
    }
}

async fn put_off(tx: &mut Transaction<'_>, ticket: Ticket, hold: Hold) -> Result<(), WriteError> {
    let before = delivery::load(tx, &ticket.delivery).await?;
    let put_off = sqlx::query(PUT_OFF)
        .bind(hold.code)
        .bind(&hold.reason)
        .bind(hold.not_before.as_unix_millis())
        .bind(serde_json::to_string(&hold.retry)?)
        .bind(clock::now().as_unix_millis())
        .bind(ticket.delivery.as_str())
        .bind(ticket.fence)
        .execute(&mut *tx.connection)
        .await?;
    let is_news = before.code.as_deref() != Some(hold.code) || before.reason != Some(hold.reason);
    if put_off.rows_affected() > 0 && is_news {
        delivery::record(tx, &ticket.delivery).await?;
    }
    Ok(())
}

const FREE: &str = "UPDATE deliveries SET owner = NULL, lease_until = NULL
    WHERE id = ? AND fence = ? AND state = 'pending'";
const WITHDRAW: &str = "UPDATE deliveries
    SET state = 'unsent', code = COALESCE(code, 'not_begun'),
        reason = COALESCE(reason, 'no engine began it in all the time there was'),
        fence = fence + 1, updated_at = ?
    WHERE id = ? AND state = 'pending' AND (lease_until IS NULL OR lease_until <= ?)";
const PUT_OFF: &str = "UPDATE deliveries
    SET owner = NULL, lease_until = NULL, code = ?, reason = ?, hint = NULL, not_before = ?,
        retry = ?, updated_at = ?
    WHERE id = ? AND fence = ? AND state = 'pending'";
