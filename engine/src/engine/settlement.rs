//! What a decision means for a row.

use std::time::Duration;

use tidings_core::delivery::DeliveryState;
use tidings_core::metrics::millis;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::retry::{Ending, Setback, Tries};
use tidings_core::time::Timestamp;

use crate::clock;
use crate::genesys::in_words;
use crate::ledger::{Settlement, Try};

/// The attempt, as kept with its row.
pub(super) fn tried(
    at: Timestamp,
    outcome: &Outcome,
    status: Option<u16>,
    latency: Duration,
) -> Try {
    Try {
        at,
        outcome: name(outcome).to_owned(),
        status,
        reason: (!matches!(outcome, Outcome::Accepted(_))).then(|| in_words(outcome)),
        latency_ms: status.map(|_| millis(latency)),
    }
}

/// It is over.
pub(super) fn ended(ending: Ending, retry: Tries) -> Settlement {
    let mut settlement = Settlement::to(ending.state());
    settlement.retry = retry;
    settlement.code = ending.code().map(str::to_owned);
    match ending {
        Ending::Accepted(acceptance) => settlement.acceptance = acceptance,
        Ending::Conflict(refusal) | Ending::Rejected(refusal) | Ending::Unauthorized(refusal) => {
            explain(&mut settlement, refusal);
        }
        Ending::InDoubt { reason } => {
            settlement.code = Some("reply_lost".to_owned());
            settlement.reason = Some(reason);
            settlement.hint = Some(
                "nobody knows whether it arrived: look in Genesys Cloud, then settle it as sent \
                 or unsent"
                    .to_owned(),
            );
        }
        unsent @ Ending::Unsent { .. } => settlement.reason = Some(unsent.to_string()),
    }
    settlement
}

/// Proven unsent, or repeated by rule.
pub(super) fn again(
    at: Timestamp,
    setback: Setback,
    outcome: &Outcome,
    retry: Tries,
) -> Settlement {
    let mut settlement = Settlement::to(DeliveryState::Pending);
    settlement.code = Some(setback.name().to_owned());
    settlement.reason = Some(in_words(outcome));
    settlement.not_before = Some(at);
    settlement.retry = retry;
    settlement
}

/// Proven unsent, and a stop or a list came before it could be repeated: the row comes by both once
/// more.
pub(super) fn overtaken(outcome: &Outcome, mut retry: Tries) -> Settlement {
    // The token of then is another matter.
    retry.token_refreshed = false;
    let mut settlement = Settlement::to(DeliveryState::Pending);
    settlement.code = Some("overtaken".to_owned());
    settlement.reason = Some(in_words(outcome));
    settlement.not_before = Some(clock::now());
    settlement.retry = retry;
    settlement
}

fn explain(settlement: &mut Settlement, refusal: Refusal) {
    settlement.reason = Some(refusal.message);
    settlement.hint = Some(refusal.hint).filter(|hint| !hint.is_empty());
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted(_) => "accepted",
        Outcome::Rejected(_) => "rejected",
        Outcome::Conflict(_) => "conflict",
        Outcome::Throttled { .. } => "throttled",
        Outcome::Unauthorized(_) => "unauthorized",
        Outcome::ServerError(_) => "server_error",
        Outcome::NeverOpened { .. } => "never_opened",
        Outcome::InDoubt { .. } => "in_doubt",
        _ => "unknown",
    }
}
