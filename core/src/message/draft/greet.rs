//! Greeting of a returning customer, as typed (guide 002).

use serde::{Deserialize, Serialize};

use crate::message::DEFAULT_GREETING;

/// A greeting as typed.
///
/// ```
/// use tidings_core::message::DEFAULT_GREETING;
/// use tidings_core::message::draft::GreetDraft;
///
/// let draft: GreetDraft = serde_json::from_str(r#"{"agentId":"bot-1"}"#)?;
/// assert_eq!(draft.agent_id, "bot-1");
/// assert_eq!(draft.text, DEFAULT_GREETING);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct GreetDraft {
    /// The new conversation.
    pub conversation_id: String,
    /// The earlier conversation, where the customer's e-mail address stands.
    pub previous_conversation_id: String,
    /// The participant id of the agent or bot that greets.
    pub agent_id: String,
    /// The greeting, with placeholders.
    pub text: String,
}

impl Default for GreetDraft {
    fn default() -> Self {
        Self {
            conversation_id: String::new(),
            previous_conversation_id: String::new(),
            agent_id: String::new(),
            text: DEFAULT_GREETING.to_owned(),
        }
    }
}
