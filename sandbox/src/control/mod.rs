//! `/_sandbox`: what tests and people do to the sandbox from outside the simulation.

mod chat;
mod faults;
mod population;
mod reports;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use crate::call::is_json;
use crate::cloud::{Cloud, lock};
use crate::{host, messenger, platform};

/// The control calls and the messenger, for this machine only.
pub(crate) fn routes() -> Router<Arc<Cloud>> {
    Router::new()
        .route("/population", get(population::stream))
        .route("/ledger", get(reports::ledger))
        .route("/stats", get(reports::stats))
        .route("/faults", get(faults::list).post(faults::replace))
        .route("/reset", post(reset))
        .route("/webchat/start", post(chat::start))
        .route("/webchat/end", post(chat::end))
        .route("/haste", post(hasten))
        .merge(platform::control())
        .merge(messenger::routes())
        .layer(from_fn(guard))
}

async fn reset(State(cloud): State<Arc<Cloud>>) -> StatusCode {
    lock(&cloud.ledger).clear();
    lock(&cloud.faults).replace(Vec::new());
    *lock(&cloud.stats) = crate::stats::Stats::default();
    lock(&cloud.throttle).reset();
    lock(&cloud.threads).clear();
    lock(&cloud.interactions).clear();
    cloud.news.send_modify(|tick| *tick = tick.wrapping_add(1));
    StatusCode::NO_CONTENT
}

/// How many times faster the platform's own waits pass.
#[derive(Deserialize)]
struct Wish {
    times: u32,
}

async fn hasten(State(cloud): State<Arc<Cloud>>, Json(wish): Json<Wish>) -> StatusCode {
    cloud.haste.set(wish.times);
    StatusCode::NO_CONTENT
}

/// Lets in what comes from this machine and what only a program, or a page of ours, can send:
/// a loopback `Host` (against DNS rebinding) and JSON (which a foreign page cannot post).
async fn guard(request: Request, next: Next) -> Response {
    if !is_loopback(request.headers()) {
        let message = "control calls need a loopback Host, as 127.0.0.1 or localhost\n";
        return (StatusCode::FORBIDDEN, message).into_response();
    }
    let has_body = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .is_some_and(|v| v != "0")
        || request.headers().contains_key(header::TRANSFER_ENCODING);
    let foreign = request
        .headers()
        .get("sec-fetch-site")
        .is_some_and(|v| v == "cross-site");
    let changes = request.method() == Method::POST;
    if changes && (foreign || (has_body && !is_json(request.headers()))) {
        let message = "control calls take application/json, from no other site\n";
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, message).into_response();
    }
    next.run(request).await
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    host.is_some_and(|host| host::is_loopback(host::name(host)))
}
