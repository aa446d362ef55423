//! Secrets are in no log, however loud, and in no reply.

use std::fs;

use serde_json::json;

use crate::support::{PASSWORD, Place, open_contact};

#[tokio::test]
async fn no_secret_is_logged_at_trace_level_or_told_in_a_reply() {
    let home = Place::new();
    let other = home.sandbox(&["--customers", "20"]);
    let place = Place::connected_to(other.sandbox()).with("RUST_LOG", "trace");
    let mut console = place.serve(&[]);
    let link = console.link().to_owned();
    console.sign_in().await;
    let contact = open_contact(console.running.sandbox()).await;
    let mut replies = String::new();
    for path in ["/api/session", "/api/deliveries", "/api/campaigns", "/"] {
        replies.push_str(&console.get(path).await.text().await.unwrap());
    }
    let sent = crate::support::json_of(console.send_text("key-1", &contact, "Hello").await).await;
    let id = sent["id"].as_str().unwrap();
    let detail = console
        .delivery(id, |row| row["state"] == "delivered")
        .await;
    replies.push_str(&detail.to_string());
    let forwarded = format!("/genesys/default/api/v2/conversations/messaging/contacts/{contact}");
    replies.push_str(&console.get(&forwarded).await.text().await.unwrap());
    let wrong = json!({"user": "ana", "password": "a wrong password"});
    replies.push_str(
        &console
            .post("/api/session", &wrong)
            .await
            .text()
            .await
            .unwrap(),
    );
    let session = console.cookie().split_once('=').unwrap().1.to_owned();
    let hooks = fs::read_to_string(place.path("data/hooks.key")).unwrap();
    console.running.terminate();
    let log = console.running.log();
    assert!(
        log.contains("TRACE"),
        "the log is loud enough to prove something"
    );
    for (what, secret) in [
        ("client secret", "sandbox-secret"),
        ("password", PASSWORD),
        ("wrong password", "a wrong password"),
        ("link", &link),
        ("session", &session),
        ("hooks' key", &hooks),
    ] {
        assert!(
            !log.contains(secret),
            "the {what} is in the log: {}",
            line_with(&log, secret)
        );
        assert!(!replies.contains(secret), "the {what} is in a reply");
    }
    for sign in ["Bearer ", "access_token", "/hooks/sandbox/"] {
        let mut lines = log.lines().filter(|line| line.contains(sign));
        assert!(
            lines.all(|line| line.contains("/hooks/sandbox/…")),
            "{}",
            line_with(&log, sign)
        );
    }
}

fn line_with<'a>(log: &'a str, text: &str) -> &'a str {
    log.lines()
        .find(|line| line.contains(text))
        .unwrap_or_default()
}
