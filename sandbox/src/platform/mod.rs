//! The dialect of the published API, as `PLATFORM-API` gives it.
//!
//! # Adding a call
//! 1. Write `fn(&Cloud, &Call) -> Result<Reply, Refusal>` in the module of its subject. Ids of the
//!    path come by [`Call::id`] and [`Call::path_part`], the query by [`Call::parameter`] and
//!    [`Call::parameters`], the body is an object or, with [`Takes::List`], an array. The status is
//!    the reply's; a body of `null` is none at all.
//! 2. Put a [`Route`] into the module's `ROUTES`: path below `/api/v2`, operation, permissions.
//! 3. Name a new module's `ROUTES` in [`TABLES`].
//!
//! Token, faults, throttle, permissions, size and form of the body, ledger, counters and error
//! bodies are the same for all calls and done by `call.rs`. A call that sends returns its
//! `Delivery` in the reply. Refusals name fields by JSON pointer; the platform's spelling is made of
//! it on the way out.
//!
//! [`Call::id`]: crate::call::Call::id
//! [`Call::path_part`]: crate::call::Call::path_part
//! [`Call::parameter`]: crate::call::Call::parameter
//! [`Call::parameters`]: crate::call::Call::parameters
//! [`Takes::List`]: crate::call::Takes::List

#![expect(
    clippy::unnecessary_wraps,
    reason = "all calls have the one form that the table takes"
)]

mod analytics;
mod authorization;
mod contacts;
mod deployment;
pub mod directory;
pub(crate) mod guest;
pub(crate) mod hooks;
mod interactions;
mod limits;
mod messages;
pub(crate) mod notifications;
mod organization;
mod page;
mod portrait;
pub(crate) mod relay;
mod responses;
mod route;
mod senders;
mod sends;
mod triggers;
mod views;

pub(crate) use analytics::Analytics;
pub(crate) use interactions::{Failure, Interactions};
pub(crate) use portrait::Portrait;

use std::sync::Arc;

use axum::Router;

use crate::call::{self, Endpoint};
use crate::cloud::Cloud;
use route::Route;

/// The details query of analytics, which shares its path with the guides' audience call: it is asked
/// when the body has an `interval`.
pub(crate) const DETAILS_QUERY: &Endpoint = &analytics::DETAILS_QUERY;

/// Every call, by subject.
const TABLES: &[&[Route]] = &[
    analytics::ROUTES,
    authorization::ROUTES,
    contacts::ROUTES,
    limits::ROUTES,
    messages::ROUTES,
    notifications::ROUTES,
    organization::ROUTES,
    responses::ROUTES,
    sends::ROUTES,
    triggers::ROUTES,
    views::ROUTES,
];

pub(crate) fn routes() -> Router<Arc<Cloud>> {
    let mut router = guest::routes().merge(notifications::routes());
    for route in TABLES.iter().chain(&senders::TABLES).copied().flatten() {
        let path = format!("/api/v2{}", route.path);
        router = router.route(&path, call::on(route.method, &route.endpoint));
    }
    router.merge(sends::agentless_routes())
}

/// What tests do to guests and integrations from outside the simulation.
pub(crate) fn control() -> Router<Arc<Cloud>> {
    guest::control().merge(hooks::control())
}
