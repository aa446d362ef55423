//! One attempt: committed, sent, recorded.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tidings_core::audit::Transmission;
use tidings_core::outcome::Outcome;
use tidings_core::recipient::Recipient;
use tidings_core::request::Request;
use tidings_core::retry::{Decision, Ending, Setback, Tries};
use tidings_core::token::AccessToken;

use super::plan::{self, Plan};
use super::{Shared, analytics, greeting, settlement};
use crate::clock;
use crate::genesys::{Genesys, TokenError, no_token};
use crate::ledger::{Beginning, Begun, Delivery, Hold, LedgerError, Settlement, Ticket};

/// A row that was taken, ready for its attempt.
pub(super) struct Attempt {
    pub(super) shared: Arc<Shared>,
    pub(super) genesys: Genesys,
    pub(super) delivery: Delivery,
    pub(super) plan: Arc<Plan>,
    /// The budgets' states, by name, that this attempt leads to.
    pub(super) budgets: Vec<(String, String)>,
}

/// What a lane learns from an attempt.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// What came of it; nothing when nothing was sent.
    pub(super) outcome: Option<Outcome>,
    /// The ledger let no attempt begin: the switch may have been turned.
    pub(super) was_refused: bool,
    /// The ledger failed.
    pub(super) ledger_failed: bool,
}

impl Attempt {
    pub(super) async fn run(mut self) -> Report {
        match self.try_run().await {
            Ok(report) => report,
            Err(error) => {
                super::log(&error);
                Report {
                    ledger_failed: true,
                    ..Report::default()
                }
            }
        }
    }

    async fn try_run(&mut self) -> Result<Report, LedgerError> {
        let plan = Arc::clone(&self.plan);
        let recipient = match self.recipient().await? {
            Ok(recipient) => recipient,
            Err(refused) => {
                self.settle(*refused).await?;
                return Ok(Report::default());
            }
        };
        let personalized = match plan.personalize(&recipient) {
            Ok(personalized) => personalized,
            Err(refused) => {
                self.settle(*refused).await?;
                return Ok(Report::default());
            }
        };
        let token = match self.genesys.token().await {
            Ok(token) => token,
            Err(error) => {
                self.put_off(&error).await?;
                return Ok(Report::default());
            }
        };
        let request = match plan.request(&personalized) {
            Ok(request) => request,
            Err(refused) => {
                self.settle(*refused).await?;
                return Ok(Report::default());
            }
        };
        let begun = self.shared.ledger.begin_attempt(Beginning {
            ticket: self.ticket(),
            request_hash: plan::hash(&request),
            bounds: self.genesys.bounds().clone(),
            session: self.plan.session.clone(),
            budgets: std::mem::take(&mut self.budgets),
        });
        match begun.await? {
            Begun::Yes => {}
            Begun::No => {
                self.shared.ledger.release(vec![self.ticket()]).await?;
                return Ok(Report {
                    was_refused: true,
                    ..Report::default()
                });
            }
            Begun::Barred(_) => return Ok(Report::default()),
        }
        let (report, mut settlement) = self.send(&request, token).await;
        let transmission = analytics::transmission(personalized.body(), &settlement);
        settlement.audit = transmission.as_ref().map(Transmission::audit_record);
        let settled = self.settle(settlement).await?;
        if let (Some(_), Some(transmission)) = (settled, transmission) {
            let event = transmission.analytics_event();
            self.shared.analytics.report(event);
        }
        Ok(report)
    }

    /// To whom, after a look-up where the recipient needs one.
    async fn recipient(&mut self) -> Result<Result<Recipient, Box<Settlement>>, LedgerError> {
        let known = self.delivery.recipient.clone();
        match greeting::look_up(&self.genesys, known).await {
            Err(reason) => return Ok(Err(Box::new(reason.settlement()))),
            Ok(found) if found == self.delivery.recipient => {}
            Ok(found) => {
                let ledger = &self.shared.ledger;
                ledger.learn_recipient(self.ticket(), found.clone()).await?;
                self.delivery.recipient = found;
            }
        }
        Ok(Ok(self.delivery.recipient.clone()))
    }

    /// Sends until there is something to record: only a 401 is followed by another request.
    async fn send(&self, request: &Request, mut token: AccessToken) -> (Report, Settlement) {
        let dialect = self.genesys.connection().dialect;
        let mut retry = self.delivery.retry;
        loop {
            let (at, clock) = (clock::now(), Instant::now());
            let result = self.genesys.exchange(request, &token).await;
            let latency = clock.elapsed();
            let outcome = dialect.outcome(request.operation, result.as_ref());
            let status = result.as_ref().ok().map(|reply| reply.status);
            let report = Report {
                outcome: Some(outcome.clone()),
                ..Report::default()
            };
            let tried = settlement::tried(at, &outcome, status, latency);
            let decision =
                self.plan
                    .retry
                    .decide(outcome.clone(), &mut retry, clock::entropy(), clock::now());
            let mut settled = match decision {
                Decision::RefreshToken => {
                    self.genesys.drop_token(&token);
                    match self.genesys.token().await {
                        Ok(fresh) if self.may_go_on().await => {
                            token = fresh;
                            continue;
                        }
                        // Pending again, it comes by mode, lists and stop switch once more.
                        Ok(_) => settlement::overtaken(&outcome, retry),
                        Err(error) => unsent_without_token(error, retry),
                    }
                }
                Decision::Again { at, setback } => settlement::again(at, setback, &outcome, retry),
                Decision::Done(ending) => {
                    if let Ending::Unauthorized(_) = &ending {
                        self.genesys.drop_token(&token);
                    }
                    settlement::ended(ending, retry)
                }
            };
            settled.tried = Some(tried);
            return (report, settled);
        }
    }

    /// Records the end. A full disk or a busy file is waited out: until then the row is committed
    /// as attempting, which is the truth.
    async fn settle(&self, settlement: Settlement) -> Result<Option<Delivery>, LedgerError> {
        let mut wait = Duration::from_millis(250);
        loop {
            let settled = self.shared.ledger.settle(self.ticket(), settlement.clone());
            match settled.await {
                Err(error) if error.is_passing() => super::log(&error),
                other => return other,
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(5));
        }
    }

    /// Renewing a token takes its time; a stop that was turned meanwhile counts.
    async fn may_go_on(&self) -> bool {
        let bounds = self.genesys.bounds();
        let may = self.shared.ledger.may_go_on(
            bounds,
            &self.delivery.recipient,
            self.plan.session.as_ref(),
        );
        may.await.unwrap_or_else(|error| {
            super::log(&error);
            false
        })
    }

    async fn put_off(&self, error: &TokenError) -> Result<(), LedgerError> {
        let hold = hold(error, self.delivery.retry);
        self.shared.ledger.put_off(self.ticket(), hold).await
    }

    fn ticket(&self) -> Ticket {
        ticket(&self.delivery)
    }
}

/// What proves that the row is ours.
pub(super) fn ticket(delivery: &Delivery) -> Ticket {
    Ticket {
        delivery: delivery.id.clone(),
        fence: delivery.fence,
    }
}

/// Why a row waits when there is no token.
pub(super) fn hold(error: &TokenError, mut retry: Tries) -> Hold {
    let now = clock::now();
    retry.waiting_since.get_or_insert(now);
    Hold {
        code: match error {
            TokenError::Refused(_) => REFUSED,
            TokenError::Unavailable { .. } => Setback::NeverOpened.name(),
        },
        reason: error.to_string(),
        not_before: now.saturating_add(LOOK_AGAIN),
        retry,
    }
}

/// A 401 proves that nothing was sent; without another token the row goes back.
fn unsent_without_token(error: TokenError, retry: Tries) -> Settlement {
    let hold = hold(&error, retry);
    let mut settled = settlement::again(
        hold.not_before,
        Setback::NeverOpened,
        &no_token(error),
        hold.retry,
    );
    settled.code = Some(hold.code.to_owned());
    settled
}

/// The code of rows that wait for credentials to be mended.
pub(super) const REFUSED: &str = "credentials_refused";
/// A row that is held is looked at again so soon.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(2);
