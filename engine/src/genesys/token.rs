//! The shell around the core's token keeper: one refresh in flight however many callers wait.

use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::ExposeSecret as _;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::request::TransportFailure;
use tidings_core::time::Timestamp;
use tidings_core::token::{AccessToken, TokenKeeper, TokenStep};
use tokio::sync::Notify;

use super::Genesys;
use crate::clock;

/// There is no token to be had now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The platform refuses the credentials; nothing is sent until they are mended.
    #[error("{0}")]
    Refused(Refusal),
    /// The login address did not answer, or not with a token.
    #[error("no access token: {reason}; tried again at {until}")]
    Unavailable {
        /// What was seen.
        reason: String,
        /// When it is tried again.
        until: Timestamp,
    },
}

pub(super) struct TokenShell {
    state: Mutex<State>,
    reported: Notify,
}

struct State {
    keeper: TokenKeeper,
    /// What the last token request met, in words.
    last_failure: String,
}

impl TokenShell {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                keeper: TokenKeeper::new(),
                last_failure: String::new(),
            }),
            reported: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Step {
    Use(AccessToken),
    Fail(TokenError),
    Fetch,
    Wait,
}

impl Genesys {
    /// A token that is good now, refreshed where due. Waits for a refresh that is under way, and
    /// never for a time at which another is due.
    pub async fn token(&self) -> Result<AccessToken, TokenError> {
        let shell = &self.inner.token;
        loop {
            // Listens before it looks, so that no report is missed in between.
            let reported = shell.reported.notified();
            tokio::pin!(reported);
            reported.as_mut().enable();
            match self.token_step() {
                Step::Use(token) => return Ok(token),
                Step::Fail(error) => return Err(error),
                // On its own task: a caller who goes away must not take the refresh along.
                Step::Fetch => drop(tokio::spawn(self.clone().fetch_token())),
                Step::Wait => reported.await,
            }
        }
    }

    /// Drops a token that a call answered 401 to; the next one asked for is new.
    pub(crate) fn drop_token(&self, used: &AccessToken) {
        self.inner.token.state().keeper.handle_unauthorized(used);
    }

    /// A fresh token was answered 401 too: the credentials are refused.
    pub(crate) fn refuse_credentials(&self, refusal: Refusal) {
        let mut state = self.inner.token.state();
        state.keeper.handle_refused(refusal, clock::now());
    }

    fn token_step(&self) -> Step {
        let mut state = self.inner.token.state();
        let State {
            keeper,
            last_failure,
        } = &mut *state;
        match keeper.poll(clock::now()) {
            TokenStep::Ready(token) => Step::Use(token.clone()),
            TokenStep::Refused(refusal) => Step::Fail(TokenError::Refused(refusal.clone())),
            TokenStep::Fetch => Step::Fetch,
            TokenStep::Pending => Step::Wait,
            TokenStep::WaitUntil(until) => Step::Fail(TokenError::Unavailable {
                reason: last_failure.clone(),
                until,
            }),
        }
    }

    async fn fetch_token(self) {
        let connection = &self.inner.connection;
        let request = connection.dialect.token_request(
            &connection.client_id,
            connection.client_secret.expose_secret(),
        );
        let grant = match self.inner.transport.exchange_token(&request).await {
            Ok(reply) => connection.dialect.token_grant(&reply),
            Err(TransportFailure::NeverOpened(reason)) => Err(Outcome::NeverOpened { reason }),
            Err(TransportFailure::ReplyLost(reason)) => Err(Outcome::InDoubt { reason }),
        };
        let now = clock::now();
        let mut state = self.inner.token.state();
        match grant {
            Ok(grant) => {
                state.keeper.handle_grant(grant, now);
            }
            Err(outcome) => {
                let reason = in_words(&outcome);
                tracing::warn!(connection = connection.name, reason, "no access token");
                state.last_failure = reason;
                state.keeper.handle_failure(outcome, clock::entropy(), now);
            }
        }
        drop(state);
        self.inner.token.reported.notify_waiters();
    }
}

/// What a call came to, for people.
pub(crate) fn in_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Accepted(_) => "accepted".to_owned(),
        Outcome::Rejected(refusal)
        | Outcome::Conflict(refusal)
        | Outcome::Unauthorized(refusal)
        | Outcome::ServerError(refusal) => refusal.to_string(),
        Outcome::Throttled {
            retry_after: Some(wait),
        } => format!("the platform asked to wait {} s", wait.as_secs()),
        Outcome::Throttled { retry_after: None } => "the platform asked to wait".to_owned(),
        Outcome::NeverOpened { reason } | Outcome::InDoubt { reason } => reason.clone(),
        _ => "an outcome that this version does not know".to_owned(),
    }
}
