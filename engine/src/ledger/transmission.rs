//! Guide 004's audit records, one a transmission, and the counts behind its metrics.

use sqlx::Row as _;
use tidings_core::api::MetricsView;
use tidings_core::audit::AuditRecord;
use tidings_core::metrics::delivery_rate;

use super::delivery::Delivery;
use super::row::count;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

impl Ledger {
    /// The latest audit records, newest first.
    pub async fn transmissions(&self, limit: u32) -> Result<Vec<AuditRecord>, LedgerError> {
        let records: Vec<String> =
            sqlx::query_scalar("SELECT record FROM transmissions ORDER BY id DESC LIMIT ?")
                .bind(limit)
                .fetch_all(self.readers())
                .await
                .map_err(|error| self.sorted(&error))?;
        records
            .iter()
            .map(|record| {
                serde_json::from_str(record)
                    .map_err(|error| LedgerError::Content(error.to_string()))
            })
            .collect()
    }

    /// Guide 004's metrics over every transmission recorded.
    pub async fn metrics(&self) -> Result<MetricsView, LedgerError> {
        let read = async {
            let row = sqlx::query(COUNT).fetch_one(self.readers()).await?;
            let sent = count(row.try_get("sent")?);
            let failed = count(row.try_get("failed")?);
            Ok((sent, failed, row.try_get("latency")?))
        };
        let (sent, failed, total_latency_ms) = read
            .await
            .map_err(|error: sqlx::Error| self.sorted(&error))?;
        Ok(MetricsView {
            sent,
            failed,
            total_latency_ms,
            delivery_rate: delivery_rate(sent, failed),
        })
    }
}

/// Keeps the audit record of a transmission with the delivery's end.
pub(super) async fn insert(
    tx: &mut Transaction<'_>,
    ended: &Delivery,
    record: &AuditRecord,
) -> Result<(), WriteError> {
    sqlx::query(INSERT)
        .bind(&ended.connection)
        .bind(ended.id.as_str())
        .bind(serde_json::to_string(record)?)
        .bind(clock::now().as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    Ok(())
}

const INSERT: &str = "INSERT INTO transmissions (connection, delivery, record, logged_at)
    VALUES (?, ?, ?, ?)";
const COUNT: &str = "SELECT
    COALESCE(SUM(record ->> 'status' = 'success'), 0) AS sent,
    COALESCE(SUM(record ->> 'status' <> 'success'), 0) AS failed,
    COALESCE(SUM(CASE WHEN record ->> 'status' = 'success' THEN record ->> 'latency_ms' END), 0.0)
        + 0.0 AS latency
    FROM transmissions";
