//! A canned response, filled in, as typed.

use serde::{Deserialize, Serialize};

/// A canned response, filled in. Serializes as the published API writes it.
///
/// ```
/// use tidings_core::message::draft::{ParameterDraft, TemplateDraft};
///
/// let name = ParameterDraft { id: "name".into(), value: "Ana".into() };
/// let filled = TemplateDraft {
///     response_id: "r-1".into(),
///     body_parameters: vec![name],
///     ..TemplateDraft::default()
/// };
/// let json = r#"{"responseId":"r-1","bodyParameters":[{"id":"name","value":"Ana"}]}"#;
/// assert_eq!(serde_json::to_string(&filled)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TemplateDraft {
    /// The response's id.
    pub response_id: String,
    /// What fills the header's gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header_parameters: Vec<ParameterDraft>,
    /// What fills the body's gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body_parameters: Vec<ParameterDraft>,
    /// What fills the gaps in the buttons' addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub button_url_parameters: Vec<ParameterDraft>,
}

/// One gap and what fills it.
///
/// ```
/// use tidings_core::message::draft::ParameterDraft;
///
/// let gap: ParameterDraft = serde_json::from_str(r#"{"id":"name","value":"Ana"}"#)?;
/// assert_eq!((gap.id.as_str(), gap.value.as_str()), ("name", "Ana"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParameterDraft {
    /// The substitution's id.
    pub id: String,
    /// What stands there.
    pub value: String,
}
