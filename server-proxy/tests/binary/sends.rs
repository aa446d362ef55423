//! Messages from the page: checked, kept, sent once, and followed by what comes back.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Console, Place, json_of, ledger, open_contact, text_to};

async fn started(place: &Place) -> (Console, String) {
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let contact = open_contact(console.running.sandbox()).await;
    (console, contact)
}

#[tokio::test]
async fn a_message_is_sent_once_for_its_key_and_its_receipts_arrive() {
    let place = Place::new();
    let (console, contact) = started(&place).await;
    let reply = console.send_text("key-1", &contact, "Hello").await;
    assert_eq!(reply.status(), StatusCode::ACCEPTED);
    let first = json_of(reply).await;
    let id = first["id"].as_str().unwrap();
    // The sandbox reports delivery to our hook by itself.
    let detail = console
        .delivery(id, |row| row["state"] == "delivered")
        .await;
    assert_eq!(detail["draft"]["content"]["text"], "Hello");
    assert_eq!(detail["request"]["body"]["content"]["text"], "Hello");
    assert!(detail["request"]["headers"].get("Authorization").is_none());
    assert!(
        detail["timeline"].as_array().unwrap().len() >= 3,
        "{detail:#}"
    );
    let again = json_of(console.send_text("key-1", &contact, "Hello").await).await;
    assert_eq!(again["id"], first["id"]);
    let other = console.send_text("key-1", &contact, "Other").await;
    assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(json_of(other).await["error"]["code"], "key_reused");
    assert_eq!(ledger(console.running.sandbox()).await.len(), 1);
    let page = json_of(console.get("/api/deliveries?operation=structured").await).await;
    assert_eq!(page["total"], 1);
    assert_eq!(page["rows"][0]["target"], contact.as_str());
}

#[tokio::test]
async fn a_send_needs_a_key_a_connection_and_a_message_without_fault() {
    let place = Place::new();
    let (console, contact) = started(&place).await;
    let reply = console.post("/api/send", &text_to(&contact, "Hello")).await;
    assert_eq!(json_of(reply).await["error"]["code"], "key_missing");
    let mut elsewhere = text_to(&contact, "Hello");
    elsewhere["connection"] = json!("elsewhere");
    let reply = console.post_once("/api/send", "key-2", &elsewhere).await;
    assert_eq!(json_of(reply).await["error"]["code"], "unknown_connection");
    let reply = console.send_text("key-3", "../x", "").await;
    assert_eq!(reply.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let error = json_of(reply).await;
    let paths: Vec<_> = error["error"]["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["path"])
        .collect();
    assert_eq!(paths, ["/contactId", "/content/text"]);
    let reply = console.get("/api/deliveries?state=lost").await;
    assert_eq!(json_of(reply).await["error"]["code"], "invalid_query");
    assert!(ledger(console.running.sandbox()).await.is_empty());
}

#[tokio::test]
async fn only_what_reached_nobody_can_be_sent_again() {
    let place = Place::new();
    let (console, contact) = started(&place).await;
    let sent = json_of(console.send_text("key-1", &contact, "Hello").await).await;
    let id = sent["id"].as_str().unwrap();
    console
        .delivery(id, |row| {
            row["state"] != "pending" && row["state"] != "attempting"
        })
        .await;
    let retry = |id: &str| format!("/api/deliveries/{id}/retry");
    let reply = console.post_once(&retry(id), "again-1", &json!(null)).await;
    assert_eq!(json_of(reply).await["error"]["code"], "not_retryable");
    let failed = json_of(console.send_text("key-2", "unknown-contact", "Hello").await).await;
    let failed = failed["id"].as_str().unwrap();
    let row = console
        .delivery(failed, |row| row["state"] == "rejected")
        .await;
    assert_eq!(row["delivery"]["canRetry"], true);
    let reply = console
        .post_once(&retry(failed), "again-2", &json!(null))
        .await;
    assert_eq!(reply.status(), StatusCode::ACCEPTED);
    assert_ne!(json_of(reply).await["id"], failed);
    let settled = json!({"as": "sent"});
    let path = format!("/api/deliveries/{failed}/resolve");
    let reply = console.post(&path, &settled).await;
    assert_eq!(json_of(reply).await["error"]["code"], "not_in_doubt");
    assert_eq!(
        console.get("/api/deliveries/unknown").await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_campaign_runs_and_is_one_however_often_it_is_asked_for() {
    let place = Place::new();
    let (console, _) = started(&place).await;
    let mut body = json!({
        "audience": {"connection": "sandbox", "days": 30, "channel": "email", "minSessions": 1},
        "draft": {"channel": "email", "from": "care@example.com", "subject": "Hi", "format": "text", "body": "Hello"},
    });
    let reply = console
        .post_once("/api/campaigns", "campaign-1", &body)
        .await;
    assert_eq!(reply.status(), StatusCode::ACCEPTED);
    let campaign = json_of(reply).await;
    let again = json_of(
        console
            .post_once("/api/campaigns", "campaign-1", &body)
            .await,
    )
    .await;
    assert_eq!(again["id"], campaign["id"]);
    body["audience"]["days"] = json!(0);
    let reply = console
        .post_once("/api/campaigns", "campaign-2", &body)
        .await;
    assert_eq!(json_of(reply).await["error"]["code"], "invalid_days");
    let listed = json_of(console.get("/api/campaigns").await).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let query = "/api/audience?connection=sandbox&days=30&channel=email&minSessions=1";
    let counted = json_of(console.get(query).await).await;
    assert_eq!(counted["complete"], true);
    assert_eq!(counted["sample"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn a_report_with_a_wrong_secret_finds_nothing() {
    let place = Place::new();
    let console = place.serve(&[]);
    let report = json!({"event": "message.status", "conversationId": "c", "messageId": "m", "status": "read", "at": "2026-01-01T00:00:00Z"});
    for path in ["/hooks/sandbox/wrong", "/hooks/other/wrong"] {
        let call = console.bare(Method::POST, path);
        let reply = crate::support::with_json(call, &report)
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::NOT_FOUND);
        assert_eq!(
            json_of(reply).await["error"]["message"],
            "There is nothing here."
        );
    }
}
