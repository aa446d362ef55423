//! Guide 002's first half: what the earlier web chat says about the customer.

use tidings_core::address::EmailAddress;
use tidings_core::audience::MERGERS_MAX;
use tidings_core::delivery::DeliveryState;
use tidings_core::dialect::platform::ContactQuery;
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::recipient::Recipient;

use crate::genesys::{Genesys, ReadError};
use crate::ledger::Settlement;

/// Why a returning customer is not greeted. Nothing is sent, and that is recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotGreeted {
    /// The earlier conversation goes on (guide 002: closed or abandoned only).
    #[error("the earlier conversation is still active with status {status}")]
    StillActive {
        /// What it is doing.
        status: String,
    },
    /// No customer with an e-mail address took part in it.
    #[error("the earlier conversation has no customer with an e-mail address")]
    NoEmail,
    /// It cannot be looked up.
    #[error("the earlier conversation cannot be looked up: {0}")]
    Unknown(#[from] ReadError),
}

/// Looks the earlier conversation up and returns the recipient with the address found there. A
/// recipient that needs no look-up comes back as it is.
pub async fn look_up(genesys: &Genesys, recipient: Recipient) -> Result<Recipient, NotGreeted> {
    let Recipient::Conversation {
        conversation_id,
        previous_conversation_id,
        email: None,
    } = recipient
    else {
        return Ok(recipient);
    };
    let email = address_in(genesys, &previous_conversation_id).await?;
    Ok(Recipient::Conversation {
        conversation_id,
        previous_conversation_id,
        email: Some(email),
    })
}

async fn address_in(genesys: &Genesys, id: &ConversationId) -> Result<EmailAddress, NotGreeted> {
    let history = genesys.history(id).await?;
    if !history.is_over() {
        return Err(NotGreeted::StillActive {
            status: history.status,
        });
    }
    let written = history.customer_address.as_deref();
    if let Some(Ok(email)) = written.map(EmailAddress::parse) {
        return Ok(email);
    }
    match history.customer_contact {
        Some(contact) => email_of(genesys, contact).await,
        None => Err(NotGreeted::NoEmail),
    }
}

/// The e-mail of a contact, or of the one that it was merged into.
async fn email_of(genesys: &Genesys, mut contact: ContactId) -> Result<EmailAddress, NotGreeted> {
    for _ in 0..=MERGERS_MAX {
        let found = genesys.ask(&ContactQuery(contact)).await?;
        match (found.leads_to, found.email) {
            (Some(other), _) => contact = other,
            (None, Some(email)) => return Ok(email),
            (None, None) => return Err(NotGreeted::NoEmail),
        }
    }
    Err(NotGreeted::NoEmail)
}

impl NotGreeted {
    /// How the row ends.
    pub(super) fn settlement(self) -> Settlement {
        let state = match &self {
            Self::Unknown(ReadError::Unreachable(_)) => DeliveryState::Unsent,
            _ => DeliveryState::Rejected,
        };
        let mut settlement = Settlement::to(state);
        settlement.reason = Some(self.to_string());
        let (code, hint) = match self {
            Self::StillActive { .. } => (
                "still_active".to_owned(),
                "the customer is being talked to there; nothing was sent".to_owned(),
            ),
            Self::NoEmail => (
                "no_customer_email".to_owned(),
                "nobody to greet by name; nothing was sent".to_owned(),
            ),
            Self::Unknown(error) => match error.refusal() {
                Some(refusal) => (refusal.code.clone(), refusal.hint.clone()),
                None => (
                    "history_unreachable".to_owned(),
                    "nothing was sent; send it again when the platform answers".to_owned(),
                ),
            },
        };
        settlement.code = Some(code);
        settlement.hint = Some(hint).filter(|hint| !hint.is_empty());
        settlement
    }
}
