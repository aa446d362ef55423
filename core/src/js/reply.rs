//! Replies in, outcomes out.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::crossing::{self, Dialect};
use crate::operation::Operation;
use crate::outcome::{Acceptance, Outcome, Refusal};
use crate::pace::RateLimit;
use crate::request::{Reply, TransportFailure};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/reply.d.ts");

/// What an attempt came to: of a whole reply, or of the reason why there is none.
#[wasm_bindgen(unchecked_return_type = "Outcome")]
pub fn outcome(
    dialect: Dialect,
    #[wasm_bindgen(unchecked_param_type = "Operation")] operation: &str,
    #[wasm_bindgen(unchecked_param_type = "Reply | TransportFailure")] result: &JsValue,
) -> Result<JsValue, JsValue> {
    let dialect = dialect.to_core()?;
    let operation = crossing::name::<Operation>(operation)?;
    let came: ReplyForm = crossing::from_object(result, "reply")?;
    let outcome = match came.failure() {
        Some(failure) => dialect.outcome(operation, Err(&failure)),
        None => dialect.outcome(operation, Ok(&came.into())),
    };
    crossing::to_object(&OutcomeForm::from(outcome))
}

/// What a reply says of the platform's own limit; nothing where it says nothing.
#[wasm_bindgen(js_name = rateLimit, unchecked_return_type = "RateLimit | undefined")]
pub fn rate_limit(
    dialect: Dialect,
    #[wasm_bindgen(unchecked_param_type = "Reply")] reply: &JsValue,
) -> Result<JsValue, JsValue> {
    let reply: ReplyForm = crossing::from_object(reply, "reply")?;
    match dialect.to_core()?.rate_limit(&reply.into()) {
        Some(limit) => crossing::to_object(&RateLimitForm::from(limit)),
        None => Ok(JsValue::UNDEFINED),
    }
}

/// A reply as JavaScript has it, `[...response.headers]` and `await response.text()`, or a failure.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ReplyForm {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    kind: Option<FailureKind>,
    reason: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FailureKind {
    NeverOpened,
    ReplyLost,
}

impl ReplyForm {
    fn failure(&self) -> Option<TransportFailure> {
        let reason = self.reason.clone();
        Some(match self.kind? {
            FailureKind::NeverOpened => TransportFailure::NeverOpened(reason),
            FailureKind::ReplyLost => TransportFailure::ReplyLost(reason),
        })
    }
}

impl From<ReplyForm> for Reply {
    fn from(form: ReplyForm) -> Self {
        Self {
            status: form.status,
            headers: form.headers,
            body: form.body.into_bytes(),
        }
    }
}

/// An outcome as an object; times are milliseconds. Every kind's fields in one flat object, which is
/// a fifth of the code that serde makes for a tagged union.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OutcomeForm {
    kind: OutcomeKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptance: Option<Acceptance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<Refusal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OutcomeKind {
    Accepted,
    Rejected,
    Conflict,
    Throttled,
    Unauthorized,
    ServerError,
    NeverOpened,
    InDoubt,
}

impl From<Outcome> for OutcomeForm {
    fn from(outcome: Outcome) -> Self {
        let of = |kind| Self {
            kind,
            acceptance: None,
            refusal: None,
            retry_after: None,
            reason: None,
        };
        let refused = |kind, refusal| Self {
            refusal: Some(refusal),
            ..of(kind)
        };
        let because = |kind, reason| Self {
            reason: Some(reason),
            ..of(kind)
        };
        match outcome {
            Outcome::Accepted(acceptance) => Self {
                acceptance: Some(acceptance),
                ..of(OutcomeKind::Accepted)
            },
            Outcome::Throttled { retry_after } => Self {
                retry_after: retry_after.map(crossing::duration_millis),
                ..of(OutcomeKind::Throttled)
            },
            Outcome::Rejected(refusal) => refused(OutcomeKind::Rejected, refusal),
            Outcome::Conflict(refusal) => refused(OutcomeKind::Conflict, refusal),
            Outcome::Unauthorized(refusal) => refused(OutcomeKind::Unauthorized, refusal),
            Outcome::ServerError(refusal) => refused(OutcomeKind::ServerError, refusal),
            Outcome::NeverOpened { reason } => because(OutcomeKind::NeverOpened, reason),
            Outcome::InDoubt { reason } => because(OutcomeKind::InDoubt, reason),
        }
    }
}

impl OutcomeForm {
    pub(super) fn read(value: &JsValue) -> Result<Outcome, JsValue> {
        let form: Self = crossing::from_object(value, "outcome")?;
        let missing = |field: &str| crossing::type_error(&format!("outcome: {field} is missing"));
        let refusal = || form.refusal.ok_or_else(|| missing("refusal"));
        let reason = || form.reason.ok_or_else(|| missing("reason"));
        Ok(match form.kind {
            OutcomeKind::Accepted => Outcome::Accepted(form.acceptance.unwrap_or_default()),
            OutcomeKind::Throttled => Outcome::Throttled {
                retry_after: form.retry_after.map(crossing::duration).transpose()?,
            },
            OutcomeKind::Rejected => Outcome::Rejected(refusal()?),
            OutcomeKind::Conflict => Outcome::Conflict(refusal()?),
            OutcomeKind::Unauthorized => Outcome::Unauthorized(refusal()?),
            OutcomeKind::ServerError => Outcome::ServerError(refusal()?),
            OutcomeKind::NeverOpened => Outcome::NeverOpened { reason: reason()? },
            OutcomeKind::InDoubt => Outcome::InDoubt { reason: reason()? },
        })
    }
}

/// The platform's own limit as an object; times are milliseconds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RateLimitForm {
    remaining: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    resets_in: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<u32>,
}

impl From<RateLimit> for RateLimitForm {
    fn from(limit: RateLimit) -> Self {
        Self {
            remaining: limit.remaining,
            resets_in: limit.resets_in.map(crossing::duration_millis),
            allowed: limit.allowed,
        }
    }
}

impl RateLimitForm {
    pub(super) fn read(value: &JsValue) -> Result<RateLimit, JsValue> {
        let form: Self = crossing::from_object(value, "rate limit")?;
        Ok(RateLimit {
            remaining: form.remaining,
            resets_in: form.resets_in.map(crossing::duration).transpose()?,
            allowed: form.allowed,
        })
    }
}
