use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{TestSandbox, text};

const PATH: &str = "/api/v2/conversations/messaging/outbound";

fn mail(to: &str) -> Value {
    json!({
        "from": { "address": "care@example.com", "name": "Support" },
        "to": [{ "address": to, "name": "Ana" }],
        "subject": "We missed you",
        "body": [{ "contentType": "html", "content": "<p>Hello</p>" }],
        "channel": "email",
    })
}

#[tokio::test]
async fn an_email_is_202_with_its_conversation_and_stands_in_the_ledger_once() {
    let sandbox = TestSandbox::start().await;
    let address = text(&sandbox.gone_customer().await, "email");
    let reply = sandbox.post(PATH, &mail(&address)).await;
    assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text);
    let ledger = sandbox.ledger().await;
    assert_eq!(ledger.len(), 1);
    let line = &ledger[0];
    assert_eq!(
        (&line["operation"], &line["client"]),
        (&json!("outbound"), &json!("sandbox"))
    );
    assert_eq!(
        (&line["target"], &line["body"]),
        (&json!(address), &mail(&address))
    );
    assert_eq!(line["id"], reply.at("/conversationId"));
}

#[tokio::test]
async fn names_may_be_null_empty_or_absent() {
    let sandbox = TestSandbox::start().await;
    for name in [json!(null), json!("")] {
        let mut body = mail("x@example.com");
        body["to"][0]["name"] = name.clone();
        body["from"]["name"] = name;
        assert_eq!(sandbox.post(PATH, &body).await.status, StatusCode::ACCEPTED);
    }
    let mut body = mail("x@example.com");
    body["to"][0] = json!({ "address": "x@example.com" });
    body["from"] = json!({ "address": "care@example.com" });
    assert_eq!(sandbox.post(PATH, &body).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn somebody_in_a_chat_is_409_in_any_letter_case() {
    let sandbox = TestSandbox::start().await;
    let address = text(&sandbox.open_customer().await, "email");
    for address in [address.clone(), address.to_uppercase()] {
        let reply = sandbox.post(PATH, &mail(&address)).await;
        assert_eq!(reply.status, StatusCode::CONFLICT, "{address}");
        assert_eq!(reply.header("retry-after"), "", "it is no throttling");
    }
    assert!(sandbox.ledger().await.is_empty());
}

#[tokio::test]
async fn a_wrong_recipient_sender_or_content_is_400() {
    let sandbox = TestSandbox::start().await;
    for bad in [
        "ana@",
        "not-an-email",
        "a@b@example.com",
        "+12015550123",
        "",
    ] {
        let reply = sandbox.post(PATH, &mail(bad)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{bad}");
        assert_eq!(reply.message(), "Invalid recipient address");
    }
    let cases = [
        ("/from/address", json!("support")),
        ("/channel", json!("fax")),
        ("/subject", json!("two\nlines")),
        ("/body/0/contentType", json!("markdown")),
        ("/body/0/content", json!("")),
        ("/to", json!([])),
    ];
    for (pointer, value) in cases {
        let mut body = mail("ana@example.com");
        *body.pointer_mut(pointer).unwrap() = value;
        let reply = sandbox.post(PATH, &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{pointer}");
        assert_eq!(reply.at("/details/0/fieldName"), pointer);
    }
}

#[tokio::test]
async fn an_sms_takes_plain_text_between_phones() {
    let sandbox = TestSandbox::start().await;
    let mut body = json!({
        "from": { "address": "+12015550100" },
        "to": [{ "address": "+447700900123" }],
        "subject": "",
        "body": [{ "contentType": "text", "content": "Hello" }],
        "channel": "sms",
    });
    assert_eq!(sandbox.post(PATH, &body).await.status, StatusCode::ACCEPTED);
    body["body"][0]["contentType"] = json!("html");
    assert_eq!(
        sandbox.post(PATH, &body).await.status,
        StatusCode::BAD_REQUEST
    );
    body["to"][0]["address"] = json!("ana@example.com");
    assert_eq!(
        sandbox.post(PATH, &body).await.status,
        StatusCode::BAD_REQUEST
    );
}
