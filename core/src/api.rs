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
//! | `GET /api/connections` | – | `[`[`ConnectionView`]`]` |
//! | `GET /api/connections/{name}/doctor` | – | [`DoctorView`] |
//! | `POST /api/connections/{name}/mode` | [`SetMode`] | [`ConnectionView`] |
//! | `GET /api/connections/{name}/allowed` (`?q=&cursor=`) | – | [`ListedPage`] |
//! | `POST`, `DELETE /api/connections/{name}/allowed` | [`RecipientList`] | [`ListChange`] |
//! | `GET /api/connections/{name}/budgets` | – | `[`[`BudgetView`]`]` |
//! | `GET /api/connections/{name}/reach` (`?days=`) | – | [`ReachView`] |
//! | `GET /api/suppressions` (`?q=&cursor=`) | – | [`ListedPage`] |
//! | `POST`, `DELETE /api/suppressions` | [`RecipientList`] | [`ListChange`] |
//! | `POST /api/suppressions/import` | CSV: `recipient,reason` | [`ListChange`] |
//! | `GET /api/suppressions/export` | – | CSV: `recipient,reason,addedAt,addedBy` |
//! | `GET /api/stops` | – | `[`[`StopView`]`]` |
//! | `POST /api/stops` | [`SetStop`] | `[`[`StopView`]`]` |
//! | `POST /api/previews` | [`PreviewRequest`] | [`PreviewView`]; then `GET /preview/{id}` |
//! | `GET /genesys/{connection}/api/v2/…` | – | the platform's own reply (reads only) |
//!
//! In rehearsal a send to somebody who is not on the allow-list is answered 403 `rehearsal`, one to
//! somebody on the suppression list 409 `suppressed`. Going live is answered 409 `doctor_not_green`
//! or `organization_unknown`, 422 `wrong_organization`.
//!
//! Every change carries the header [`REQUIRED_HEADER`]. Every error is an [`ErrorBody`].

pub use campaign::{
    AudienceFilter, AudienceView, CampaignState, CampaignView, CustomerView, NotifyRequest,
};
pub use delivery::{
    AnswerView, DeliveryDetail, DeliveryFilter, DeliveryPage, DeliveryView, RequestView,
    Resolution, Resolve, SendRequest, TimelineEntry,
};
pub use doctor::{CheckVerdict, CheckView, DoctorPart, DoctorView};
pub use error::{ErrorBody, ErrorView};
pub use eta::EtaView;
pub use event::{Change, EventView, MetricsView};
pub use preview::{PreviewRequest, PreviewView};
pub use reach::{ChannelReach, ReachView};
pub use safety::{
    BudgetView, ListChange, ListedPage, ListedRecipient, Mode, RecipientList, SetMode, SetStop,
    StopView,
};
pub use session::{ConnectionView, HealthView, SessionView, Setup, SignIn};

mod campaign;
mod delivery;
mod doctor;
mod error;
mod eta;
mod event;
mod preview;
mod reach;
mod safety;
mod session;

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
    /// List connections; one lies below it, and its doctor, mode, allow-list, budgets and reach below that.
    pub const CONNECTIONS: &str = "/api/connections";
    /// The suppression list; `import` and `export` lie below it.
    pub const SUPPRESSIONS: &str = "/api/suppressions";
    /// The stop switches.
    pub const STOPS: &str = "/api/stops";
    /// Guide 004's metrics.
    pub const METRICS: &str = "/api/metrics";
    /// Server-sent events.
    pub const EVENTS: &str = "/api/events";
    /// Keep an HTML mail for its frame.
    pub const PREVIEWS: &str = "/api/previews";
}
