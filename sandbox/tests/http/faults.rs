use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{TestSandbox, text};

const CONTACTS: &str = "/api/v2/conversations/messaging/contacts";

async fn hello(sandbox: &TestSandbox) -> reqwest::Result<crate::support::Answer> {
    let contact = text(&sandbox.open_customer().await, "contactId");
    hello_to(sandbox, &contact).await
}

async fn hello_to(sandbox: &TestSandbox, contact: &str) -> reqwest::Result<crate::support::Answer> {
    let body = json!({ "type": "message", "content": { "type": "text", "text": "Hello" } });
    sandbox
        .try_post(&format!("{CONTACTS}/{contact}/messages"), &body)
        .await
}

fn once(kind: &str) -> Value {
    json!([{ "operation": "structured", "kind": kind, "rate": 1.0, "count": 1 }])
}

#[tokio::test]
async fn faults_before_acceptance_leave_no_trace_in_the_ledger() {
    let sandbox = TestSandbox::start().await;
    for (kind, status) in [("429", 429), ("5xx", 503)] {
        sandbox.arm(&once(kind)).await;
        let reply = hello(&sandbox).await.unwrap();
        assert_eq!(reply.status.as_u16(), status);
        assert_eq!(
            reply.header("retry-after").parse::<u64>().is_ok(),
            status == 429
        );
    }
    sandbox.arm(&once("cut")).await;
    hello(&sandbox).await.unwrap_err();
    assert!(sandbox.ledger().await.is_empty());
    assert_eq!(
        hello(&sandbox).await.unwrap().status,
        StatusCode::CREATED,
        "the fault is spent"
    );
    assert_eq!(sandbox.ledger().await.len(), 1);
}

#[tokio::test]
async fn a_lost_or_garbled_reply_comes_after_acceptance() {
    let sandbox = TestSandbox::start().await;
    sandbox.arm(&once("lost_reply")).await;
    hello(&sandbox).await.unwrap_err();
    assert_eq!(sandbox.ledger().await.len(), 1);
    sandbox.arm(&once("malformed")).await;
    let reply = hello(&sandbox).await.unwrap();
    assert_eq!(reply.status, StatusCode::CREATED);
    assert!(reply.json().is_null() && reply.text.starts_with("<html>"));
    assert_eq!(sandbox.ledger().await.len(), 2);
    let stats = sandbox.get("/_sandbox/stats").await;
    assert_eq!(
        stats.at("/requests/structured"),
        json!({ "201": 1, "lost_reply": 1 })
    );
    assert_eq!(stats.at("/accepted/structured"), 2);
}

#[tokio::test]
async fn a_client_that_gives_up_on_a_slow_reply_has_sent_its_message_all_the_same() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let slow = json!([{ "operation": "structured", "kind": "slow", "ms": 2000 }]);
    sandbox.arm(&slow).await;
    let patience = Duration::from_secs(1);
    tokio::time::timeout(patience, hello_to(&sandbox, &contact))
        .await
        .unwrap_err();
    while sandbox.ledger().await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_expired_token_is_really_dead() {
    let mut sandbox = TestSandbox::start().await;
    sandbox.arm(&once("token_expired")).await;
    assert_eq!(
        hello(&sandbox).await.unwrap().status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        hello(&sandbox).await.unwrap().status,
        StatusCode::UNAUTHORIZED
    );
    sandbox.sign_in(tidings_sandbox::FULL_CLIENT).await;
    assert_eq!(hello(&sandbox).await.unwrap().status, StatusCode::CREATED);
}

#[tokio::test]
async fn wrong_faults_are_refused_with_the_reason_and_the_old_ones_stay() {
    let sandbox = TestSandbox::start().await;
    sandbox.arm(&once("5xx")).await;
    let reply = sandbox
        .post("/_sandbox/faults", &json!([{ "kind": "5xx", "rate": 7 }]))
        .await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.text.contains("`rate` must lie between 0 and 1"));
    let armed = sandbox.get("/_sandbox/faults").await;
    assert_eq!(armed.at("/0/kind"), "5xx");
    sandbox.arm(&json!([])).await;
    assert_eq!(hello(&sandbox).await.unwrap().status, StatusCode::CREATED);
}
