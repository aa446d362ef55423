//! The forward: the platform's own answer to a read that the page may make.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tidings_engine::genesys::{ForwardError, TokenError};

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// Forwards a look-up. Nothing else passes: a send would go round checks, ledger and pace.
pub(crate) async fn forward(
    State(app): State<App>,
    _: SignedIn,
    Path((connection, _)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, ApiError> {
    let genesys = app.connections.find(&connection)?;
    // As it was sent: decoded, a path could mean another one upstream.
    let prefix = format!("/genesys/{connection}");
    let path = uri.path().strip_prefix(&prefix).unwrap_or_default();
    let reply = genesys.forward(path, uri.query()).await?;
    Ok((reply.status, reply.headers, Body::from_stream(reply.body)).into_response())
}

/// Every other method: nothing is ever sent this way.
pub(crate) async fn refuse(_: SignedIn) -> ApiError {
    let message =
        "Only reads are forwarded. Messages go by /api/send, which checks and records them.";
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "reads_only", message)
}

impl From<ForwardError> for ApiError {
    fn from(error: ForwardError) -> Self {
        let words = error.to_string();
        match error {
            ForwardError::NotAllowed => Self::new(StatusCode::FORBIDDEN, "not_forwarded", words),
            ForwardError::Token(TokenError::Refused(refusal)) => {
                Self::credentials_refused(&refusal)
            }
            ForwardError::Token(TokenError::Unavailable { .. }) | ForwardError::Unreachable(_) => {
                Self::new(StatusCode::BAD_GATEWAY, "platform_unreachable", words)
            }
        }
    }
}
