//! The one error body.

use serde::{Deserialize, Serialize};

use crate::violation::Violation;

/// The one error body.
///
/// ```
/// use tidings_core::api::ErrorBody;
///
/// let body: ErrorBody =
///     serde_json::from_str(r#"{"error": {"code": "not_found", "message": "No such delivery."}}"#)?;
/// assert_eq!(body.error.code, "not_found");
/// assert!(body.error.violations.is_empty());
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorView,
}

/// What went wrong, for programs and for people.
///
/// ```
/// use tidings_core::api::ErrorView;
///
/// let error = ErrorView {
///     code: "not_found".into(),
///     message: "No such delivery.".into(),
///     violations: Vec::new(),
///     request_id: None,
/// };
/// let body = serde_json::to_string(&error)?;
/// assert_eq!(body, r#"{"code":"not_found","message":"No such delivery."}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorView {
    /// Stable code, such as `invalid_draft`, `unauthenticated`, `key_reused`.
    pub code: String,
    /// What happened and what to do.
    pub message: String,
    /// Each broken rule, where the body was a draft.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub violations: Vec<Violation>,
    /// Finds the call in the server's log.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
}
