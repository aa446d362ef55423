//! Errors in the platform's own body.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::dialect::Dialect;
use crate::limits;

/// Why a call was not done: `ErrorBody` of the published API (`PLATFORM-API` §4), and the wait of a
/// throttled call.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    retry_after_seconds: Option<u64>,
    body: Box<ErrorBody>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            retry_after_seconds: None,
            body: Box::new(ErrorBody {
                message: message.into(),
                code,
                status: status.as_u16(),
                ..ErrorBody::default()
            }),
        }
    }

    /// 400, naming the field by its JSON pointer.
    pub(crate) fn field(field: &str, message: impl Into<String>) -> Self {
        let mut refusal = Self::bad_request(message);
        refusal.body.details.push(Detail {
            error_code: refusal.body.code,
            field_name: field.to_owned(),
        });
        refusal
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

    /// 403: of these permissions all are needed, and these are not held.
    pub(crate) fn missing_permissions(missing: &[&str]) -> Self {
        let template = "Unable to perform the requested action. \
                        You are missing the following permission(s): {permissions}";
        Self::permissions("missing.permissions", template, &missing.join(", "))
    }

    /// 403: of these permissions one would do, and none is held.
    pub(crate) fn missing_any_permission(any: &[&str]) -> Self {
        let template = "Unable to perform the requested action. You must have at least one of the \
                        following permissions assigned: {permissions}";
        Self::permissions("missing.any.permissions", template, &any.join(", "))
    }

    fn permissions(code: &'static str, template: &'static str, permissions: &str) -> Self {
        let message = template.replace("{permissions}", permissions);
        let mut refusal = Self::new(StatusCode::FORBIDDEN, code, message);
        refusal.body.message_with_params = Some(template);
        refusal.body.message_params =
            Some(BTreeMap::from([("permissions", permissions.to_owned())]));
        refusal
    }

    pub(crate) fn throttled(retry_after_seconds: u64) -> Self {
        let message = format!(
            "Rate limit exceeded the maximum. Retry the request in [{retry_after_seconds}] seconds"
        );
        let (status, code) = (
            StatusCode::TOO_MANY_REQUESTS,
            "too.many.requests.retry.after",
        );
        Self {
            retry_after_seconds: Some(retry_after_seconds),
            ..Self::new(status, code, message)
        }
    }

    /// Names the limit of calls a minute that was hit.
    pub(crate) fn at_limit(mut self, per_minute: u32) -> Self {
        self.body.limit = Some(Limit {
            key: limits::CLIENT_RATE,
            namespace: limits::PLATFORM,
            value: per_minute,
        });
        self
    }

    /// Names the thing that the refusal is about.
    pub(crate) fn about(mut self, entity: &'static str, id: &str) -> Self {
        self.body.entity_name = Some(entity);
        self.body.entity_id = Some(id.to_owned());
        self
    }

    /// The guides' dialect names fields by JSON pointers, the platform by their path.
    pub(crate) fn in_words_of(mut self, dialect: Dialect) -> Self {
        if dialect == Dialect::Platform {
            for detail in &mut self.body.details {
                detail.field_name = spelled_out(&detail.field_name);
            }
        }
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The reply; `context_id` is what support would ask for.
    pub(crate) fn into_response(self, context_id: &str) -> Response {
        let mut body = self.body;
        context_id.clone_into(&mut body.context_id);
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// `/toAddresses/0/email` as `toAddresses[0].email`; any other text as it is.
fn spelled_out(pointer: &str) -> String {
    let mut name = String::with_capacity(pointer.len());
    for part in pointer.trim_start_matches('/').split('/') {
        if part.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() {
            name = format!("{name}[{part}]");
        } else {
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(part);
        }
    }
    name
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorBody {
    message: String,
    code: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_with_params: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_params: Option<BTreeMap<&'static str, String>>,
    context_id: String,
    details: Vec<Detail>,
    errors: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    error_code: &'static str,
    field_name: String,
}

#[derive(Debug, Serialize)]
struct Limit {
    key: &'static str,
    namespace: &'static str,
    value: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platform_names_a_field_by_its_path() {
        assert_eq!(spelled_out("/toAddresses/0/email"), "toAddresses[0].email");
        assert_eq!(spelled_out("/subject"), "subject");
        assert_eq!(spelled_out("pageSize"), "pageSize");
    }
}
