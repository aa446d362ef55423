//! Audiences and campaigns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::EtaView;
use crate::delivery::DeliveryState;
use crate::message::draft::OutboundChannel;
use crate::message::draft::OutboundDraft;
use crate::operation::Operation;
use crate::time::Timestamp;

/// Which customers to find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AudienceFilter {
    /// The connection's name.
    pub connection: String,
    /// How many days back.
    pub days: u32,
    /// Which address they must have.
    pub channel: OutboundChannel,
    /// At least so many sessions.
    pub min_sessions: u32,
}

/// An audience, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AudienceView {
    /// Whether every page was read.
    pub complete: bool,
    /// Everybody found.
    pub audience: u64,
    /// Who can be written to.
    pub eligible: u64,
    /// Who cannot, by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Who can be written to and has no value for a placeholder, by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub without: BTreeMap<String, u64>,
    /// The first few who can.
    pub sample: Vec<CustomerView>,
    /// Why it broke off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
}

/// One customer found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    /// The platform's customer id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// E-mail address or phone number.
    pub address: String,
    /// Name, where known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Sessions in the window.
    pub sessions: u64,
}

/// Find customers and send to each (G0's whole job).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotifyRequest {
    /// Whom.
    pub audience: AudienceFilter,
    /// What; `to` and `name` stay empty.
    pub draft: OutboundDraft,
    /// The campaign's name; made from the content when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Sends a minute; the connection's default when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rate_per_minute: Option<u32>,
    /// Send to what was read even when the query broke off.
    #[serde(default)]
    pub partial: bool,
    /// Start anew although a campaign of that name and content is finished.
    #[serde(default)]
    pub again: bool,
}

/// Where a campaign stands. `Paused` and `Cancelled` are stored; the others follow from its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// The audience is being read.
    Reading,
    /// The audience query broke off; nothing is sent until it is read on or sent in part.
    Broken,
    /// Rows wait or are on their way.
    Running,
    /// Stopped for now.
    Paused,
    /// Stopped for good.
    Cancelled,
    /// No row waits.
    Finished,
}

/// One campaign, counted from its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignView {
    /// The campaign's id.
    pub id: String,
    /// Its name.
    pub campaign: String,
    /// The connection's name.
    pub connection: String,
    /// Which of the jobs.
    pub operation: Operation,
    /// One line that says what is sent.
    pub summary: String,
    /// Where it stands.
    pub state: CampaignState,
    /// Whether the whole audience was read.
    pub complete: bool,
    /// Everybody found: the sum of `excluded` and `states`.
    pub audience: u64,
    /// Left out, by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Deliveries by state.
    pub states: BTreeMap<DeliveryState, u64>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the rest should be through, if anybody can say; the same as `eta.at`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected_end: Option<Timestamp>,
    /// When the rest should be through and what that depends on; nothing where nothing waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub eta: Option<EtaView>,
}
