//! The forward and the previews: what comes from elsewhere, kept in its place.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Place, json_of, ledger, open_contact};

#[tokio::test]
async fn look_ups_pass_and_carry_nothing_of_ours() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let contact = open_contact(console.running.sandbox()).await;
    let path = format!("/genesys/sandbox/api/v2/conversations/messaging/contacts/{contact}");
    let reply = console.get(&path).await;
    assert_eq!(reply.status(), StatusCode::OK);
    assert!(!reply.headers().contains_key("set-cookie"));
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(json_of(reply).await["id"], contact.as_str());
    let missing = console
        .get("/genesys/sandbox/api/v2/conversations/messaging/contacts/nobody")
        .await;
    assert_eq!(
        missing.status(),
        StatusCode::NOT_FOUND,
        "the platform's own reply"
    );
}

#[tokio::test]
async fn sends_and_everything_else_are_refused() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let contact = open_contact(console.running.sandbox()).await;
    let base = "/genesys/sandbox/api/v2";
    let messages = format!("{base}/conversations/messaging/contacts/{contact}/messages");
    for path in [
        messages.as_str(),
        "/genesys/sandbox/api/v2/webchat/messaging",
        "/genesys/sandbox/api/v2/analytics/conversations/details/query",
    ] {
        let reply = console.post(path, &json!({"type": "message"})).await;
        assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    for path in [
        messages.clone(),
        format!("{base}/users/me"),
        format!("{base}/conversations/messaging/contacts"),
        format!("{base}/conversations/messaging/contacts/..%2f..%2fusers"),
        "/genesys/sandbox/oauth/token".to_owned(),
        "/genesys/sandbox/_sandbox/ledger".to_owned(),
    ] {
        let reply = console.get(&path).await;
        assert_eq!(reply.status(), StatusCode::FORBIDDEN, "{path}");
        assert_eq!(
            json_of(reply).await["error"]["code"],
            "not_forwarded",
            "{path}"
        );
    }
    let elsewhere = console
        .get("/genesys/other/api/v2/conversations/messaging/contacts/c")
        .await;
    assert_eq!(
        json_of(elsewhere).await["error"]["code"],
        "unknown_connection"
    );
    assert!(ledger(console.running.sandbox()).await.is_empty());
}

#[tokio::test]
async fn a_preview_is_shown_to_its_author_in_a_frame_that_may_do_nothing() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let html = "<style>p { color: red }</style><script>alert(1)</script><p>Hello</p>";
    let kept = json_of(console.post("/api/previews", &json!({"html": html})).await).await;
    let path = format!("/preview/{}", kept["id"].as_str().unwrap());
    let shown = console.get(&path).await;
    let policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-ancestors 'self'";
    assert_eq!(shown.headers()["content-security-policy"], policy);
    assert_eq!(shown.headers()["content-type"], "text/html; charset=utf-8");
    assert!(!shown.headers().contains_key("x-frame-options"));
    assert_eq!(shown.text().await.unwrap(), html);
    let other = json!({"user": "ana", "password": crate::support::PASSWORD});
    let other = crate::support::session_of(&console.post("/api/session", &other).await);
    console.forget();
    let stolen = console
        .call(Method::GET, &path)
        .header("Cookie", other)
        .send()
        .await
        .unwrap();
    assert_eq!(stolen.status(), StatusCode::NOT_FOUND);
}
