//! Guide 004's audit records, one a transmission, and the counts behind its metrics.

use serde_json::Value;
use sqlx::Row as _;
use tidings_core::api::MetricsView;

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
        record: Value,
    ) -> Result<(), LedgerError> {
        let (connection, delivery) = (connection.to_owned(), delivery.to_string());
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(INSERT)
                        .bind(connection)
                        .bind(delivery)
                        .bind(record.to_string())
                        .bind(clock::now().as_unix_millis())
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// The latest audit records, newest first.
    pub async fn transmissions(&self, limit: u32) -> Result<Vec<Value>, LedgerError> {
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
            let sent: i64 = row.try_get("sent")?;
            let failed: i64 = row.try_get("failed")?;
            Ok((sent, failed, row.try_get("latency")?))
        };
        let (sent, failed, total_latency_ms) = read
            .await
            .map_err(|error: sqlx::Error| self.sorted(&error))?;
        Ok(MetricsView {
            sent: count(sent),
            failed: count(failed),
            total_latency_ms,
            delivery_rate: rate(sent, sent + failed),
        })
    }
}

/// Hundredths, 0.0 when there is nothing (guide 004).
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of messages are far below 2^52"
)]
fn rate(sent: i64, all: i64) -> f64 {
    if all == 0 {
        return 0.0;
    }
    sent as f64 / all as f64 * 100.0
}

const INSERT: &str = "INSERT INTO transmissions (connection, delivery, record, logged_at)
    VALUES (?, ?, ?, ?) ON CONFLICT (delivery) DO NOTHING";
const COUNT: &str = "SELECT
    COALESCE(SUM(record ->> 'status' = 'success'), 0) AS sent,
    COALESCE(SUM(record ->> 'status' <> 'success'), 0) AS failed,
    COALESCE(SUM(CASE WHEN record ->> 'status' = 'success' THEN record ->> 'latency_ms' END), 0.0)
        + 0.0 AS latency
    FROM transmissions";
