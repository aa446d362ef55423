//! May this connection be sent to at all now?

use std::time::Duration;

use tidings_core::api::HealthView;
use tidings_core::health::{ConnectionHealth, HealthStep};
use tidings_core::outcome::Outcome;
use tidings_core::retry::Setback;
use tidings_core::time::Timestamp;
use tidings_core::token::AccessToken;

use crate::clock;
use crate::engine::Shared;
use crate::engine::attempt::REFUSED;
use crate::engine::window::Window;
use crate::genesys::{Genesys, TokenError, in_words};
use crate::ledger::LedgerError;

/// Token, trouble and unopened connections: what holds a whole connection up.
pub(super) struct Gate {
    health: ConnectionHealth,
    window: Window,
    /// What the last troubled send met.
    trouble: String,
    /// Connections that never opened, in a row.
    unopened: u32,
    /// Sends in a row that a fresh token did not help.
    unauthorized: u32,
    held_until: Timestamp,
    /// The health that was recorded last.
    told: Option<HealthView>,
}

/// Nothing may be sent.
pub(super) struct Closed {
    /// Stable code for the rows.
    pub(super) code: &'static str,
    /// In words.
    pub(super) reason: String,
}

impl Gate {
    pub(super) const fn new() -> Self {
        Self {
            health: ConnectionHealth::new(),
            window: Window::new(),
            trouble: String::new(),
            unopened: 0,
            unauthorized: 0,
            held_until: Timestamp::EPOCH,
            told: None,
        }
    }

    /// How many attempts may be on their way, or why none may begin.
    pub(super) async fn check(
        &mut self,
        shared: &Shared,
        genesys: &Genesys,
    ) -> Result<Result<usize, Closed>, LedgerError> {
        if self.held_until > clock::now() {
            if self.unopened > 0 {
                let message = self.trouble.clone();
                self.tell(shared, genesys, HealthView::Unreachable { message })
                    .await?;
            }
            return Ok(Err(Closed {
                code: Setback::NeverOpened.name(),
                reason: self.trouble.clone(),
            }));
        }
        let token = genesys.token().await;
        if let Err(closed) = closed_by_token(&token) {
            self.tell_token(shared, genesys, &token).await?;
            return Ok(Err(closed));
        }
        let opened = self.check_health(genesys).await;
        let health = match &opened {
            Ok(_) => HealthView::Ready,
            Err(closed) => HealthView::Paused {
                message: closed.reason.clone(),
            },
        };
        self.tell(shared, genesys, health).await?;
        Ok(opened)
    }

    async fn check_health(&mut self, genesys: &Genesys) -> Result<usize, Closed> {
        loop {
            match self.health.poll(clock::now()) {
                HealthStep::Open => return Ok(self.window.size()),
                HealthStep::OnTrial => return Ok(1),
                HealthStep::ProbeNow => {
                    let answered = genesys.answers(clock::now()).await;
                    self.health.handle_probe(answered, clock::now());
                }
                HealthStep::Paused { probe_at } => {
                    return Err(Closed {
                        code: "connection_paused",
                        reason: format!(
                            "sending is paused after a run of failures ({}); the platform is asked \
                             again at {probe_at}",
                            self.trouble
                        ),
                    });
                }
            }
        }
    }

    /// Records what the want or the presence of a token says about the connection.
    pub(super) async fn tell_token(
        &mut self,
        shared: &Shared,
        genesys: &Genesys,
        token: &Result<AccessToken, TokenError>,
    ) -> Result<(), LedgerError> {
        let health = match token {
            Ok(_) => HealthView::Ready,
            Err(TokenError::Refused(refusal)) => HealthView::Refused {
                message: refusal.to_string(),
            },
            Err(TokenError::Unavailable { reason, .. }) => HealthView::Unreachable {
                message: reason.clone(),
            },
        };
        self.tell(shared, genesys, health).await
    }

    async fn tell(
        &mut self,
        shared: &Shared,
        genesys: &Genesys,
        health: HealthView,
    ) -> Result<(), LedgerError> {
        if self.told.as_ref() == Some(&health) {
            return Ok(());
        }
        let name = &genesys.connection().name;
        shared.ledger.set_health(name, health.clone()).await?;
        self.told = Some(health);
        Ok(())
    }

    /// Learns what an attempt came to; `in_flight` were on their way, it among them.
    pub(super) fn handle_outcome(
        &mut self,
        genesys: &Genesys,
        outcome: &Outcome,
        in_flight: usize,
        now: Timestamp,
    ) {
        self.health.handle_outcome(outcome, now);
        self.handle_unauthorized(genesys, outcome);
        match outcome {
            Outcome::NeverOpened { reason } => {
                self.trouble.clone_from(reason);
                let wait = Duration::from_secs(2u64.saturating_pow(self.unopened));
                self.unopened = self.unopened.saturating_add(1);
                self.hold_until(now.saturating_add(wait.min(UNOPENED_WAIT_MAX)));
            }
            Outcome::InDoubt { .. } | Outcome::ServerError(_) => {
                self.trouble = in_words(outcome);
                self.window.handle_trouble();
                self.unopened = 0;
            }
            _ => {
                self.window.handle_reply(in_flight);
                self.unopened = 0;
            }
        }
    }

    /// Tokens are granted and not taken: after a few sends no more are spent on that.
    fn handle_unauthorized(&mut self, genesys: &Genesys, outcome: &Outcome) {
        let Outcome::Unauthorized(refusal) = outcome else {
            self.unauthorized = 0;
            return;
        };
        self.unauthorized = self.unauthorized.saturating_add(1);
        if self.unauthorized >= UNAUTHORIZED_MAX {
            genesys.refuse_credentials(refusal.clone());
            self.unauthorized = 0;
        }
    }

    /// Lets nothing begin before `at`.
    pub(super) fn hold_until(&mut self, at: Timestamp) {
        self.held_until = self.held_until.max(at);
    }
}

fn closed_by_token(token: &Result<AccessToken, TokenError>) -> Result<(), Closed> {
    match token {
        Ok(_) => Ok(()),
        Err(error @ TokenError::Refused(_)) => Err(Closed {
            code: REFUSED,
            reason: error.to_string(),
        }),
        Err(error @ TokenError::Unavailable { .. }) => Err(Closed {
            code: Setback::NeverOpened.name(),
            reason: error.to_string(),
        }),
    }
}

/// So many sends refused with a fresh token mean that the credentials are refused.
const UNAUTHORIZED_MAX: u32 = 3;
/// The longest pause after connections that never opened.
const UNOPENED_WAIT_MAX: Duration = Duration::from_secs(15);
