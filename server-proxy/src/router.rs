//! Every address of the console, on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tidings_core::api::path;

use crate::app::App;
use crate::middleware::{origin, request, security};
use crate::routes::{
    allowed, audience, budgets, campaigns, connections, deliveries, events, files, genesys, health,
    hooks, metrics, mode, previews, send, session, setup, stops, suppressions,
};

/// The whole console.
pub(crate) fn router(app: App) -> Router {
    let api = Router::new()
        .route(
            path::SESSION,
            get(session::show)
                .post(session::sign_in)
                .delete(session::sign_out),
        )
        .route(path::SETUP, post(setup::spend))
        .route(path::SEND, post(send::send))
        .route(path::DELIVERIES, get(deliveries::list))
        .route(&below(path::DELIVERIES, "{id}"), get(deliveries::show))
        .route(
            &below(path::DELIVERIES, "{id}/retry"),
            post(deliveries::retry),
        )
        .route(
            &below(path::DELIVERIES, "{id}/resolve"),
            post(deliveries::resolve),
        )
        .route(path::AUDIENCE, get(audience::count))
        .route(path::CAMPAIGNS, get(campaigns::list).post(campaigns::start))
        .route(&below(path::CAMPAIGNS, "{id}"), get(campaigns::show))
        .route(
            &below(path::CAMPAIGNS, "{id}/resolve"),
            post(campaigns::resolve),
        )
        .route(path::CONNECTIONS, get(connections::list))
        .route(
            &below(path::CONNECTIONS, "{name}/doctor"),
            get(connections::doctor),
        )
        .route(
            &below(path::CONNECTIONS, "{name}/reach"),
            get(connections::reach),
        )
        .route(&below(path::CONNECTIONS, "{name}/mode"), post(mode::set))
        .route(
            &below(path::CONNECTIONS, "{name}/allowed"),
            get(allowed::list)
                .post(allowed::add)
                .delete(allowed::remove),
        )
        .route(
            &below(path::CONNECTIONS, "{name}/budgets"),
            get(budgets::list),
        )
        .route(
            path::SUPPRESSIONS,
            get(suppressions::list)
                .post(suppressions::add)
                .delete(suppressions::remove),
        )
        .route(
            &below(path::SUPPRESSIONS, "import"),
            post(suppressions::import),
        )
        .route(
            &below(path::SUPPRESSIONS, "export"),
            get(suppressions::export),
        )
        .route(path::STOPS, get(stops::list).post(stops::set))
        .route(path::METRICS, get(metrics::show))
        .route(path::EVENTS, get(events::follow))
        .route(path::PREVIEWS, post(previews::keep));
    let console = api
        .route("/preview/{id}", get(previews::show))
        .route(
            "/genesys/{connection}/{*path}",
            get(genesys::forward).fallback(genesys::refuse),
        )
        .fallback(files::serve)
        .layer(from_fn_with_state(app.clone(), origin::check));
    // Machines call these, by whatever name they know the host, and without a session.
    let machines = Router::new()
        .route("/hooks/{connection}/{secret}", post(hooks::receive))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready));
    console
        .merge(machines)
        .method_not_allowed_fallback(files::wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), security::headers))
        .layer(from_fn(request::request))
        .with_state(app)
}

fn below(path: &str, rest: &str) -> String {
    format!("{path}/{rest}")
}

/// Bytes of a body: what Genesys Cloud takes (512 000), twice, for what escaping adds.
const MAX_BODY: usize = 1_024_000;
