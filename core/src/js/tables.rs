//! What can be looked up: limits, what each channel carries, how a text travels by SMS.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::crossing;
use crate::capability;
use crate::limits::TABLE;
use crate::sms::Sms;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/tables.d.ts");

/// What each dialect's channels do with each kind of content.
#[wasm_bindgen(unchecked_return_type = "Capability[]")]
pub fn capabilities() -> Result<JsValue, JsValue> {
    let table: Vec<_> = capability::table().collect();
    crossing::to_object(&table)
}

/// Every limit of both dialects, with its certainty and source.
#[wasm_bindgen(unchecked_return_type = "Limit[]")]
pub fn limits() -> Result<JsValue, JsValue> {
    crossing::to_object(&TABLE)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SmsView {
    alphabet: &'static str,
    characters: u64,
    size: u64,
    parts: u64,
    left: u64,
    parts_in_gsm: u64,
    beyond_gsm: Vec<char>,
    summary: String,
}

/// How a text travels by SMS: its alphabet, its parts, and the characters that cost it GSM-7.
#[wasm_bindgen(js_name = measureSms, unchecked_return_type = "Sms")]
pub fn measure_sms(text: &str) -> Result<JsValue, JsValue> {
    let sms = Sms::measure(text);
    crossing::to_object(&SmsView {
        alphabet: sms.alphabet.name(),
        characters: sms.characters,
        size: sms.size,
        parts: sms.parts,
        left: sms.left,
        parts_in_gsm: sms.parts_in_gsm,
        summary: sms.to_string(),
        beyond_gsm: sms.beyond_gsm,
    })
}
