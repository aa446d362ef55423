//! Every address of the console, on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tidings_core::api::path;

use crate::app::App;
use crate::middleware::{origin, request, security};
use crate::routes::{files, health, session, setup};

/// The whole console.
pub(crate) fn router(app: App) -> Router {
    let console = Router::new()
        .route(
            path::SESSION,
            get(session::show)
                .post(session::sign_in)
                .delete(session::sign_out),
        )
        .route(path::SETUP, post(setup::spend))
        .fallback(files::serve)
        .layer(from_fn_with_state(app.clone(), origin::check));
    let machines = Router::new()
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

/// Bytes of a body: what Genesys Cloud takes, and as much again for what is around it.
const MAX_BODY: usize = 1_024_000;
