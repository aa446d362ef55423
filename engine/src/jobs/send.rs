//! One message to one recipient: checked, then written to the ledger; the engine sends it.

use sha2::{Digest as _, Sha256};
use tidings_core::message::draft::Draft;
use tidings_core::outcome::Refusal;
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::retry::{CAMPAIGN_PATIENCE, OnServerError};
use tidings_core::violation::Violations;

use crate::clock;
use crate::connection::Connection;
use crate::genesys::{Genesys, TokenError};
use crate::id::OwnerId;
use crate::ledger::{Barred, IdempotencyKey, Ledger, LedgerError, NewCampaign, Source, Submitted};

/// What is to be sent, by whom.
#[derive(Clone, Debug)]
pub struct SendOrder {
    /// The message with its recipient.
    pub draft: Draft,
    /// The user, or `cli`, or `webhook`.
    pub actor: String,
    /// Makes a repeated order the same send for 24 hours.
    pub idempotency_key: Option<String>,
    /// Where the order overrules its operation's rule for 5xx.
    pub on_server_error: Option<OnServerError>,
    /// The process that waits for it, so that its engine sends it; `None` under `serve`.
    pub follower: Option<OwnerId>,
}

/// The order was not taken; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nobody may write to the recipient: rehearsal or suppression list.
    #[error("{0}; {hint}", hint = .0.hint())]
    Barred(Barred),
    /// The draft breaks rules.
    #[error("{0}")]
    Violations(Violations),
    /// The platform refuses the connection's credentials, so nothing is queued for it.
    #[error("{0}")]
    Credentials(Refusal),
    /// The ledger could not take it.
    #[error(transparent)]
    Ledger(LedgerError),
}

impl From<LedgerError> for SendError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Barred(barred) => Self::Barred(barred),
            other => Self::Ledger(other),
        }
    }
}

/// Checks an order and writes it to the ledger. Follow it with
/// [`follow::delivery`](super::follow::delivery).
pub async fn submit(
    ledger: &Ledger,
    genesys: &Genesys,
    policy: &Policy,
    order: SendOrder,
) -> Result<Submitted, SendError> {
    let connection = genesys.connection();
    let recipient = check(&order.draft, connection, policy).map_err(SendError::Violations)?;
    // With a key it may be a message that was taken before; the ledger knows.
    if order.idempotency_key.is_none() {
        let session = order.draft.session();
        let barred = ledger.barred(genesys.bounds(), &recipient, session.as_ref());
        if let Some(barred) = barred.await? {
            return Err(SendError::Barred(barred));
        }
    }
    if let Err(TokenError::Refused(refusal)) = genesys.token().await {
        return Err(SendError::Credentials(refusal));
    }
    let hash = content_hash(&connection.name, &order.draft)?;
    let key = order.idempotency_key.map(|key| IdempotencyKey {
        actor: order.actor.clone(),
        key,
        body_hash: hash.clone(),
    });
    let campaign = NewCampaign {
        connection: connection.name.clone(),
        name: None,
        source: Source::Send,
        draft: order.draft,
        content_hash: hash,
        window: None,
        min_sessions: 1,
        per_minute: None,
        on_server_error: order.on_server_error,
        deadline: clock::now().saturating_add(CAMPAIGN_PATIENCE),
        created_by: order.actor,
        follower: order.follower,
    };
    let bounds = genesys.bounds();
    Ok(ledger.submit(campaign, recipient, key, bounds).await?)
}

/// Everything that can be found wrong before sending, filled placeholders included, and what the
/// dialect cannot carry; the recipient if that is nothing. A greeting's placeholders wait for the
/// look-up.
pub fn check(
    draft: &Draft,
    connection: &Connection,
    policy: &Policy,
) -> Result<Recipient, Violations> {
    let (message, recipient) = draft.check(policy)?;
    if !recipient.awaits_look_up() {
        let personalized = message.personalize(&recipient, policy)?;
        let dialect = connection.dialect;
        dialect.carry(&personalized, connection.is_sandbox())?;
    }
    Ok(recipient)
}

/// What becomes of a message on its way and what may go wrong with it, a sentence each; nothing
/// when it arrives as it is, or where that is not known before a look-up.
pub fn forecast(draft: &Draft, connection: &Connection, policy: &Policy) -> Vec<String> {
    let Ok((message, recipient)) = draft.check(policy) else {
        return Vec::new();
    };
    let Ok(personalized) = message.personalize(&recipient, policy) else {
        return Vec::new();
    };
    let carried = connection
        .dialect
        .carry(&personalized, connection.is_sandbox());
    carried.map_or_else(|_| Vec::new(), |carried| carried.forecast())
}

/// Tells two orders apart that bear the same key.
fn content_hash(connection: &str, draft: &Draft) -> Result<String, LedgerError> {
    let json = serde_json::to_vec(draft)?;
    let mut hasher = Sha256::new();
    hasher.update(connection);
    hasher.update(b"\n");
    hasher.update(json);
    Ok(crate::hex(&hasher.finalize()))
}
