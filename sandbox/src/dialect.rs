//! The ways of speaking to the platform that this sandbox understands.

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodFilter;

use crate::call;
use crate::cloud::Cloud;
use crate::{guides, platform};

/// A wire form of the platform's API. Each has a module of routes; all share one listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// The one the five guides describe.
    Guides,
    /// The published one.
    Platform,
}

impl Dialect {
    pub(crate) const ALL: [Self; 2] = [Self::Guides, Self::Platform];

    pub(crate) fn routes(self) -> Router<Arc<Cloud>> {
        match self {
            Self::Guides => guides::routes(),
            Self::Platform => platform::routes(),
        }
    }
}

/// The one call whose method and path both dialects have: `dateFrom` or `dateTo` without `interval`
/// is the guides' form.
pub(crate) fn shared_routes() -> Router<Arc<Cloud>> {
    let choose = |body: &[u8]| {
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let has = |field| body.get(field).is_some();
        if has("interval") || !(has("dateFrom") || has("dateTo")) {
            platform::DETAILS_QUERY
        } else {
            &guides::audience::QUERY
        }
    };
    Router::new().route(
        "/api/v2/analytics/conversations/details/query",
        call::on_body(MethodFilter::POST, choose),
    )
}
