//! Proactive text to a known contact, as typed (guide 001).

use serde::{Deserialize, Serialize};

use super::RouteDraft;

/// Who a proactive text is from (`type` of G1).
///
/// ```
/// use tidings_core::message::draft::SenderType;
///
/// assert_eq!(SenderType::default().name(), "bot");
/// assert_eq!(serde_json::to_value(SenderType::Agent)?, SenderType::Agent.name());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SenderType {
    /// Shown as an automated message.
    #[default]
    Bot,
    /// Shown as written by a person.
    Agent,
}

impl SenderType {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Agent => "agent",
        }
    }
}

/// A proactive text as typed.
///
/// ```
/// use tidings_core::message::draft::{ProactiveDraft, SenderType};
///
/// let draft: ProactiveDraft = serde_json::from_str(r#"{"as":"agent","text":"Hi"}"#)?;
/// assert_eq!(draft.sender, SenderType::Agent);
/// assert!(draft.route.is_default());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ProactiveDraft {
    /// The contact id that the site stored when the widget first connected.
    pub contact_id: String,
    /// Bot or agent.
    #[serde(rename = "as")]
    pub sender: SenderType,
    /// The text.
    pub text: String,
    /// By which way it goes.
    #[serde(skip_serializing_if = "RouteDraft::is_default")]
    pub route: RouteDraft,
}
