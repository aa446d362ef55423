//! Guide 004's audit records, one a transmission, and the counts behind its metrics.

use sqlx::Row as _;
use tidings_core::api::MetricsView;
use tidings_core::audit::AuditRecord;
use tidings_core::metrics::delivery_rate;

use super::row::count;
use super::{Ledger, LedgerError};
use crate::clock;
use crate::id::DeliveryId;

impl Ledger {
    /// Keeps the audit record of a transmission. A second record of one delivery is not kept.
    pub async fn record_transmission(
        &self,
        connection: &str,
        delivery: &DeliveryId,
        record: &AuditRecord,
    ) -> Result<(), LedgerError> {
        let (connection, delivery) = (connection.to_owned(), delivery.to_string());
        let record = serde_json::to_string(record)?;
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(INSERT)
                        .bind(connection)
                        .bind(delivery)
                        .bind(record)
                        .bind(clock::now().as_unix_millis())
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

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

const INSERT: &str = "INSERT INTO transmissions (connection, delivery, record, logged_at)
    VALUES (?, ?, ?, ?) ON CONFLICT (delivery) DO NOTHING";
const COUNT: &str = "SELECT
    COALESCE(SUM(record ->> 'status' = 'success'), 0) AS sent,
    COALESCE(SUM(record ->> 'status' <> 'success'), 0) AS failed,
    COALESCE(SUM(CASE WHEN record ->> 'status' = 'success' THEN record ->> 'latency_ms' END), 0.0)
        + 0.0 AS latency
    FROM transmissions";
