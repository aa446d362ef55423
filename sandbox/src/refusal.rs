//! Errors in the platform's own body.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a call was not done.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    field: Option<String>,
    retry_after_seconds: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            field: None,
            retry_after_seconds: None,
        }
    }

    /// 400, naming the field by its JSON pointer.
    pub(crate) fn field(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::bad_request(message)
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad.request", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not.found", message)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", message)
    }

    pub(crate) fn too_large(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "request.entity.too.large",
            message,
        )
    }

    pub(crate) fn missing_permission(scope: &str) -> Self {
        let message = format!(
            "Unable to perform the requested action. \
             You are missing the following permission(s): {scope}"
        );
        Self::new(StatusCode::FORBIDDEN, "missing.permissions", message)
    }

    pub(crate) fn throttled(retry_after_seconds: u64) -> Self {
        let message = format!(
            "Rate limit exceeded the maximum. Retry the request in [{retry_after_seconds}] seconds"
        );
        Self {
            retry_after_seconds: Some(retry_after_seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too.many.requests.retry.after",
                message,
            )
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The reply; `context_id` is what support would ask for.
    pub(crate) fn into_response(self, context_id: &str) -> Response {
        let retry_after = self.retry_after_seconds;
        let details = self.field.map(|field| Detail {
            error_code: self.code,
            field_name: field,
        });
        let body = ErrorBody {
            message: self.message,
            code: self.code,
            status: self.status.as_u16(),
            context_id,
            details: details.into_iter().collect(),
            errors: [],
        };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorBody<'a> {
    message: String,
    code: &'static str,
    status: u16,
    context_id: &'a str,
    details: Vec<Detail>,
    errors: [(); 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    error_code: &'static str,
    field_name: String,
}
