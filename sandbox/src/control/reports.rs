//! The ledger and the counters.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::cloud::{Cloud, lock};

pub(super) async fn ledger(State(cloud): State<Arc<Cloud>>) -> impl IntoResponse {
    let lines = lock(&cloud.ledger).lines();
    json_lines(Body::from_stream(stream::iter(
        lines.into_iter().map(Ok::<_, Infallible>),
    )))
}

pub(super) async fn stats(State(cloud): State<Arc<Cloud>>) -> Response {
    let stats = lock(&cloud.stats);
    Json(&*stats).into_response()
}

pub(super) fn json_lines(body: Body) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body)
}
