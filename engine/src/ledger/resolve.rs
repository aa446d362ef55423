//! Deliveries in doubt, settled by a person.

use std::time::Duration;

use tidings_core::api::Resolution;
use tidings_core::retry::Tries;
use tidings_core::time::Timestamp;

use super::delivery;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::{CampaignId, DeliveryId};

/// Which deliveries in doubt are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InDoubt {
    /// All of a campaign.
    Campaign(CampaignId),
    /// One.
    Delivery(DeliveryId),
}

impl Ledger {
    /// Settles deliveries in doubt and returns how many there were. What is to be sent again gets
    /// at least another day before its campaign's deadline.
    pub async fn resolve(
        &self,
        which: InDoubt,
        resolution: Resolution,
        by: &str,
    ) -> Result<u64, LedgerError> {
        let by = by.to_owned();
        let settled = self
            .writer()
            .write(move |tx| Box::pin(resolve(tx, which, resolution, by)))
            .await?;
        self.announce_work();
        Ok(settled)
    }
}

async fn resolve(
    tx: &mut Transaction<'_>,
    which: InDoubt,
    resolution: Resolution,
    by: String,
) -> Result<u64, WriteError> {
    let now = clock::now();
    let (campaign, one) = match which {
        InDoubt::Campaign(id) => (Some(id), None),
        InDoubt::Delivery(id) => (None, Some(id)),
    };
    let (state, word) = match resolution {
        Resolution::Sent => ("accepted", "sent"),
        Resolution::Unsent => ("pending", "unsent"),
    };
    let rows: Vec<String> = sqlx::query_scalar(RESOLVE)
        .bind(state)
        .bind(format!("settled as {word} by {by}"))
        .bind(now.as_unix_millis())
        .bind(serde_json::to_string(&Tries::default())?)
        .bind(now.as_unix_millis())
        .bind(campaign.as_ref().map(CampaignId::as_str))
        .bind(one.as_ref().map(DeliveryId::as_str))
        .fetch_all(&mut *tx.connection)
        .await?;
    for id in &rows {
        let row = delivery::record(tx, &DeliveryId::from_text(id)).await?;
        if resolution == Resolution::Unsent {
            extend(tx, &row.campaign, now.saturating_add(EXTENSION)).await?;
        }
    }
    Ok(u64::try_from(rows.len()).unwrap_or(0))
}

async fn extend(
    tx: &mut Transaction<'_>,
    campaign: &CampaignId,
    deadline: Timestamp,
) -> Result<(), WriteError> {
    sqlx::query("UPDATE campaigns SET deadline = MAX(deadline, ?) WHERE id = ?")
        .bind(deadline.as_unix_millis())
        .bind(campaign.as_str())
        .execute(&mut *tx.connection)
        .await?;
    Ok(())
}

const EXTENSION: Duration = Duration::from_hours(24);
const RESOLVE: &str = "UPDATE deliveries
    SET state = ?, code = 'resolved', reason = ?, hint = NULL, not_before = ?,
        retry = ?, owner = NULL, lease_until = NULL, fence = fence + 1, updated_at = ?
    WHERE state = 'in_doubt' AND (campaign = ? OR id = ?) RETURNING id";
