//! A message, checked once and sent to many.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::batch::{self, Batch};
use super::built::{Built, Way};
use super::crossing::{self, Dialect};
use super::draft::refusal;
use super::policy::guides_policy;
use super::{read, recipient};
use crate::message::Message as CoreMessage;
use crate::message::draft::Draft;
use crate::policy::Policy;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/message.d.ts");

/// Reads a draft once, to send it to many, by the guides' policy. Its recipient's fields are not
/// looked at.
#[wasm_bindgen(unchecked_return_type = "Parsed")]
pub fn parse(
    #[wasm_bindgen(unchecked_param_type = "Draft")] draft: &JsValue,
) -> Result<JsValue, JsValue> {
    parse_by(&guides_policy(), draft)
}

/// A checked message without its recipient. Only `parse` makes one.
#[wasm_bindgen]
pub struct Message {
    message: CoreMessage,
    policy: Rc<Policy>,
}

#[wasm_bindgen]
impl Message {
    /// The upstream call that sends it.
    #[wasm_bindgen(getter, unchecked_return_type = "Operation")]
    pub fn operation(&self) -> String {
        self.message.operation().name().to_owned()
    }

    /// Fills the placeholders for one recipient, checks the result again and writes the requests
    /// that send it.
    #[wasm_bindgen(unchecked_return_type = "Built")]
    pub fn personalize(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Recipient")] recipient: &JsValue,
        dialect: Dialect,
        now: f64,
        sandbox: Option<bool>,
    ) -> Result<JsValue, JsValue> {
        let way = Way::new(dialect, now, sandbox)?;
        let recipient = recipient::read(recipient)?;
        crossing::to_object(&Built::of(&self.message, &recipient, &self.policy, way))
    }

    /// Writes one request for everybody in the columns; who is refused keeps the row.
    #[wasm_bindgen(js_name = personalizeAll)]
    pub fn personalize_all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Columns")] columns: &JsValue,
        dialect: Dialect,
        now: f64,
        sandbox: Option<bool>,
    ) -> Result<Batch, JsValue> {
        let way = Way::new(dialect, now, sandbox)?;
        batch::personalize_all(&self.message, &self.policy, columns, way)
    }
}

pub(super) fn parse_by(policy: &Rc<Policy>, draft: &JsValue) -> Result<JsValue, JsValue> {
    let json = crossing::stringify(draft)?;
    let parsed = read::value(&json)
        .and_then(|draft| Draft::from_json(&draft))
        .and_then(|draft| draft.parse(policy));
    match parsed {
        Ok(message) => {
            let policy = Rc::clone(policy);
            with_instance("message", Message { message, policy }.into())
        }
        Err(violations) => refusal(violations),
    }
}

/// `{ok: true, [name]: instance}`.
pub(super) fn with_instance(name: &str, instance: JsValue) -> Result<JsValue, JsValue> {
    crossing::object(&[("ok", true.into()), (name, instance)])
}
