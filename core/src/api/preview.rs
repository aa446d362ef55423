//! HTML mail in a frame of its own.

use serde::{Deserialize, Serialize};

/// Keep an HTML mail for its frame.
///
/// ```
/// use tidings_core::api::PreviewRequest;
///
/// let request: PreviewRequest = serde_json::from_str(r#"{"html": "<p>Hello</p>"}"#)?;
/// assert_eq!(request.html, "<p>Hello</p>");
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRequest {
    /// The HTML.
    pub html: String,
}

/// Where the frame finds it.
///
/// ```
/// use tidings_core::api::PreviewView;
///
/// assert_eq!(serde_json::to_string(&PreviewView { id: "p-1".into() })?, r#"{"id":"p-1"}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// For `GET /preview/{id}`.
    pub id: String,
}
