use reqwest::{Method, StatusCode};
use serde_json::json;
use tidings_sandbox::{Options, Sandbox};

use crate::support::{TestSandbox, answer, options, text};

#[tokio::test]
async fn the_population_has_every_field_the_contract_names() {
    let sandbox = TestSandbox::start().await;
    let people = sandbox.get("/_sandbox/population?limit=3").await.lines();
    assert_eq!(people.len(), 3);
    for field in [
        "customerId",
        "name",
        "email",
        "address",
        "sessions30d",
        "sessionTimes",
        "contactId",
        "contactOpen",
        "conversationId",
        "conversationStatus",
        "previousConversationId",
        "guestId",
        "agentId",
    ] {
        assert!(people[0].get(field).is_some(), "{field}");
    }
    assert_eq!(
        sandbox.get("/_sandbox/population").await.lines().len(),
        1000
    );
}

#[tokio::test]
async fn the_same_seed_gives_the_same_population_and_another_does_not() {
    let lines = async |seed| {
        let now = tidings_sandbox::parse_time("2026-11-20T00:00:00Z").unwrap();
        let sandbox = TestSandbox::with(Options {
            seed,
            now: Some(now),
            ..options()
        })
        .await;
        sandbox.get("/_sandbox/population?limit=50").await.text
    };
    let (one, again, other) = (lines(1).await, lines(1).await, lines(2).await);
    assert!(one == again && one != other);
}

#[tokio::test]
async fn control_is_for_this_machine_and_for_json_only() {
    let sandbox = TestSandbox::start().await;
    let from = async |host: &str| {
        let request = sandbox
            .request(Method::GET, "/_sandbox/ledger")
            .header("host", host);
        answer(request.send().await.unwrap()).await.status
    };
    for host in ["localhost:8081", "127.0.0.1", "[::1]:8081"] {
        assert_eq!(from(host).await, StatusCode::OK, "{host}");
    }
    for host in ["sandbox.example.com", "localhost.example.com", "10.0.0.1"] {
        assert_eq!(from(host).await, StatusCode::FORBIDDEN, "{host}");
    }
    let form = sandbox.request(Method::POST, "/_sandbox/faults").body("[]");
    let form = form
        .header("content-type", "text/plain")
        .send()
        .await
        .unwrap();
    assert_eq!(form.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn reset_empties_ledger_faults_and_counters_and_keeps_tokens_and_people() {
    let sandbox = TestSandbox::start().await;
    let before = sandbox.open_customer().await;
    let body = json!({ "contactId": text(&before, "contactId"), "message": "Hello" });
    sandbox.post("/api/v2/webchat/messaging", &body).await;
    sandbox
        .arm(&json!([{ "operation": "*", "kind": "cut" }]))
        .await;
    let reset = sandbox
        .request(Method::POST, "/_sandbox/reset")
        .send()
        .await
        .unwrap();
    assert_eq!(reset.status(), StatusCode::NO_CONTENT);
    assert!(sandbox.ledger().await.is_empty());
    assert_eq!(
        sandbox.get("/_sandbox/stats").await.json(),
        json!({ "requests": {}, "accepted": {} })
    );
    assert_eq!(sandbox.open_customer().await, before);
    let reply = sandbox.post("/api/v2/webchat/messaging", &body).await;
    assert_eq!(
        reply.status,
        StatusCode::OK,
        "no fault, and the token is good"
    );
}

#[tokio::test]
async fn a_taken_address_and_a_wrong_webhook_are_said_plainly() {
    let sandbox = TestSandbox::start().await;
    let taken = sandbox.base.trim_start_matches("http://").parse().unwrap();
    let error = Sandbox::bind(Options {
        listen: taken,
        ..options()
    })
    .await
    .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("cannot listen on {taken}"))
    );
    let webhook = Some("ftp://example.com".to_owned());
    let error = Sandbox::bind(Options {
        webhook,
        ..options()
    })
    .await
    .unwrap_err();
    assert!(error.to_string().contains("http or https"));
}

#[tokio::test]
async fn serving_ends_when_told_to() {
    let sandbox = Sandbox::bind(options()).await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(sandbox.serve(async move { drop(stopped.await) }));
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}
