//! What changes while somebody looks on.

use serde::{Deserialize, Serialize};

use super::campaign::CampaignView;
use super::delivery::DeliveryView;
use super::safety::StopView;
use super::session::ConnectionView;
use crate::time::Timestamp;

/// Guide 004's metrics.
///
/// ```
/// use tidings_core::api::MetricsView;
///
/// let metrics =
///     MetricsView { sent: 3, failed: 1, total_latency_ms: 240.5, delivery_rate: 75.0 };
/// let body = serde_json::to_value(&metrics)?;
/// assert_eq!(body["deliveryRate"], 75.0);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MetricsView {
    /// Transmissions accepted.
    pub sent: u64,
    /// Transmissions failed.
    pub failed: u64,
    /// Sum of the accepted ones' latencies, in milliseconds.
    pub total_latency_ms: f64,
    /// sent / (sent + failed) × 100; 0 when there is nothing.
    pub delivery_rate: f64,
}

/// One event of `GET /api/events`; its SSE id is `id`.
///
/// ```
/// use tidings_core::api::{Change, EventView};
///
/// let event: EventView =
///     serde_json::from_str(r#"{"id": 7, "at": 0, "kind": "note", "data": {"text": "Hello."}}"#)?;
/// assert_eq!(event.change, Change::Note { text: "Hello.".into() });
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Number in the journal.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// What changed.
    #[serde(flatten)]
    pub change: Change,
}

/// What changed.
///
/// ```
/// use tidings_core::api::Change;
///
/// let change = serde_json::to_string(&Change::Stops(Vec::new()))?;
/// assert_eq!(change, r#"{"kind":"stops","data":[]}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Change {
    /// A delivery, as it is now.
    Delivery(Box<DeliveryView>),
    /// A campaign, as it is now.
    Campaign(Box<CampaignView>),
    /// A connection, as it is now.
    Connection(Box<ConnectionView>),
    /// Every stop switch that is turned, as they are now; none when sending is allowed everywhere.
    Stops(Vec<StopView>),
    /// Something worth a line that belongs to no delivery, such as a web chat start that was not
    /// greeted and why.
    Note {
        /// In words.
        text: String,
    },
}
