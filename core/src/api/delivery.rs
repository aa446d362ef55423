//! Sending one message, and what became of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::delivery::DeliveryState;
use crate::message::draft::Draft;
use crate::operation::Operation;
use crate::time::Timestamp;

/// Send one message.
///
/// ```
/// use tidings_core::api::SendRequest;
/// use tidings_core::message::draft::Draft;
///
/// let request: SendRequest = serde_json::from_str(
///     r#"{"connection": "eu", "draft": {"operation": "outbound", "to": "ana@example.org"}}"#,
/// )?;
/// assert!(matches!(request.draft, Draft::Outbound(draft) if draft.to == "ana@example.org"));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendRequest {
    /// The connection's name.
    pub connection: String,
    /// What to send, to whom.
    pub draft: Draft,
}

/// One delivery, as listed.
///
/// ```
/// use tidings_core::api::DeliveryView;
/// use tidings_core::delivery::DeliveryState;
///
/// let delivery: DeliveryView = serde_json::from_value(serde_json::json!({
///     "id": "d-1", "campaignId": "7", "connection": "eu", "operation": "outbound",
///     "target": "ana@example.org", "summary": "Spring sale", "state": "accepted",
///     "attempts": 1, "createdAt": 0, "updatedAt": 0, "canRetry": false,
/// }))?;
/// assert_eq!((delivery.state, delivery.campaign), (DeliveryState::Accepted, None));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// The delivery's id.
    pub id: String,
    /// The campaign it belongs to.
    pub campaign_id: String,
    /// The campaign's name; nothing for a single send.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub campaign: Option<String>,
    /// The connection's name.
    pub connection: String,
    /// Which of the jobs.
    pub operation: Operation,
    /// Address or id of the recipient.
    pub target: String,
    /// The recipient's name, where known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// One line that says what was sent: the subject, the first line, the card's title.
    pub summary: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Stable code of a refusal or of what it waits for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// What the platform said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hint: Option<String>,
    /// When the next attempt is due, while it waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub not_before: Option<Timestamp>,
    /// The platform's message id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message_id: Option<String>,
    /// The platform's conversation id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub conversation_id: Option<String>,
    /// Attempts made.
    pub attempts: u32,
    /// From the accepted attempt's first byte to its reply, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub latency_ms: Option<f64>,
    /// What came back last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<AnswerView>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Whether it may be sent again as a new delivery.
    pub can_retry: bool,
}

/// What a recipient answered.
///
/// ```
/// use tidings_core::api::AnswerView;
/// use tidings_core::time::Timestamp;
///
/// let typed = AnswerView { text: "Yes".into(), value: None, at: Timestamp::EPOCH };
/// assert_eq!(serde_json::to_string(&typed)?, r#"{"text":"Yes","at":0}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// The tapped choice's text, or what was typed.
    pub text: String,
    /// The tapped choice's value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Which deliveries to list; the query of `GET /api/deliveries` and of the page's own address.
///
/// ```
/// use tidings_core::api::DeliveryFilter;
/// use tidings_core::delivery::DeliveryState;
///
/// let filter = DeliveryFilter { state: Some(DeliveryState::InDoubt), ..Default::default() };
/// assert_eq!(serde_json::to_string(&filter)?, r#"{"state":"in_doubt"}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeliveryFilter {
    /// Only this connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// Only this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<DeliveryState>,
    /// Only this job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// Only this campaign, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Continue after a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Fifty deliveries, newest first.
///
/// ```
/// use tidings_core::api::DeliveryPage;
///
/// let page: DeliveryPage = serde_json::from_str(r#"{"rows": [], "total": 0}"#)?;
/// assert_eq!(page.next, None);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryPage {
    /// The rows.
    pub rows: Vec<DeliveryView>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// All that match.
    pub total: u64,
}

/// One delivery with everything known about it.
///
/// ```
/// use tidings_core::api::DeliveryDetail;
///
/// let detail: DeliveryDetail = serde_json::from_value(serde_json::json!({
///     "delivery": {
///         "id": "d-1", "campaignId": "7", "connection": "eu", "operation": "outbound",
///         "target": "ana@example.org", "summary": "Spring sale", "state": "pending",
///         "attempts": 0, "createdAt": 0, "updatedAt": 0, "canRetry": false,
///     },
///     "draft": { "operation": "outbound", "to": "ana@example.org" },
///     "timeline": [],
/// }))?;
/// // It cannot be built yet.
/// assert_eq!(detail.request, None);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryDetail {
    /// As listed.
    pub delivery: DeliveryView,
    /// What was written.
    pub draft: Draft,
    /// The exact request, as [`RequestView`]; nothing when it cannot be built yet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request: Option<RequestView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// An upstream request for people to read. Never holds a credential.
///
/// ```
/// use tidings_core::api::RequestView;
///
/// let view: RequestView = serde_json::from_str(
///     r#"{"method": "GET", "url": "https://api.mypurecloud.ie/", "headers": {}, "body": null}"#,
/// )?;
/// assert!(view.body.is_null());
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestView {
    /// HTTP method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Headers but for `Authorization`.
    pub headers: BTreeMap<String, String>,
    /// The body as JSON; `null` when there is none.
    pub body: serde_json::Value,
}

/// One thing that happened to a delivery.
///
/// ```
/// use tidings_core::api::TimelineEntry;
/// use tidings_core::delivery::DeliveryState;
///
/// let entry: TimelineEntry =
///     serde_json::from_str(r#"{"id": 7, "at": 0, "state": "accepted", "text": "Taken."}"#)?;
/// assert_eq!(entry.state, DeliveryState::Accepted);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    /// The event's number.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// The state it led to.
    pub state: DeliveryState,
    /// In words.
    pub text: String,
}

/// How a person settles a delivery in doubt.
///
/// ```
/// use tidings_core::api::Resolution;
///
/// assert_eq!(serde_json::to_string(&Resolution::Sent)?, r#""sent""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Resolution {
    /// It arrived: counts as accepted.
    Sent,
    /// It did not arrive: is sent again.
    Unsent,
}

/// Settle a delivery in doubt, or all of a campaign's.
///
/// ```
/// use tidings_core::api::{Resolution, Resolve};
///
/// let resolve: Resolve = serde_json::from_str(r#"{"as": "unsent"}"#)?;
/// assert_eq!(resolve.resolution, Resolution::Unsent);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolve {
    /// Sent or unsent.
    #[serde(rename = "as")]
    pub resolution: Resolution,
}
