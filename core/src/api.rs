//! What the page and the server say to each other. Both use these types; nothing is written twice.
//!
//! | method and path | body | reply |
//! |---|---|---|
//! | `GET /api/session` | – | [`SessionView`] |
//! | `POST /api/session` | [`SignIn`] | [`SessionView`] |
//! | `DELETE /api/session` | – | 204 |
//! | `POST /api/setup` | [`Setup`] | [`SessionView`] |
//! | `POST /api/send` (`Idempotency-Key`) | [`SendRequest`] | 202 [`DeliveryView`] |
//! | `GET /api/deliveries` ([`DeliveryFilter`] as query) | – | [`DeliveryPage`] |
//! | `GET /api/deliveries/{id}` | – | [`DeliveryDetail`] |
//! | `POST /api/deliveries/{id}/retry` (`Idempotency-Key`) | – | 202 [`DeliveryView`] |
//! | `POST /api/deliveries/{id}/resolve` | [`Resolve`] | [`DeliveryView`] |
//! | `GET /api/audience` ([`AudienceFilter`] as query) | – | [`AudienceView`] |
//! | `GET /api/campaigns` | – | `[`[`CampaignView`]`]` |
//! | `POST /api/campaigns` (`Idempotency-Key`) | [`NotifyRequest`] | 202 [`CampaignView`] |
//! | `GET /api/campaigns/{id}` | – | [`CampaignView`] |
//! | `POST /api/campaigns/{id}/resolve` | [`Resolve`] | [`CampaignView`] |
//! | `GET /api/metrics` | – | [`MetricsView`] |
//! | `GET /api/events` | – | server-sent events, each an [`EventView`] |
//! | `POST /api/previews` | [`PreviewRequest`] | [`PreviewView`]; then `GET /preview/{id}` |
//! | `GET /genesys/{connection}/api/v2/…` | – | the platform's own reply (reads only) |
//!
//! Every change carries the header [`REQUIRED_HEADER`]. Every error is an [`ErrorBody`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::delivery::DeliveryState;
use crate::dialect::Dialect;
use crate::message::draft::{Channel, Draft, OutboundDraft};
use crate::operation::Operation;
use crate::policy::Policy;
use crate::time::Timestamp;
use crate::violation::Violation;

/// The header that every changing call carries, so that no foreign page can make one.
pub const REQUIRED_HEADER: (&str, &str) = ("X-Tidings", "1");

/// The header that makes a repeated send the same send.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The paths below `/api`, for page and server alike.
pub mod path {
    /// Who is signed in; sign in; sign out.
    pub const SESSION: &str = "/api/session";
    /// Spend a one-time link.
    pub const SETUP: &str = "/api/setup";
    /// Send one message.
    pub const SEND: &str = "/api/send";
    /// List deliveries; one delivery lies below it.
    pub const DELIVERIES: &str = "/api/deliveries";
    /// Count an audience before sending.
    pub const AUDIENCE: &str = "/api/audience";
    /// List campaigns, start one; one campaign lies below it.
    pub const CAMPAIGNS: &str = "/api/campaigns";
    /// Guide 004's metrics.
    pub const METRICS: &str = "/api/metrics";
    /// Server-sent events.
    pub const EVENTS: &str = "/api/events";
    /// Keep an HTML mail for its frame.
    pub const PREVIEWS: &str = "/api/previews";
}

/// The one error body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorView,
}

/// What went wrong, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorView {
    /// Stable code, such as `invalid_draft`, `unauthenticated`, `key_reused`.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
    /// Each broken rule, where the body was a draft.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub violations: Vec<Violation>,
    /// Finds the call in the server's log.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
}

/// Who is signed in and what they can work with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The user's name, or nothing when nobody is signed in.
    pub user: Option<String>,
    /// Whether an account exists; without one, only the one-time link leads in.
    pub has_account: bool,
    /// Empty unless signed in.
    pub connections: Vec<ConnectionView>,
    /// What the server will check drafts against; the page checks with the same.
    pub policy: Policy,
}

/// One organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Its name in the configuration.
    pub name: String,
    /// The wire form spoken.
    pub dialect: Dialect,
    /// The base address.
    pub base_url: String,
    /// Whether it is a sandbox: every loopback address is one.
    pub is_sandbox: bool,
    /// Whether it is used where none is named.
    pub is_default: bool,
    /// Where the guest's messenger is, for a sandbox: `{messengerUrl}?contact=…`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub messenger_url: Option<String>,
    /// Whether it works.
    pub health: HealthView,
}

/// Whether a connection works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HealthView {
    /// Not tried yet.
    Unknown,
    /// The last call worked.
    Ready,
    /// Sending waits after a run of failures.
    Paused {
        /// What was seen and when it is tried again.
        message: String,
    },
    /// The credentials are refused; nothing is queued.
    Refused {
        /// What the platform said and what to do.
        message: String,
    },
    /// The platform cannot be reached.
    Unreachable {
        /// What the network said.
        message: String,
    },
}

/// Sign in.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// Account name.
    pub user: String,
    /// Password.
    pub password: String,
}

/// Spend a one-time link: choose a name and a password.
#[derive(Clone, Serialize, Deserialize)]
pub struct Setup {
    /// The secret from the link's fragment.
    pub secret: String,
    /// Account name.
    pub user: String,
    /// Password, at least 12 characters.
    pub password: String,
}

/// Send one message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendRequest {
    /// The connection's name.
    pub connection: String,
    /// What to send, to whom.
    pub draft: Draft,
}

/// One delivery, as listed.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Resolution {
    /// It arrived: counts as accepted.
    Sent,
    /// It did not arrive: is sent again.
    Unsent,
}

/// Settle a delivery in doubt, or all of a campaign's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolve {
    /// Sent or unsent.
    #[serde(rename = "as")]
    pub resolution: Resolution,
}

/// Which customers to find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AudienceFilter {
    /// The connection's name.
    pub connection: String,
    /// How many days back.
    pub days: u32,
    /// Which address they must have.
    pub channel: Channel,
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
    /// When the rest should be through at the present pace.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected_end: Option<Timestamp>,
}

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
    /// Something worth a line that belongs to no delivery, such as a web chat start that was not
    /// greeted and why.
    Note {
        /// In words.
        text: String,
    },
}

/// Keep an HTML mail for its frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRequest {
    /// The HTML.
    pub html: String,
}

/// Where the frame finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// For `GET /preview/{id}`.
    pub id: String,
}
