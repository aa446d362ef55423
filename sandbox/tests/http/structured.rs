use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{TestSandbox, text};

const CONTACTS: &str = "/api/v2/conversations/messaging/contacts";

fn message(content: &Value) -> Value {
    json!({ "type": "message", "content": content })
}

async fn send(sandbox: &TestSandbox, contact: &str, body: &Value) -> crate::support::Answer {
    sandbox
        .post(&format!("{CONTACTS}/{contact}/messages"), body)
        .await
}

#[tokio::test]
async fn an_open_contact_is_200_with_its_conversation_and_a_closed_one_404() {
    let sandbox = TestSandbox::start().await;
    let open = sandbox.open_customer().await;
    let reply = sandbox
        .get(&format!("{CONTACTS}/{}", text(&open, "contactId")))
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.at("/conversationId"), open["conversationId"]);
    let closed = sandbox.gone_customer().await;
    for id in [
        text(&closed, "contactId"),
        text(&open, "conversationId"),
        "nobody".into(),
    ] {
        let reply = sandbox.get(&format!("{CONTACTS}/{id}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{id}");
    }
}

#[tokio::test]
async fn the_contacts_come_in_pages_and_one_can_be_made_from_a_conversation() {
    let sandbox = TestSandbox::start().await;
    let first = sandbox.get(&format!("{CONTACTS}?pageSize=2")).await;
    assert_eq!(first.at("/entities").as_array().unwrap().len(), 2);
    let token = first.at("/nextPageToken").as_str().unwrap().to_owned();
    let next = sandbox
        .get(&format!("{CONTACTS}?nextPageToken={token}"))
        .await;
    assert_ne!(first.at("/entities/0/id"), next.at("/entities/0/id"));
    let entity = first.at("/entities/0");
    let body = json!({ "conversationId": entity["conversationId"] });
    let made = sandbox.post(CONTACTS, &body).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert_eq!(made.at("/id"), entity["id"]);
}

#[tokio::test]
async fn every_content_of_the_guide_is_taken() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let card = json!({
        "type": "card", "title": "New product", "subtitle": "See the features",
        "image": { "url": "https://example.com/p.jpg" },
        "actions": [
            { "type": "postback", "title": "Learn more", "payload": "learn_123" },
            { "type": "web_url", "title": "Visit", "url": "https://example.com/p/123" },
        ],
    });
    let contents = [
        json!({ "type": "text", "text": "Hello" }),
        json!({ "type": "quick-reply", "title": "How can we help?", "choices": [
            { "label": "Billing", "value": "billing_inquiry" }, { "label": "Agent", "value": "agent" } ] }),
        card.clone(),
        json!({ "type": "card", "image": { "url": "https://example.com/p.jpg" } }),
        json!({ "type": "carousel", "cards": [card] }),
        json!({ "type": "image", "url": "https://example.com/a.png", "caption": "A" }),
        json!({ "type": "audio", "url": "https://example.com/a.mp3" }),
        json!({ "type": "video", "url": "https://example.com/a.mp4" }),
        json!({ "type": "file", "url": "https://example.com/a.pdf", "fileName": "a.pdf" }),
        json!({ "type": "location", "latitude": -33.9, "longitude": 151.2 }),
    ];
    for (count, content) in contents.into_iter().enumerate() {
        let reply = send(&sandbox, &contact, &message(&content)).await;
        assert_eq!(
            reply.status,
            StatusCode::CREATED,
            "{content}: {}",
            reply.text
        );
        assert!(reply.at("/id").is_string() && reply.at("/status").is_string());
        let ledger = sandbox.ledger().await;
        assert_eq!(ledger.len(), count + 1);
        assert_eq!(ledger[count]["body"]["content"], content);
    }
}

#[tokio::test]
async fn what_the_guide_calls_wrong_is_400_and_named() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let choice = |n: usize| json!({ "label": format!("L{n}"), "value": format!("v{n}") });
    let choices =
        |list: Vec<Value>| json!({ "type": "quick-reply", "title": "T", "choices": list });
    let card = |action: Value| json!({ "type": "card", "title": "T", "actions": [action] });
    let contents = [
        (
            json!({ "type": "quickreply", "title": "T" }),
            "Invalid content type",
        ),
        (json!({ "text": "no type" }), "Invalid content type"),
        (choices(vec![]), "1 to 13 allowed"),
        (choices((0..14).map(choice).collect()), "1 to 13 allowed"),
        (choices(vec![choice(1), choice(1)]), "is there twice"),
        (
            choices(vec![json!({ "label": "x".repeat(81), "value": "v" })]),
            "80 allowed",
        ),
        (choices(vec![json!({ "label": "x" })]), "value is required"),
        (
            json!({ "type": "card", "subtitle": "S" }),
            "needs a title or an image",
        ),
        (
            card(json!({ "type": "web_url", "title": "V", "url": "http://example.com" })),
            "https",
        ),
        (
            card(json!({ "type": "web_url", "title": "V", "url": "javascript:alert(1)" })),
            "https",
        ),
        (
            card(json!({ "type": "call", "title": "V" })),
            "postback, web_url",
        ),
        (
            json!({ "type": "image", "url": "data:image/png;base64,AA" }),
            "https",
        ),
        (
            json!({ "type": "location", "latitude": 91, "longitude": 0 }),
            "latitude",
        ),
        (
            json!({ "type": "carousel", "cards": [] }),
            "1 to 10 allowed",
        ),
    ];
    for (content, reason) in contents {
        let reply = send(&sandbox, &contact, &message(&content)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{content}");
        assert!(reply.message().contains(reason), "{}", reply.message());
    }
    let body = json!({ "type": "structured", "content": { "type": "text", "text": "Hello" } });
    let reply = send(&sandbox, &contact, &body).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(sandbox.ledger().await.is_empty());
}

#[tokio::test]
async fn a_closed_conversation_is_400_and_a_conversation_id_is_no_contact() {
    let sandbox = TestSandbox::start().await;
    let hello = message(&json!({ "type": "text", "text": "Hello" }));
    let closed = sandbox.gone_customer().await;
    let reply = send(&sandbox, &text(&closed, "contactId"), &hello).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.message().contains("closed"));
    let open = sandbox.open_customer().await;
    let reply = send(&sandbox, &text(&open, "conversationId"), &hello).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(reply.message().contains("this is a conversation id"));
    let reply = send(&sandbox, "..%2F..%2Foutbound", &hello).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
