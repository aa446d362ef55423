//! What changes while somebody looks on.

use serde::{Deserialize, Serialize};

use super::campaign::CampaignView;
use super::delivery::DeliveryView;
use super::safety::StopView;
use super::session::ConnectionView;
use crate::time::Timestamp;

/// Guide 004's metrics.
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
