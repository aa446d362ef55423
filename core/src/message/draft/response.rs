//! A canned response, filled in, as typed.

use serde::{Deserialize, Serialize};

/// A canned response, filled in. Serializes as the published API writes it.
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParameterDraft {
    /// The substitution's id.
    pub id: String,
    /// What stands there.
    pub value: String,
}
