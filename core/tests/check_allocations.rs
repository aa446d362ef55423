//! A check of a draft in which nothing is wrong allocates what it gives back and nothing else.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "test code")]

use allocation_counter::measure;
use serde_json::{Value, json};
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;

/// How often a check allocates, and how often a copy of what it gives back does.
fn counted(json: &Value) -> (u64, u64) {
    let draft = Draft::from_json(json).unwrap();
    let policy = Policy::default();
    // Whatever is made once is made now.
    let checked = draft.check(&policy).unwrap();
    let check = measure(|| {
        let again = draft.check(&policy);
        assert!(again.is_ok());
    });
    let copy = measure(|| {
        let again = checked.clone();
        assert!(again.0.operation() == checked.0.operation());
    });
    (check.count_total, copy.count_total)
}

#[test]
fn a_clean_check_allocates_its_message_and_nothing_else() {
    let attachment = json!({"contentType": "image/png", "url": "https://example.com/a.png?x=1#f",
        "fileName": "a.png", "size": 1000});
    let choices: Vec<_> = (0..13)
        .map(|row| json!({"label": format!("Choice {row}"), "value": format!("c{row}")}))
        .collect();
    for draft in [
        json!({"operation": "guest", "guestId": "g-1", "conversationId": "c-1",
            "text": "I would like to know where my order is, please. Thank you!"}),
        json!({"operation": "guest", "guestId": "g-1", "conversationId": "c-1",
            "text": "é".repeat(2048), "attachments": [attachment]}),
        json!({"operation": "guest", "guestId": "g-1", "integration": "i-1",
            "act": {"type": "tap", "text": "Yes", "payload": "y", "messageId": "m-1"}}),
        json!({"operation": "proactive", "contactId": "c-1", "text": "Hello! Any questions?"}),
        json!({"operation": "outbound", "to": "Ana@Example.ORG", "name": "Ana", "from": "care@example.com",
            "subject": "Good news", "body": "<p>Hello</p>"}),
        json!({"operation": "outbound", "channel": "sms", "to": "+13175550100",
            "from": "+1 (317) 555-0199", "format": "text", "body": "Hello"}),
        json!({"operation": "greet", "conversationId": "c-2", "previousConversationId": "c-1",
            "agentId": "a-1", "text": "Welcome back"}),
        json!({"operation": "structured", "contactId": "c-1", "content": {"type": "quick-reply",
            "title": "Which one?", "choices": choices}}),
        json!({"operation": "structured", "contactId": "c-1", "content": {"type": "image",
            "url": "https://example.com/a.png", "mimeType": "image/png", "fileName": "a.png"}}),
    ] {
        let (check, copy) = counted(&draft);
        assert_eq!(check, copy, "{draft}");
    }
}
