//! Structured message to an open messaging contact, as typed (guide 003).

use serde::{Deserialize, Serialize};

use super::{ContentDraft, RouteDraft};

/// A structured message as typed.
///
/// ```
/// use tidings_core::message::draft::StructuredDraft;
///
/// let json = r#"{"contactId":"k-1","content":{"type":"text","text":"Hi"}}"#;
/// let draft: StructuredDraft = serde_json::from_str(json)?;
/// assert_eq!(draft.content.type_name(), "text");
/// assert_eq!(serde_json::to_string(&draft)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct StructuredDraft {
    /// The open messaging contact; not a conversation id.
    pub contact_id: String,
    /// What is shown.
    pub content: ContentDraft,
    /// By which way it goes.
    #[serde(skip_serializing_if = "RouteDraft::is_default")]
    pub route: RouteDraft,
}
