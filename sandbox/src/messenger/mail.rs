//! HTML that somebody sent, as a document of its own.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::cloud::{Cloud, lock};
use crate::ids::Kind;

/// The HTML of a message. The policy puts it into an origin of its own without scripts, forms or
/// plug-ins, even when it is opened outside the messenger's frame.
pub(super) async fn mail(State(cloud): State<Arc<Cloud>>, Path(id): Path<String>) -> Response {
    let html = cloud.ids.read(Kind::Message, &id).and_then(|number| {
        let threads = lock(&cloud.threads);
        let (_, message) = threads.message(number)?;
        message.content.get("body")?.as_str().map(str::to_owned)
    });
    let Some(html) = html else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(html)).into_response()
}

const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; \
    img-src data: https:; frame-ancestors 'self'";
