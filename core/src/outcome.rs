//! What one attempt at a call came to.

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};

/// What one attempt came to, whatever carried it. Says nothing about what to do next: that is
/// [`retry`](crate::retry)'s question.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::outcome::Outcome;
///
/// let outcome = Outcome::Throttled { retry_after: Some(Duration::from_secs(42)) };
/// assert_eq!(outcome.to_string(), "the platform asked to wait 42 s");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The platform took it.
    Accepted(Acceptance),
    /// The platform said no, for good: 400, 403, 404, 413 and other 4xx.
    Rejected(Refusal),
    /// 409: the customer is in a conversation already.
    Conflict(Refusal),
    /// 429, or a 409 that speaks of a limit: proof that nothing was sent.
    Throttled {
        /// How long the platform asks to wait, where it says so.
        retry_after: Option<Duration>,
    },
    /// 401: the token is dead or the credentials are wrong. Nothing was sent.
    Unauthorized(Refusal),
    /// 5xx: the platform, or a gateway before it, is in trouble.
    ServerError(Refusal),
    /// The connection never opened: proof that nothing was sent.
    NeverOpened {
        /// What the network said.
        reason: String,
    },
    /// Nobody knows: the reply was lost, or it says "taken" in words that cannot be read.
    InDoubt {
        /// What was seen.
        reason: String,
    },
}

/// What the platform said when it took a message.
///
/// ```
/// use tidings_core::outcome::Acceptance;
///
/// let mut acceptance = Acceptance::default();
/// acceptance.id = Some("m-1".into());
/// let kept = serde_json::to_string(&acceptance)?;
/// assert_eq!(serde_json::from_str::<Acceptance>(&kept)?, acceptance);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Acceptance {
    /// The message's id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// The conversation that carries it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub conversation_id: Option<String>,
    /// The platform's own word for its state, such as `delivered` (G4's `deliveryStatus`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<String>,
}

/// A refusal in words for the person who reads it.
///
/// ```
/// use tidings_core::outcome::Refusal;
///
/// let refusal = Refusal {
///     status: 403,
///     code: "missing.permissions".into(),
///     message: "Not allowed".into(),
///     hint: "Grant the role to the OAuth client.".into(),
///     missing_scope: None,
///     context_id: None,
/// };
/// assert_eq!(refusal.to_string(), "Not allowed. Grant the role to the OAuth client.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// HTTP status; 0 when our own check said no.
    pub status: u16,
    /// Stable code for programs: the platform's own (`missing.permissions`) or ours
    /// (`session_expired`).
    pub code: String,
    /// What the platform said.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The scope this call needs, when that is what is missing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub missing_scope: Option<String>,
    /// Genesys' own request id, for its support.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub context_id: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.hint.is_empty() {
            return Ok(());
        }
        // The platform's sentences end as they like; ours follow one.
        let end = if self.message.ends_with(['.', '!', '?', ':']) {
            ""
        } else {
            "."
        };
        write!(f, "{end} {}", self.hint)
    }
}

impl core::error::Error for Refusal {}

/// As the error of a call that is read: what it came to, in words.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted(_) => f.write_str("the platform took it"),
            Self::Rejected(refusal)
            | Self::Conflict(refusal)
            | Self::Unauthorized(refusal)
            | Self::ServerError(refusal) => refusal.fmt(f),
            Self::Throttled {
                retry_after: Some(wait),
            } => write!(f, "the platform asked to wait {} s", wait.as_secs()),
            Self::Throttled { retry_after: None } => f.write_str("the platform asked to wait"),
            Self::NeverOpened { reason } => write!(f, "the connection never opened: {reason}"),
            Self::InDoubt { reason } => write!(f, "nobody knows what became of it: {reason}"),
        }
    }
}

impl core::error::Error for Outcome {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn the_hint_is_a_sentence_of_its_own() {
        let mut refusal = Refusal {
            status: 401,
            code: "unauthorized".into(),
            message: "authentication failed".into(),
            hint: "Check the client id.".into(),
            missing_scope: None,
            context_id: None,
        };
        assert_eq!(
            refusal.to_string(),
            "authentication failed. Check the client id."
        );
        refusal.message = "The platform answered 401.".into();
        assert_eq!(
            refusal.to_string(),
            "The platform answered 401. Check the client id."
        );
    }
}
