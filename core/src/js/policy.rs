//! The content policy, compiled once.

use std::rc::Rc;

use js_sys::Array;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::crossing::{self, Dialect};
use super::{draft, message, read};
use crate::policy::Policy as CorePolicy;
use crate::violation::{Code, Violation};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/policy.d.ts");

/// What an organization allows: blocked patterns, media types and sizes, compiled once. Its methods
/// do what the functions of the same names do by the guides' policy.
#[wasm_bindgen]
pub struct Policy {
    inner: Rc<CorePolicy>,
}

#[wasm_bindgen]
impl Policy {
    /// The guides' policy.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self {
            inner: guides_policy(),
        }
    }

    /// A policy with settings of your own; what is left out stays as the guides have it. A pattern
    /// may hold literal text, `\.`, `.`, `.*`, `.*?` and `[^…]*`: each is matched in linear time.
    #[wasm_bindgen(unchecked_return_type = "CompiledPolicy")]
    pub fn compile(
        #[wasm_bindgen(unchecked_param_type = "PolicySettings")] settings: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let settings = crossing::stringify(settings)?;
        let policy = read::value(&settings).and_then(|settings| {
            CorePolicy::deserialize(settings)
                .map_err(|problem| Violation::new(Code::WrongType, "", problem.to_string()).into())
        });
        match policy {
            Ok(policy) => {
                let inner = Rc::new(policy);
                message::with_instance("policy", Self { inner }.into())
            }
            Err(violations) => draft::refusal(violations),
        }
    }

    /// The settings in force.
    #[wasm_bindgen(getter, unchecked_return_type = "Required<PolicySettings>")]
    pub fn settings(&self) -> Result<JsValue, JsValue> {
        crossing::to_object(&*self.inner)
    }

    /// Checks a draft with its recipient.
    #[wasm_bindgen(unchecked_return_type = "Checked")]
    pub fn check(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Draft")] draft: &JsValue,
    ) -> Result<JsValue, JsValue> {
        draft::check_by(&self.inner, draft)
    }

    /// Checks a draft and writes the requests that send it.
    #[wasm_bindgen(unchecked_return_type = "Built")]
    pub fn build(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Draft")] draft: &JsValue,
        dialect: Dialect,
        now: f64,
        sandbox: Option<bool>,
    ) -> Result<JsValue, JsValue> {
        draft::build_by(&self.inner, draft, dialect, now, sandbox)
    }

    /// As `build`, for many drafts in one crossing; the results stand in the order of the drafts.
    #[wasm_bindgen(js_name = buildAll, unchecked_return_type = "Built[]")]
    pub fn build_all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly Draft[]")] drafts: &Array,
        dialect: Dialect,
        now: f64,
        sandbox: Option<bool>,
    ) -> Result<JsValue, JsValue> {
        draft::build_all_by(&self.inner, drafts, dialect, now, sandbox)
    }

    /// Reads a draft once, to send it to many.
    #[wasm_bindgen(unchecked_return_type = "Parsed")]
    pub fn parse(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Draft")] draft: &JsValue,
    ) -> Result<JsValue, JsValue> {
        message::parse_by(&self.inner, draft)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

/// The guides' policy, which is compiled once for all.
pub(super) fn guides_policy() -> Rc<CorePolicy> {
    thread_local! {
        static GUIDES: Rc<CorePolicy> = Rc::new(CorePolicy::default());
    }
    GUIDES.with(Rc::clone)
}
