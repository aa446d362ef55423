//! Drafts in, checks and requests out.

use js_sys::Array;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::built::{Built, Refused, Way};
use super::crossing::{self, Dialect};
use super::policy::guides_policy;
use super::read;
use crate::operation::Operation;
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::request::Request;
use crate::violation::Violations;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/draft.d.ts");

/// Checks a draft with its recipient by the guides' policy: everything that is wrong, in the order of
/// the fields.
#[wasm_bindgen(unchecked_return_type = "Checked")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "Draft")] draft: &JsValue,
) -> Result<JsValue, JsValue> {
    check_by(&guides_policy(), draft)
}

/// Checks a draft and writes the requests that send it, by the guides' policy. `now` is in
/// milliseconds, as `Date.now()` gives it; `sandbox` says that they go to Tidings' own sandbox, which
/// knows carousels.
#[wasm_bindgen(unchecked_return_type = "Built")]
pub fn build(
    #[wasm_bindgen(unchecked_param_type = "Draft")] draft: &JsValue,
    dialect: Dialect,
    now: f64,
    sandbox: Option<bool>,
) -> Result<JsValue, JsValue> {
    build_by(&guides_policy(), draft, dialect, now, sandbox)
}

/// As `build`, for many drafts in one crossing; the results stand in the order of the drafts.
#[wasm_bindgen(js_name = buildAll, unchecked_return_type = "Built[]")]
pub fn build_all(
    #[wasm_bindgen(unchecked_param_type = "readonly Draft[]")] drafts: &Array,
    dialect: Dialect,
    now: f64,
    sandbox: Option<bool>,
) -> Result<JsValue, JsValue> {
    build_all_by(&guides_policy(), drafts, dialect, now, sandbox)
}

/// The headers of every request, but for `Authorization`.
#[wasm_bindgen(unchecked_return_type = "Record<string, string>")]
pub fn headers() -> Result<JsValue, JsValue> {
    crossing::object(&Request::HEADERS.map(|(name, value)| (name, value.into())))
}

#[derive(Serialize)]
#[serde(untagged)]
enum Checked {
    Fine {
        ok: bool,
        operation: Operation,
        recipient: Recipient,
    },
    Refused(Refused),
}

pub(super) fn check_by(policy: &Policy, draft: &JsValue) -> Result<JsValue, JsValue> {
    let json = crossing::stringify(draft)?;
    let checked = match read::value(&json).and_then(|draft| read::check(&draft, policy)) {
        Ok((message, recipient)) => Checked::Fine {
            ok: true,
            operation: message.operation(),
            recipient,
        },
        Err(violations) => Checked::Refused(violations.into()),
    };
    crossing::to_object(&checked)
}

pub(super) fn build_by(
    policy: &Policy,
    draft: &JsValue,
    dialect: Dialect,
    now: f64,
    sandbox: Option<bool>,
) -> Result<JsValue, JsValue> {
    let way = Way::new(dialect, now, sandbox)?;
    let json = crossing::stringify(draft)?;
    crossing::to_object(&built(policy, read::value(&json), way))
}

pub(super) fn build_all_by(
    policy: &Policy,
    drafts: &Array,
    dialect: Dialect,
    now: f64,
    sandbox: Option<bool>,
) -> Result<JsValue, JsValue> {
    let way = Way::new(dialect, now, sandbox)?;
    let json = crossing::stringify(drafts)?;
    let all: Vec<Built> = match read::value(&json) {
        Ok(Value::Array(drafts)) => drafts
            .into_iter()
            .map(|draft| built(policy, Ok(draft), way))
            .collect(),
        // One that is no JSON spoils no other.
        _ => drafts
            .iter()
            .map(|draft| {
                Ok(built(
                    policy,
                    read::value(&crossing::stringify(&draft)?),
                    way,
                ))
            })
            .collect::<Result<_, JsValue>>()?,
    };
    crossing::to_object(&all)
}

fn built(policy: &Policy, draft: Result<Value, Violations>, way: Way) -> Built {
    match draft.and_then(|draft| read::check(&draft, policy)) {
        Ok((message, recipient)) => Built::of(&message, &recipient, policy, way),
        Err(violations) => Built::Refused(violations.into()),
    }
}

/// Refused input as an object.
pub(super) fn refusal(violations: Violations) -> Result<JsValue, JsValue> {
    crossing::to_object(&Refused::from(violations))
}
