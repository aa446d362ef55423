//! How values cross the border.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

use js_sys::{JSON, Object, RangeError, Reflect, TypeError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::dialect::Dialect as CoreDialect;
use crate::time::{Entropy, Timestamp};

/// The wire form of requests: the guides' or that of Genesys' published Platform API v2.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Dialect {
    /// The five guides'.
    Guides = "guides",
    /// The published API's.
    Platform = "platform",
}

impl Dialect {
    pub(super) fn to_core(self) -> Result<CoreDialect, JsValue> {
        match self {
            Self::Guides => Ok(CoreDialect::Guides),
            Self::Platform => Ok(CoreDialect::Platform),
            Self::__Invalid => Err(type_error("dialect must be \"guides\" or \"platform\"")),
        }
    }
}

/// A mistake in the calling program.
pub(super) fn type_error(message: &str) -> JsValue {
    TypeError::new(message).into()
}

/// A time in milliseconds since 1970, as `Date.now()` gives it.
pub(super) fn timestamp(millis: f64) -> Result<Timestamp, JsValue> {
    // Beyond this a number of JavaScript no longer counts milliseconds, and no date does.
    if millis.abs() > MAX_TIME {
        return Err(RangeError::new("now is beyond the times that a Date can hold").into());
    }
    if !millis.is_finite() {
        return Err(type_error(
            "now must be a time in milliseconds, such as Date.now()",
        ));
    }
    #[expect(clippy::cast_possible_truncation, reason = "within MAX_TIME")]
    Ok(Timestamp::from_unix_millis(millis as i64))
}

/// A time as milliseconds since 1970.
pub(super) fn millis(at: Timestamp) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "times are far below 2^53 milliseconds"
    )]
    let millis = at.as_unix_millis() as f64;
    millis
}

/// A length of time as milliseconds.
pub(super) fn duration_millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// A length of time of so many milliseconds.
pub(super) fn duration(millis: f64) -> Result<Duration, JsValue> {
    Duration::try_from_secs_f64(millis / 1000.0)
        .map_err(|_| type_error("a length of time must be milliseconds, not negative"))
}

/// A number as `Math.random()` gives it: from 0 up to, not including, 1.
pub(super) fn entropy(random: f64) -> Result<Entropy, JsValue> {
    if !(0.0..1.0).contains(&random) {
        return Err(type_error(
            "random must be from 0 up to 1, such as Math.random()",
        ));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative and below 2^32"
    )]
    Ok(Entropy((random * 4_294_967_296.0) as u64))
}

/// An object as JSON; `null` for what JSON has no form for, such as `undefined`.
pub(super) fn stringify(value: &JsValue) -> Result<String, JsValue> {
    let json: JsValue = JSON::stringify(value)?.into();
    Ok(json.as_string().unwrap_or_else(|| "null".to_owned()))
}

/// JSON as an object.
pub(super) fn parse(json: &str) -> Result<JsValue, JsValue> {
    JSON::parse(json)
}

/// A value that speed does not matter for, as a plain object by way of JSON: numbers of 64 bits
/// become numbers, and what is absent is absent.
pub(super) fn to_object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let json = serde_json::to_string(value).map_err(|problem| type_error(&problem.to_string()))?;
    parse(&json)
}

/// An object of values that JSON has no form for, such as instances.
pub(super) fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object.into())
}

/// A plain object that the program gives, such as settings; `what` names it in the error. By way of
/// JSON too: a name that nothing reads is an error then, which `serde-wasm-bindgen` passes over, and
/// serde's code for reading is there once.
pub(super) fn from_object<T: DeserializeOwned>(value: &JsValue, what: &str) -> Result<T, JsValue> {
    let json = stringify(value)?;
    serde_json::from_str::<Value>(&json)
        .and_then(T::deserialize)
        .map_err(|problem| type_error(&format!("{what}: {problem}")))
}

/// A value by its name, such as an operation's.
pub(super) fn name<T: FromStr<Err: fmt::Display>>(text: &str) -> Result<T, JsValue> {
    text.parse()
        .map_err(|problem: T::Err| type_error(&problem.to_string()))
}

/// The farthest time that a `Date` can hold, both ways.
const MAX_TIME: f64 = 8_640_000_000_000_000.0;
