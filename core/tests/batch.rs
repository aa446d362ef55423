//! A batch writes what its rows would get one by one.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use tidings_core::dialect::Dialect;
use tidings_core::message::batch::{Batch, Row};
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;
use tidings_core::request::Request;
use tidings_core::time::Timestamp;
use tidings_core::violation::Violations;

/// One message of each form that a body takes, plain and with placeholders.
fn drafts() -> Vec<Value> {
    let choices = json!([{"label": "Yes \"now\"", "value": "y"}, {"label": "No", "value": "n"}]);
    let question = json!({"type": "quick-reply", "title": "Coming?", "choices": choices});
    let file = json!({
        "contentType": "image/png", "url": "https://example.com/a.png",
        "fileName": "a.png", "size": 5,
    });
    let number = json!({"channel": "whatsapp", "from": "7f1f4f6e"});
    let template = json!({"type": "template", "responseId": "r-1"});
    vec![
        json!({"operation": "outbound", "from": "a@example.com", "subject": "News", "body": "<p>\n"}),
        json!({"operation": "outbound", "from": "a@example.com", "fromName": "A", "subject": "Hi {{name}}",
            "body": "Dear {{name | default: \"you\"}}, {{address}}", "format": "text"}),
        json!({"operation": "outbound", "from": "a@example.com", "subject": "News", "body": "{{name}}",
            "replyTo": "b@example.com"}),
        json!({"operation": "outbound", "channel": "sms", "from": "+15550100100", "format": "text",
            "body": "Your table is ready"}),
        json!({"operation": "outbound", "channel": "sms", "from": "+15550100100", "format": "text",
            "body": "Hi {{name}}", "join": true}),
        json!({"operation": "proactive", "text": "Still \"there\"?\n"}),
        json!({"operation": "proactive", "text": "Hi", "as": "agent",
            "route": {"channel": "sms", "from": "+15550100100"}}),
        json!({"operation": "greet", "agentId": "a-1", "text": "Welcome back"}),
        json!({"operation": "structured", "content": question}),
        json!({"operation": "structured", "content": question,
            "route": {"channel": "open", "from": "7f1f4f6e", "botSession": "s-1"}}),
        json!({"operation": "structured", "content": template, "route": number}),
        json!({"operation": "guest", "text": "A tab\tand ümläuts", "attachments": [file]}),
        json!({"operation": "guest", "text": "Hello", "integration": "7f1f4f6e"}),
        json!({"operation": "guest", "act": {"type": "typing"}, "integration": "7f1f4f6e"}),
    ]
}

/// The draft of one row, as somebody would type it.
fn addressed(draft: &Value, (to, name, conversation): (&str, &str, &str)) -> Draft {
    let fields = match draft["operation"].as_str().unwrap() {
        "outbound" => json!({"to": to, "name": name}),
        "greet" => json!({"conversationId": to, "previousConversationId": conversation}),
        "guest" => json!({"guestId": to, "conversationId": conversation}),
        _ => json!({"contactId": to}),
    };
    let mut draft = draft.clone();
    let object = draft.as_object_mut().unwrap();
    object.extend(fields.as_object().unwrap().clone());
    serde_json::from_value(draft).unwrap()
}

fn alone(draft: &Draft, dialect: Dialect, now: Timestamp) -> Result<Request, Violations> {
    let policy = Policy::default();
    let (message, recipient) = draft.check(&policy)?;
    let personalized = message.personalize(&recipient, &policy)?;
    Ok(dialect.carry(&personalized, true)?.request(now))
}

fn row() -> impl Strategy<Value = (&'static str, &'static str, &'static str)> {
    (
        select(vec![
            "ana@example.org",
            "+15550100123",
            "6b1f4f6e-0f0e-4c63-9a0e-4f3d1c1f2e55",
            "4915112345678",
            "no id",
            "",
        ]),
        select(vec![
            "Ana \"A\" Souza",
            "",
            " ",
            "two\nlines",
            "<script>x</script>",
        ]),
        select(vec!["c-1", "", "c/1"]),
    )
}

proptest! {
    #[test]
    fn every_row_gets_the_very_request_or_the_very_violations_that_it_gets_alone(
        draft in select(drafts()),
        dialect in select(Dialect::ALL.to_vec()),
        rows in vec(row(), 0..12),
        millis in 0_i64..4_000_000_000_000,
    ) {
        let (policy, now) = (Policy::default(), Timestamp::from_unix_millis(millis));
        let message = addressed(&draft, ("x", "", "")).parse(&policy).unwrap();
        let mut batch = Batch::new(&message, &policy, dialect, true, now);
        batch.extend(rows.iter().map(|(to, name, conversation)| Row { to, name, conversation }));
        let requests = batch.finish();

        prop_assert_eq!(requests.len(), rows.len());
        let mut refused = requests.refused().iter();
        for (index, row) in rows.iter().enumerate() {
            match alone(&addressed(&draft, *row), dialect, now) {
                Ok(request) => {
                    prop_assert_eq!(requests.body(index), request.body.as_deref());
                    prop_assert_eq!(requests.target(index), Some(&*request.target));
                    prop_assert_eq!(requests.operation(), request.operation);
                }
                Err(violations) => {
                    prop_assert_eq!(requests.body(index), None);
                    prop_assert_eq!(requests.target(index), None);
                    let refused = refused.next().unwrap();
                    prop_assert_eq!((refused.row, &refused.violations), (index, &violations));
                }
            }
        }
        prop_assert!(refused.next().is_none());
    }
}

#[test]
fn every_form_has_a_row_that_is_written() {
    let rows = [
        "ana@example.org",
        "+15550100123",
        "6b1f4f6e-0f0e-4c63-9a0e-4f3d1c1f2e55",
        "4915112345678",
    ];
    for draft in drafts() {
        let written = Dialect::ALL.into_iter().any(|dialect| {
            rows.iter().any(|to| {
                let draft = addressed(&draft, (to, "Ana", "c-1"));
                alone(&draft, dialect, Timestamp::EPOCH).is_ok()
            })
        });
        assert!(written, "{draft}");
    }
}
