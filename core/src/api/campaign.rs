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
///
/// ```
/// use tidings_core::api::AudienceFilter;
/// use tidings_core::message::draft::OutboundChannel;
///
/// let filter: AudienceFilter = serde_json::from_str(
///     r#"{"connection": "eu", "days": 30, "channel": "sms", "minSessions": 1}"#,
/// )?;
/// assert_eq!((filter.channel, filter.min_sessions), (OutboundChannel::Sms, 1));
/// # Ok::<_, serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::api::AudienceView;
///
/// let view: AudienceView = serde_json::from_str(
///     r#"{"complete": true, "audience": 3, "eligible": 2, "excluded": {"no_address": 1}, "sample": []}"#,
/// )?;
/// assert_eq!(view.eligible + view.excluded.values().sum::<u64>(), view.audience);
/// # Ok::<_, serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::api::CustomerView;
///
/// let customer: CustomerView =
///     serde_json::from_str(r#"{"address": "ana@example.org", "sessions": 2}"#)?;
/// assert_eq!((customer.sessions, customer.name), (2, None));
/// # Ok::<_, serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::api::NotifyRequest;
///
/// let request: NotifyRequest = serde_json::from_value(serde_json::json!({
///     "audience": { "connection": "eu", "days": 30, "channel": "email", "minSessions": 1 },
///     "draft": { "channel": "email" },
/// }))?;
/// // Nobody gets it twice, and nothing goes to half an audience, unless asked for.
/// assert!(!request.again && !request.partial);
/// # Ok::<_, serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::api::CampaignState;
///
/// assert_eq!(serde_json::to_string(&CampaignState::Running)?, r#""running""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::api::{CampaignState, CampaignView};
///
/// let campaign: CampaignView = serde_json::from_value(serde_json::json!({
///     "id": "7", "campaign": "spring", "connection": "eu", "operation": "outbound",
///     "summary": "Spring sale", "state": "running", "complete": true, "audience": 3,
///     "excluded": { "no_address": 1 }, "states": { "pending": 2 }, "createdAt": 0,
/// }))?;
/// assert_eq!(campaign.state, CampaignState::Running);
/// let counted = campaign.excluded.values().chain(campaign.states.values()).sum::<u64>();
/// assert_eq!(counted, campaign.audience);
/// # Ok::<_, serde_json::Error>(())
/// ```
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
