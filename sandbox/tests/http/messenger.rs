use futures_util::StreamExt as _;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{TestSandbox, answer, text};

async fn quick_reply(sandbox: &TestSandbox, contact: &str) -> String {
    let body = json!({ "type": "message", "content": { "type": "quick-reply", "title": "T", "choices": [
        { "label": "Billing", "value": "billing" }, { "label": "Agent", "value": "agent" } ] } });
    let path = format!("/api/v2/conversations/messaging/contacts/{contact}/messages");
    text(&sandbox.post(&path, &body).await.json(), "id")
}

/// Reads that many messages of a feed.
async fn feed(
    sandbox: &TestSandbox,
    who: &str,
    after: Option<&str>,
    count: usize,
) -> Vec<(String, Value)> {
    let path = format!("/_sandbox/messenger/feed?{who}");
    let mut request = sandbox.request(Method::GET, &path);
    if let Some(id) = after {
        request = request.header("last-event-id", id);
    }
    let reply = request.send().await.unwrap();
    assert_eq!(reply.headers()["content-type"], "text/event-stream");
    let (mut seen, mut frames) = (String::new(), reply.bytes_stream());
    while seen.matches("\n\n").count() < count {
        seen.push_str(&String::from_utf8_lossy(
            &frames.next().await.unwrap().unwrap(),
        ));
    }
    let field = |event: &str, name: &str| {
        event
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
            .trim()
            .to_owned()
    };
    let events = seen.split("\n\n").filter(|event| !event.is_empty());
    events
        .map(|e| {
            (
                field(e, "id:"),
                serde_json::from_str(&field(e, "data:")).unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn what_arrived_is_in_the_feed_and_a_page_goes_on_where_it_was() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox.open_customer().await;
    let contact = text(&customer, "contactId");
    let (first, second) = (
        quick_reply(&sandbox, &contact).await,
        quick_reply(&sandbox, &contact).await,
    );
    let all = feed(&sandbox, &format!("contact={contact}"), None, 2).await;
    assert_eq!(
        (&all[0].1["id"], &all[1].1["id"]),
        (&json!(first), &json!(second))
    );
    assert_eq!(all[0].1["content"]["choices"][0]["label"], "Billing");
    let guest = format!("guest={}", text(&customer, "guestId"));
    let rest = feed(&sandbox, &guest, Some(&all[0].0), 1).await;
    assert_eq!(rest[0].1["id"], json!(second));
}

#[tokio::test]
async fn a_message_arrives_while_the_feed_is_open() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let who = format!("contact={contact}");
    let (events, id) = tokio::join!(
        feed(&sandbox, &who, None, 1),
        quick_reply(&sandbox, &contact)
    );
    assert_eq!(events[0].1["id"], json!(id));
}

#[tokio::test]
async fn a_choice_is_tapped_once_and_shows_as_the_guests_words() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let id = quick_reply(&sandbox, &contact).await;
    let path = format!("/_sandbox/messenger/answer?contact={contact}");
    let tap = async |value: &str| {
        sandbox
            .post(&path, &json!({ "messageId": id, "value": value }))
            .await
            .status
    };
    assert_eq!(tap("refund").await, StatusCode::BAD_REQUEST);
    assert_eq!(tap("billing").await, StatusCode::NO_CONTENT);
    assert_eq!(tap("agent").await, StatusCode::CONFLICT);
    let all = feed(&sandbox, &format!("contact={contact}"), None, 2).await;
    let answer = &all[1].1;
    assert_eq!(
        (&answer["author"], &answer["content"]["text"]),
        (&json!("guest"), &json!("Billing"))
    );
    assert_eq!(
        (&answer["inReplyTo"], &answer["value"]),
        (&json!(id), &json!("billing"))
    );
}

#[tokio::test]
async fn mail_is_shown_by_address_and_its_html_has_no_rights() {
    let sandbox = TestSandbox::start().await;
    let html = "<script>alert(1)</script><p>Hello</p>";
    let body = json!({
        "from": { "address": "care@example.com" }, "to": [{ "address": "Somebody@example.com" }],
        "subject": "S", "body": [{ "contentType": "html", "content": html }], "channel": "email",
    });
    sandbox
        .post("/api/v2/conversations/messaging/outbound", &body)
        .await;
    let seen = feed(&sandbox, "address=somebody%40EXAMPLE.com", None, 1).await;
    assert_eq!(seen[0].1["content"]["subject"], "S");
    let id = text(&seen[0].1, "id");
    let mail = sandbox.get(&format!("/_sandbox/messenger/mail/{id}")).await;
    assert_eq!(mail.text, html);
    let policy = mail.header("content-security-policy");
    assert!(
        policy.starts_with("sandbox; default-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("allow-scripts") && !policy.contains("script-src"));
}

#[tokio::test]
async fn the_page_and_its_files_are_served_under_a_strict_policy() {
    let sandbox = TestSandbox::start().await;
    let page = sandbox.get("/_sandbox/messenger").await;
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    assert!(!page.text.contains(" style=") && !page.text.contains("<script>"));
    for file in [
        "messenger.css",
        "script/messenger.js",
        "script/content.js",
        "script/visit.js",
    ] {
        let reply = sandbox.get(&format!("/_sandbox/messenger/{file}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{file}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
    let nobody = sandbox
        .get("/_sandbox/messenger/profile?guest=nobody")
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let unknown = "/_sandbox/messenger/profile?contact=00000000-0000-4000-8000-000000000099";
    assert_eq!(sandbox.get(unknown).await.status, StatusCode::NOT_FOUND);
    let opaque = sandbox
        .get("/_sandbox/messenger/profile?contact=guest-41")
        .await;
    assert_eq!(opaque.at("/name"), "guest-41");
    let list = answer(
        sandbox
            .request(Method::GET, "/_sandbox/messenger/guests")
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(list.at("/open").as_array().map(Vec::len), Some(12));
}
