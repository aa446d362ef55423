use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{TestSandbox, text};

const PATH: &str = "/api/v2/conversations/messaging/messages";

fn message(customer: &Value) -> Value {
    json!({
        "from": { "id": customer["guestId"], "type": "user" },
        "to": { "id": customer["conversationId"], "type": "conversation" },
        "body": { "contentType": "text/plain", "content": "Hello" },
        "metadata": { "readReceipt": true, "transmissionTimestamp": "2026-01-15T10:30:00.123456+00:00" },
    })
}

fn attachment() -> Value {
    json!({ "contentType": "image/png", "url": "https://example.com/a.png", "fileName": "a.png", "size": 26_214_400 })
}

#[tokio::test]
async fn a_message_is_echoed_with_its_time_status_and_headers() {
    let mut options = crate::support::options();
    options.rate_per_minute = 500;
    let sandbox = TestSandbox::with(options).await;
    let mut body = message(&sandbox.open_customer().await);
    body["attachments"] = json!([attachment()]);
    let reply = sandbox.post(PATH, &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    for field in ["from", "to", "body"] {
        assert_eq!(reply.json()[field], body[field]);
    }
    assert_eq!(reply.at("/deliveryStatus"), "delivered");
    assert!(reply.at("/sentTime").as_str().unwrap().ends_with('Z'));
    assert_eq!(reply.header("x-ratelimit-remaining"), "499");
    assert!(!reply.header("x-request-id").is_empty());
    assert_eq!(sandbox.ledger().await[0]["target"], body["to"]["id"]);
}

#[tokio::test]
async fn limits_are_counted_in_bytes_and_answered_413() {
    let sandbox = TestSandbox::start().await;
    let good = message(&sandbox.open_customer().await);
    for (content, status) in [
        ("x".repeat(4096), StatusCode::OK),
        ("x".repeat(4097), StatusCode::PAYLOAD_TOO_LARGE),
        ("€".repeat(1365), StatusCode::OK),
        ("€".repeat(1366), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let mut body = good.clone();
        body["body"]["content"] = json!(content);
        assert_eq!(sandbox.post(PATH, &body).await.status, status);
    }
    let mut body = good;
    body["attachments"] = json!([attachment()]);
    body["attachments"][0]["size"] = json!(26_214_401);
    assert_eq!(
        sandbox.post(PATH, &body).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_message_off_the_schema_is_400_and_named() {
    let sandbox = TestSandbox::start().await;
    let mut good = message(&sandbox.open_customer().await);
    good["attachments"] = json!([attachment()]);
    for (pointer, value) in [
        ("/from/id", json!(null)),
        ("/from/type", json!("agent")),
        ("/to/type", json!("user")),
        ("/body/contentType", json!("text/markdown")),
        ("/body/content", json!(5)),
        ("/metadata/readReceipt", json!("yes")),
        ("/metadata/transmissionTimestamp", json!("now")),
        ("/attachments/0/contentType", json!("image/gif")),
        ("/attachments/0/url", json!("http://example.com/a.png")),
        ("/attachments/0/fileName", json!("")),
        ("/attachments/0/size", json!(-1)),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        let reply = sandbox.post(PATH, &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{pointer}");
        assert_eq!(reply.at("/details/0/fieldName"), pointer);
    }
    assert!(sandbox.ledger().await.is_empty());
}

#[tokio::test]
async fn a_message_says_something_or_carries_a_file() {
    let sandbox = TestSandbox::start().await;
    let mut body = message(&sandbox.open_customer().await);
    body["body"]["content"] = json!("");
    let reply = sandbox.post(PATH, &body).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.at("/details/0/fieldName"), "/body/content");
    body["attachments"] = json!([attachment()]);
    assert_eq!(sandbox.post(PATH, &body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_stranger_and_a_closed_conversation_are_refused() {
    let sandbox = TestSandbox::start().await;
    let open = sandbox.open_customer().await;
    let gone = sandbox.gone_customer().await;
    let cases = [
        ("/to/id", json!("conv-web-msg-1234"), StatusCode::NOT_FOUND),
        (
            "/from/id",
            json!("guest-session-9f8e7d"),
            StatusCode::NOT_FOUND,
        ),
        ("/from/id", gone["guestId"].clone(), StatusCode::BAD_REQUEST),
    ];
    for (pointer, value, status) in cases {
        let mut body = message(&open);
        *body.pointer_mut(pointer).unwrap() = value;
        assert_eq!(sandbox.post(PATH, &body).await.status, status, "{pointer}");
    }
    let reply = sandbox.post(PATH, &message(&gone)).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.message().contains(&text(&gone, "conversationId")));
}
