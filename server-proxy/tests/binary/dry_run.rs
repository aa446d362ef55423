//! Dry runs show the exact requests, without a credential, and call nobody.

use serde_json::{Value, json};

use crate::support::{Place, population};

/// The requests that a command would make, from a connection that nobody answers at.
#[track_caller]
fn requests(place: &Place, arguments: &[&str]) -> Vec<Value> {
    let run = place
        .run(&[arguments, &["--dry-run"]].concat())
        .ends_with(0);
    assert!(!place.path("data").exists(), "the ledger was touched");
    run.lines()
}

fn request(path: &str, body: &Value) -> Value {
    json!({
        "method": "POST",
        "url": format!("http://127.0.0.1:9{path}"),
        "headers": {"Accept": "application/json", "Content-Type": "application/json"},
        "body": body,
    })
}

#[test]
fn outbound() {
    let place = Place::unconnected();
    let html = place.write("mail.html", "<p>Hello {{name}}</p>");
    let arguments = [
        "send",
        "outbound",
        "--to",
        "ana@example.org",
        "--name",
        "Ana <3",
        "--from",
        "care@example.com",
        "--from-name",
        "Support",
        "--subject",
        "For {{name}}",
        "--html",
        &html,
    ];
    let expected = json!({
        "from": {"address": "care@example.com", "name": "Support"},
        "to": [{"address": "ana@example.org", "name": "Ana <3"}],
        "subject": "For Ana <3",
        "body": [{"contentType": "html", "content": "<p>Hello Ana &lt;3</p>"}],
        "channel": "email",
    });
    let path = "/api/v2/conversations/messaging/outbound";
    assert_eq!(requests(&place, &arguments), [request(path, &expected)]);
}

#[test]
fn proactive() {
    let arguments = [
        "send",
        "proactive",
        "--contact",
        "c-1",
        "--text",
        "Hello!",
        "--as",
        "agent",
    ];
    let expected = json!({"contactId": "c-1", "type": "agent", "message": "Hello!"});
    let path = "/api/v2/webchat/messaging";
    assert_eq!(
        requests(&Place::unconnected(), &arguments),
        [request(path, &expected)]
    );
}

#[test]
fn structured() {
    let place = Place::unconnected();
    let content = json!({
        "type": "quick-reply",
        "title": "How can we help?",
        "choices": [{"label": "Billing", "value": "billing_inquiry"}],
    });
    let message = json!({"type": "message", "content": content});
    let file = place.write("message.json", &message.to_string());
    let arguments = ["send", "structured", "--contact", "c-1", "--message", &file];
    let path = "/api/v2/conversations/messaging/contacts/c-1/messages";
    assert_eq!(requests(&place, &arguments), [request(path, &message)]);
}

#[test]
fn a_carousel_goes_to_a_real_host_as_a_card_a_message() {
    let place = Place::connected_to("https://api.mypurecloud.com");
    let content = json!({"type": "carousel", "cards": [{"title": "One"}, {"title": "Two"}]});
    let file = place.write("message.json", &content.to_string());
    let run = place.run(&[
        "send",
        "structured",
        "--contact",
        "c",
        "--message",
        &file,
        "--dry-run",
    ]);
    let run = run.ends_with(0);
    let titles: Vec<_> = run
        .lines()
        .iter()
        .map(|line| line["body"]["content"]["title"].clone())
        .collect();
    assert_eq!(titles, ["One", "Two"]);
    assert!(run.stderr.contains("2 card messages"), "{}", run.stderr);
}

#[test]
fn guest() {
    let arguments = [
        "send",
        "guest",
        "--guest",
        "g-1",
        "--conversation",
        "c-1",
        "--text",
        "<b>Hi</b>",
        "--html",
        "--attach",
        "https://a.example/a.png,image/png,a.png,1000",
        "--no-read-receipt",
    ];
    let mut requests = requests(&Place::unconnected(), &arguments);
    let sent_at = requests[0]["body"]["metadata"]["transmissionTimestamp"].take();
    assert!(
        sent_at.as_str().is_some_and(|at| at.ends_with('Z')),
        "{sent_at}"
    );
    let expected = json!({
        "from": {"id": "g-1", "type": "user"},
        "to": {"id": "c-1", "type": "conversation"},
        "body": {"contentType": "text/html", "content": "<b>Hi</b>"},
        "metadata": {"readReceipt": false, "transmissionTimestamp": null},
        "attachments": [
            {"contentType": "image/png", "url": "https://a.example/a.png", "fileName": "a.png", "size": 1000},
        ],
    });
    let path = "/api/v2/conversations/messaging/messages";
    assert_eq!(requests, [request(path, &expected)]);
}

#[tokio::test]
async fn a_greeting_reads_the_history_that_its_text_depends_on() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "100"]);
    let place = Place::connected_to(sandbox.sandbox());
    let customers = population(sandbox.sandbox()).await;
    let customer = customers
        .iter()
        .find(|customer| customer["previousConversationId"].is_string());
    let previous = customer.unwrap()["previousConversationId"]
        .as_str()
        .unwrap();
    let arguments = [
        "send",
        "greeting",
        "--conversation",
        "new-1",
        "--previous",
        previous,
        "--agent",
        "agent-1",
        "--text",
        "Welcome back, {{name}}",
    ];
    let requests = requests(&place, &arguments);
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(request["body"]["conversationId"], "new-1");
    assert_eq!(
        request["body"]["from"],
        json!({"id": "agent-1", "type": "agent"})
    );
    let text = request["body"]["message"]["text"].as_str().unwrap();
    assert!(
        text.starts_with("Welcome back, ") && !text.contains("{{"),
        "{text}"
    );
    assert!(crate::support::ledger(sandbox.sandbox()).await.is_empty());
}

#[test]
fn an_audience_prints_its_first_query() {
    let requests = requests(&Place::unconnected(), &["audience", "--days", "30"]);
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(request["body"]["groupBy"], json!(["customer"]));
    assert_eq!(request["body"]["size"], 100);
    assert!(request["headers"].get("Authorization").is_none());
}

#[tokio::test]
async fn notify_prints_a_request_for_each_who_would_get_one() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "300"]);
    let place = Place::connected_to(sandbox.sandbox());
    let counts = place
        .run(&["audience", "--days", "90", "--json"])
        .ends_with(0)
        .last();
    let arguments = [
        "notify",
        "--days",
        "90",
        "--from",
        "care@example.com",
        "--subject",
        "Hello",
        "--text",
        "Dear {{name | default: \"customer\"}}",
    ];
    let requests = requests(&place, &arguments);
    assert_eq!(json!(requests.len()), counts["eligible"]);
    assert!(requests.len() > 100, "{counts}");
    assert!(crate::support::ledger(sandbox.sandbox()).await.is_empty());
}
