//! What the benchmarks' peers are held to (`bench/inputs`) holds here too, natively and in WebAssembly.

#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::Value;
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;
use tidings_core::time::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn input(name: &str) -> &'static str {
    match name {
        "60B" => include_str!("../../bench/inputs/60B.json"),
        "4KB-attachment" => include_str!("../../bench/inputs/4KB-attachment.json"),
        other => panic!("no input is called {other}"),
    }
}

/// The draft that a case describes: an input with changes, each at a JSON pointer.
fn changed(case: &Value) -> Value {
    let mut draft: Value = serde_json::from_str(input(case["input"].as_str().unwrap())).unwrap();
    for change in case["change"].as_array().unwrap() {
        let (parent, field) = change["path"].as_str().unwrap().rsplit_once('/').unwrap();
        let value = match change["repeat"].as_str() {
            Some(text) => {
                let times = change["times"].as_u64().unwrap().try_into().unwrap();
                text.repeat(times).into()
            }
            None => change["value"].clone(),
        };
        draft.pointer_mut(parent).unwrap()[field] = value;
    }
    draft
}

fn body(draft: &Value) -> Option<String> {
    let policy = Policy::default();
    let now = Timestamp::parse("2026-01-15T10:30:00Z").unwrap();
    let (message, recipient) = Draft::from_json(draft).ok()?.check(&policy).ok()?;
    let personalized = message.personalize(&recipient, &policy).ok()?;
    let carried = Dialect::Guides.carry(&personalized, true).ok()?;
    carried.request(now).body
}

#[test]
fn every_case_is_accepted_or_refused_as_the_peers_must() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../bench/inputs/cases.json")).unwrap();
    for case in &cases {
        let is_refused = body(&changed(case)).is_none();
        assert_eq!(Value::from(is_refused), case["refused"], "{}", case["name"]);
    }
}

#[test]
fn the_measured_texts_have_the_length_in_their_names() {
    for (name, bytes) in [("60B", 60), ("4KB-attachment", 4096)] {
        let draft: Value = serde_json::from_str(input(name)).unwrap();
        assert_eq!(draft["text"].as_str().unwrap().len(), bytes, "{name}");
    }
}

#[test]
fn the_bodies_that_the_peers_are_compared_with_are_ours() {
    for (name, expected) in [
        ("60B", include_str!("../../bench/inputs/60B.body.json")),
        (
            "4KB-attachment",
            include_str!("../../bench/inputs/4KB-attachment.body.json"),
        ),
    ] {
        let draft = serde_json::from_str(input(name)).unwrap();
        assert_eq!(body(&draft).as_deref(), Some(expected.trim_end()), "{name}");
    }
}
