//! `/api/v2/analytics/conversations`: who talked to the organization.

mod aggregates;
mod attributes;
mod changes;
mod details;
mod dimension;
mod facets;
mod filter;
mod interval;
mod jobs;
mod lookups;
mod row;
mod selection;
mod state;

pub(crate) use details::QUERY as DETAILS_QUERY;
pub(super) use row::typed_in_form;
pub(crate) use state::Analytics;

use super::route::Route;
use crate::Operation::{Audience, History};
use crate::call::{Needs, Takes};

/// All of it but the details query, whose path the guides use too.
pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/analytics/conversations/details",
        History,
        VIEW,
        lookups::several,
    ),
    Route::get(
        "/analytics/conversations/{id}/details",
        History,
        VIEW,
        lookups::one,
    ),
    Route::post(
        "/analytics/conversations/details/jobs",
        Audience,
        VIEW,
        Takes::Object,
        jobs::start,
    ),
    Route::get(
        "/analytics/conversations/details/jobs/availability",
        Audience,
        Needs::All(&["analytics:conversationDetail:view"]),
        jobs::availability,
    ),
    Route::get(
        "/analytics/conversations/details/jobs/{id}",
        Audience,
        VIEW,
        jobs::state,
    ),
    Route::delete(
        "/analytics/conversations/details/jobs/{id}",
        Audience,
        VIEW,
        jobs::delete,
    ),
    Route::get(
        "/analytics/conversations/details/jobs/{id}/results",
        Audience,
        VIEW,
        jobs::results,
    ),
    Route::post(
        "/analytics/conversations/aggregates/query",
        Audience,
        Needs::All(&["analytics:conversationAggregate:view"]),
        Takes::Object,
        aggregates::query,
    ),
    Route::post(
        "/conversations/participants/attributes/search",
        History,
        Needs::All(&["conversation:participant:attributesview"]),
        Takes::Object,
        attributes::search,
    ),
];

/// Any of the two lets a client see details.
const VIEW: Needs = Needs::Any(&[
    "analytics:conversationDetail:view",
    "analytics:agentConversationDetail:view",
]);
