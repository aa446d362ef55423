//! `docs/limits.md` is written from the code, and the limits are those that the checks hold.
//!
//! `TIDINGS_BLESS=1 cargo test -p tidings-core --test limits` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};
use tidings_core::channel::Channel;
use tidings_core::dialect::Dialect;
use tidings_core::limits::{self, Limit, TABLE};
use tidings_core::measure::Unit;
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn document() -> String {
    let mut text = include_str!("limits/head.md").to_owned();
    for dialect in Dialect::ALL {
        write!(text, "\n## Dialect `{dialect}`\n\n").unwrap();
        text.push_str(&limits::markdown(dialect));
    }
    text
}

#[test]
fn the_document_is_what_the_code_says() {
    if std::env::var_os("TIDINGS_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/limits.md");
        std::fs::write(path, document()).unwrap();
    } else {
        assert!(
            document() == include_str!("../../docs/limits.md"),
            "docs/limits.md is out of date: TIDINGS_BLESS=1 cargo test -p tidings-core --test limits"
        );
    }
}

#[test]
fn every_limit_has_a_name_of_its_own_and_numbers_in_order() {
    let names: BTreeSet<_> = TABLE.iter().map(|limit| limit.name).collect();
    assert_eq!(names.len(), TABLE.len());
    for limit in TABLE {
        assert!(limit.least.or(limit.most).is_some(), "{}", limit.name);
        assert!(limit.least.unwrap_or(0) <= limit.most.unwrap_or(u64::MAX));
        assert!(!limit.dialects.is_empty() && !limit.source.is_empty());
    }
}

/// Drafts that hold every field once.
fn drafts() -> Vec<Value> {
    let action = json!([{"type": "web_url", "title": "t", "url": "https://a.example"},
        {"type": "postback", "title": "t", "payload": "p"}]);
    let card = json!({"title": "t", "subtitle": "s", "image": {"url": "https://a.example"},
        "actions": action});
    let parameter = json!([{"id": "i", "value": "v"}]);
    let mut single = card.clone();
    single["type"] = json!("card");
    let content = [
        json!({"type": "text", "text": "t"}),
        json!({"type": "image", "url": "https://a.example", "fileName": "f", "caption": "c"}),
        json!({"type": "quick-reply", "title": "t", "choices": [{"label": "l", "value": "v"}]}),
        single,
        json!({"type": "carousel", "cards": [card]}),
        json!({"type": "location", "latitude": 1, "longitude": 1, "title": "t", "address": "a"}),
        json!({"type": "template", "responseId": "r", "headerParameters": parameter,
            "bodyParameters": parameter, "buttonUrlParameters": parameter}),
    ];
    let mut drafts: Vec<_> = content
        .into_iter()
        .map(|content| {
            json!({"operation": "structured", "contactId": "c-1", "content": content,
            "route": {"botSession": "b-1"}})
        })
        .collect();
    drafts.extend([
        json!({"operation": "outbound", "to": "a@example.org", "name": "n", "from": "b@example.org",
            "fromName": "n", "subject": "s", "body": "b", "replyTo": "c@example.org"}),
        json!({"operation": "proactive", "contactId": "c-1", "text": "t"}),
        json!({"operation": "greet", "conversationId": "c", "previousConversationId": "p",
            "agentId": "a", "text": "t"}),
        json!({"operation": "guest", "guestId": "g", "conversationId": "c", "integration": "i",
            "text": "t", "attachments": [{"contentType": "image/png", "url": "https://a.example",
                "fileName": "f", "size": 1}]}),
        json!({"operation": "guest", "guestId": "g", "integration": "i", "act": {"type": "tap",
            "text": "t", "payload": "p", "messageId": "m"}}),
    ]);
    drafts
}

/// The value one over the limit, for fields that hold text, lists of one shape or numbers.
fn beyond(limit: &Limit, value: &Value) -> Option<Value> {
    let most = limit.most?;
    let count = usize::try_from(most + 1).unwrap();
    Some(match (value, limit.unit) {
        (Value::String(text), _) if text.starts_with("https:") => {
            json!(format!("{text}/{}", "u".repeat(count - text.len() - 1)))
        }
        (Value::String(text), _) if text.contains('@') => json!("a".repeat(count)),
        (Value::String(_), Unit::Bytes | Unit::Characters) => json!("x".repeat(count)),
        (Value::Array(items), Unit::Items) => json!(vec![items[0].clone(); count]),
        (Value::Number(_), _) => json!(most + 1),
        _ => return None,
    })
}

/// Every rule that is ours or sure in every dialect is held by the check itself, whatever it is sent
/// by; what one dialect alone limits is held where it is carried.
#[test]
fn the_check_refuses_what_goes_beyond_and_says_the_same_number() {
    let policy = Policy::default();
    let everywhere = |limit: &&Limit| limit.dialects == Dialect::ALL && limit.certainty.refuses();
    for limit in TABLE.iter().filter(everywhere) {
        for field in limit.fields {
            let pointer = field.replace('*', "0");
            let mut tried = false;
            for mut draft in drafts() {
                if draft["content"]["type"] == "card" && limit.name == "text.bytes"
                    || draft["operation"] == "guest"
                        && draft["act"].is_object()
                        && *field == "/text"
                {
                    continue;
                }
                // The first action opens a page, the second sends a value back.
                let pointer = if draft.pointer(&pointer).is_none() {
                    pointer.replace("/actions/0/", "/actions/1/")
                } else {
                    pointer.clone()
                };
                let Some(place) = draft.pointer_mut(&pointer) else {
                    continue;
                };
                let Some(more) = beyond(limit, place) else {
                    continue;
                };
                *place = more;
                tried = true;
                let violations = Draft::read(&draft).check(&policy).unwrap_err();
                assert!(
                    violations.iter().any(|found| {
                        found.path == pointer
                            && (found.limit.is_none() || found.limit == limit.most)
                    }),
                    "{} at {pointer} of {}: {violations}",
                    limit.name,
                    draft["operation"]
                );
            }
            assert!(
                tried || limit.channels == [Channel::Sms],
                "{} at {field}",
                limit.name
            );
        }
    }
}
