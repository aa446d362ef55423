//! After this outcome, what?

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::crossing;
use super::reply::OutcomeForm;
use crate::delivery::DeliveryState;
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::outcome::{Acceptance, Refusal};
use crate::retry::{
    Decision, Ending, OnServerError, Patience, RetryPolicy as CorePolicy, Setback, Tries,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/retry.d.ts");

/// When one operation is tried again and when it is given up. A send whose reply was lost is never
/// repeated.
#[wasm_bindgen]
pub struct RetryPolicy {
    inner: CorePolicy,
}

#[wasm_bindgen]
impl RetryPolicy {
    /// The policy of a single call, or of a campaign's row where there is a deadline.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "RetrySettings")] settings: &JsValue,
    ) -> Result<Self, JsValue> {
        let settings: Settings = crossing::from_object(settings, "retry settings")?;
        Ok(Self {
            inner: settings.compile()?,
        })
    }

    /// What to do after an outcome. `tries` is what the decision before gave, and nothing at first;
    /// `random` is `Math.random()`.
    #[wasm_bindgen(unchecked_return_type = "Decision")]
    pub fn decide(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Outcome")] outcome: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Tries | undefined")] tries: &JsValue,
        random: f64,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let outcome = OutcomeForm::read(outcome)?;
        let mut tries = if tries.is_undefined() {
            Tries::default()
        } else {
            crossing::from_object(tries, "tries")?
        };
        let entropy = crossing::entropy(random)?;
        let now = crossing::timestamp(now)?;
        let decision = self.inner.decide(outcome, &mut tries, entropy, now);
        crossing::to_object(&Decided::of(decision, tries))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Settings {
    dialect: Dialect,
    operation: Operation,
    #[serde(default)]
    on_server_error: Option<OnServerError>,
    #[serde(default)]
    patience: Option<f64>,
    #[serde(default)]
    deadline: Option<f64>,
}

impl Settings {
    pub(super) fn compile(self) -> Result<CorePolicy, JsValue> {
        let on_server_error = self
            .on_server_error
            .unwrap_or_else(|| OnServerError::default_for(self.dialect, self.operation));
        let policy = CorePolicy::for_operation(self.dialect, self.operation, on_server_error);
        Ok(match (self.deadline, self.patience) {
            (Some(_), Some(_)) => {
                return Err(crossing::type_error(
                    "give a patience or a deadline, not both",
                ));
            }
            (Some(at), None) => policy.with_patience(Patience::Until(crossing::timestamp(at)?)),
            (None, Some(wait)) => policy.with_patience(Patience::For(crossing::duration(wait)?)),
            (None, None) => policy,
        })
    }
}

/// A decision as an object.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Decided {
    Done {
        ending: EndingForm,
        tries: Tries,
    },
    Again {
        at: f64,
        setback: Setback,
        tries: Tries,
    },
    RefreshToken {
        tries: Tries,
    },
}

impl Decided {
    fn of(decision: Decision, tries: Tries) -> Self {
        match decision {
            Decision::Done(ending) => Self::Done {
                ending: ending.into(),
                tries,
            },
            Decision::Again { at, setback } => Self::Again {
                at: crossing::millis(at),
                setback,
                tries,
            },
            Decision::RefreshToken => Self::RefreshToken { tries },
        }
    }
}

/// How it ended, as an object.
#[derive(Serialize)]
pub(super) struct EndingForm {
    state: DeliveryState,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptance: Option<Acceptance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<Refusal>,
}

impl From<Ending> for EndingForm {
    fn from(ending: Ending) -> Self {
        let mut form = Self {
            state: ending.state(),
            message: ending.to_string(),
            code: ending.code().map(str::to_owned),
            acceptance: None,
            refusal: None,
        };
        match ending {
            Ending::Accepted(acceptance) => form.acceptance = Some(acceptance),
            Ending::Conflict(refusal)
            | Ending::Rejected(refusal)
            | Ending::Unauthorized(refusal) => {
                form.refusal = Some(refusal);
            }
            Ending::InDoubt { .. } | Ending::Unsent { .. } => {}
        }
        form
    }
}
