//! Whom a message reaches although it does not name them.

use super::draft::{Draft, ProactiveDraft, StructuredDraft};
use crate::recipient::RecipientKey;

impl Draft {
    /// The bot's session that it is said into: whoever talks there gets it, whatever contact is
    /// named.
    pub fn session(&self) -> Option<RecipientKey> {
        let route = match self {
            Self::Proactive(ProactiveDraft { route, .. })
            | Self::Structured(StructuredDraft { route, .. }) => route,
            Self::Outbound(_) | Self::Greet(_) | Self::Guest(_) => return None,
        };
        let session = route.bot_session.trim();
        (!session.is_empty()).then(|| RecipientKey::of_id(session))
    }
}
