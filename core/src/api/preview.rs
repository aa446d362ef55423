//! HTML mail in a frame of its own.

use serde::{Deserialize, Serialize};

/// Keep an HTML mail for its frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRequest {
    /// The HTML.
    pub html: String,
}

/// Where the frame finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// For `GET /preview/{id}`.
    pub id: String,
}
