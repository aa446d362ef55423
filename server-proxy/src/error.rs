//! Errors of the HTTP side. A handler returns [`ApiError`]: what the caller is told, and what only
//! the log gets. The outermost layer ([`crate::middleware::request`]) turns it into an
//! [`ErrorBody`] with the request's id and logs it, once.
//!
//! The command line's errors are [`crate::exit::Failure`].

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tidings_core::api::{ErrorBody, ErrorView};
use tidings_core::outcome::Refusal;
use tidings_core::violation::Violations;
use tidings_engine::ledger::LedgerError;

/// Why a call is not answered as hoped.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    /// The reply's status.
    pub(crate) status: StatusCode,
    /// What the caller is told.
    pub(crate) api: Box<ErrorView>,
    /// What only the log gets.
    pub(crate) internal: Option<String>,
    retry_after: Option<Duration>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            api: Box::new(ErrorView {
                code: code.to_owned(),
                message: message.into(),
                violations: Vec::new(),
                request_id: None,
            }),
            internal: None,
            retry_after: None,
        }
    }

    /// The call cannot be understood.
    pub(crate) fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// Nobody is signed in.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Nobody is signed in, or the session has ended. Sign in again.",
        )
    }

    /// The platform refuses a connection's credentials, so nothing is queued for it.
    pub(crate) fn credentials_refused(refusal: &Refusal) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "credentials_refused",
            refusal.to_string(),
        )
    }

    /// There is nothing at this address.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", message)
    }

    /// Too much of something; worth another try after `wait`.
    pub(crate) fn too_many(code: &str, message: impl Into<String>, wait: Duration) -> Self {
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, code, message);
        error.retry_after = Some(wait);
        error
    }

    /// Something here is broken; the caller is told no more than that.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that it can stand in map_err as it is"
    )]
    pub(crate) fn internal(cause: impl ToString) -> Self {
        let message = "Something went wrong in the console; its log says what. Nothing was sent by this call.";
        let mut error = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message);
        error.internal = Some(cause.to_string());
        error
    }

    /// The reply, with the id that finds it in the log.
    pub(crate) fn reply(mut self, request_id: &str) -> Response {
        self.api.request_id = Some(request_id.to_owned());
        let mut response = (self.status, Json(ErrorBody { error: *self.api })).into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl std::fmt::Display for ApiError {
    /// For the log: what the caller is not told comes with it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.api.message)?;
        match &self.internal {
            Some(cause) => write!(f, " ({cause})"),
            None => Ok(()),
        }
    }
}

impl IntoResponse for ApiError {
    /// Only carries the error to the outermost layer.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Violations> for ApiError {
    fn from(violations: Violations) -> Self {
        let message = "The message breaks these rules; nothing was sent.";
        let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_draft", message);
        error.api.violations = violations.into_vec();
        error
    }
}

impl From<LedgerError> for ApiError {
    fn from(error: LedgerError) -> Self {
        match &error {
            LedgerError::NotFound(what) => Self::not_found(what.clone()),
            LedgerError::Barred(barred) => barred.clone().into(),
            LedgerError::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key_reused",
                error.to_string(),
            ),
            _ => {
                // The file's path is for the log; what to do is for everybody.
                let message = "The ledger cannot be used now; nothing was sent by this call. The console's log says why.";
                let mut reply = Self::new(StatusCode::SERVICE_UNAVAILABLE, error.code(), message);
                reply.internal = Some(error.to_string());
                reply
            }
        }
    }
}
