//! What can be looked up: limits, what each channel carries, how a text travels by SMS.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::crossing;
use crate::capability;
use crate::channel::Channel;
use crate::limits::channel::Certainty;
use crate::measure::Unit;
use crate::sms::Sms;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/tables.d.ts");

/// What each dialect's channels do with each kind of content.
#[wasm_bindgen(unchecked_return_type = "Capability[]")]
pub fn capabilities() -> Result<JsValue, JsValue> {
    let table: Vec<_> = capability::table().collect();
    crossing::to_object(&table)
}

#[derive(Serialize)]
struct TextLimit {
    channel: Channel,
    most: u64,
    unit: Unit,
    certainty: &'static str,
}

/// The limits of a text on each channel of the published API.
#[wasm_bindgen(js_name = textLimits, unchecked_return_type = "TextLimit[]")]
pub fn text_limits() -> Result<JsValue, JsValue> {
    let limits = Channel::ALL.into_iter().flat_map(|channel| {
        let of_channel = channel.text_limits().iter();
        of_channel.map(move |limit| TextLimit {
            channel,
            most: limit.most,
            unit: limit.unit,
            certainty: match limit.certainty {
                Certainty::Certain => "certain",
                Certainty::Unsure => "unsure",
            },
        })
    });
    crossing::to_object(&limits.collect::<Vec<_>>())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SmsView {
    alphabet: &'static str,
    characters: u64,
    size: u64,
    parts: u64,
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
        summary: sms.to_string(),
        beyond_gsm: sms.beyond_gsm,
    })
}
