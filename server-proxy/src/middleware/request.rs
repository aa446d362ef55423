//! The outermost layer: gives a call its id, logs it, and writes the error if it ends in one.

use std::time::Instant;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use crate::error::ApiError;
use crate::random;

/// Logs method, path, status and time; never a query, a body or a header.
pub(crate) async fn request(request: Request, next: Next) -> Response {
    let id = random::id();
    let span = tracing::info_span!("call", id, method = %request.method(), path = %path(&request));
    respond(request, next, id).instrument(span).await
}

async fn respond(request: Request, next: Next, id: String) -> Response {
    let begun = Instant::now();
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        let (code, cause) = (error.api.code.clone(), error.internal.clone());
        if let Some(cause) = cause {
            tracing::error!(code, cause, "the call failed");
        } else {
            tracing::info!(code, "the call was refused");
        }
        let headers = std::mem::take(response.headers_mut());
        response = error.reply(&id);
        for (name, value) in &headers {
            response
                .headers_mut()
                .entry(name)
                .or_insert_with(|| value.clone());
        }
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    tracing::debug!(
        status = response.status().as_u16(),
        milliseconds,
        "answered"
    );
    response
}

/// The path as it may be logged: a hook's secret is left out.
fn path(request: &Request) -> String {
    let path = request.uri().path();
    match path
        .strip_prefix("/hooks/")
        .and_then(|rest| rest.split_once('/'))
    {
        Some((connection, _)) => format!("/hooks/{connection}/…"),
        None => path.to_owned(),
    }
}
