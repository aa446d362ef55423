//! Signing in, staying signed in, and everything that must not.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{PASSWORD, Place, json_of, session_of, with_json};

#[tokio::test]
async fn a_link_is_spent_once_and_leads_to_a_password() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    let session = json_of(console.get("/api/session").await).await;
    assert_eq!(session["user"], json!(null));
    assert_eq!(session["hasAccount"], false);
    assert_eq!(session["connections"], json!([]));
    let weak = json!({"secret": console.link(), "user": "ana", "password": "too short"});
    let reply = console.post("/api/setup", &weak).await;
    assert_eq!(json_of(reply).await["error"]["code"], "invalid_password");
    let wrong = json!({"secret": "guessed", "user": "ana", "password": PASSWORD});
    assert_eq!(
        console.post("/api/setup", &wrong).await.status(),
        StatusCode::GONE
    );
    console.sign_in().await;
    let session = json_of(console.get("/api/session").await).await;
    assert_eq!(session["user"], "ana");
    assert_eq!(session["connections"][0]["name"], "sandbox");
    assert_eq!(session["connections"][0]["isSandbox"], true);
    let spent = json!({"secret": console.link(), "user": "eve", "password": PASSWORD});
    let reply = console.post("/api/setup", &spent).await;
    assert_eq!(json_of(reply).await["error"]["code"], "link_used");
}

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let old = console.cookie().to_owned();
    console.forget();
    let body = json!({"user": "ana", "password": PASSWORD});
    let reply = console.post("/api/session", &body).await;
    assert_eq!(reply.status(), StatusCode::OK);
    let cookie = reply.headers()["set-cookie"].to_str().unwrap();
    for part in ["__Host-", "Path=/", "HttpOnly", "Secure", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let new = session_of(&reply);
    assert_ne!(new, old);
    let with = |cookie: &str| {
        console
            .call(Method::GET, "/api/deliveries")
            .header("Cookie", cookie)
    };
    assert_eq!(with(&new).send().await.unwrap().status(), StatusCode::OK);
    let out = console
        .call(Method::DELETE, "/api/session")
        .header("Cookie", &new);
    assert_eq!(out.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(
        with(&new).send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(with(&old).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn without_a_session_nothing_is_told() {
    let place = Place::new();
    let console = place.serve(&[]);
    for path in [
        "/api/deliveries",
        "/api/deliveries/x",
        "/api/campaigns",
        "/api/metrics",
        "/api/events",
        "/api/audience?connection=sandbox&days=1&channel=email&minSessions=1",
        "/preview/x",
        "/genesys/sandbox/api/v2/conversations/messaging/contacts/c",
    ] {
        let reply = console.get(path).await;
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(
            json_of(reply).await["error"]["code"],
            "unauthenticated",
            "{path}"
        );
    }
    let sent = console.send_text("key", "c-1", "Hello").await;
    assert_eq!(sent.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_change_needs_our_header_our_origin_and_our_host() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let body = json!({"html": "<p>Hi</p>"});
    let bare = || {
        let call = console
            .bare(Method::POST, "/api/previews")
            .header("Cookie", console.cookie());
        with_json(call, &body)
    };
    let code = async |call: reqwest::RequestBuilder| {
        let reply = call.send().await.unwrap();
        let code = json_of(reply).await["error"]["code"].clone();
        code.as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(code(bare()).await, "header_missing");
    let ours = || bare().header("X-Tidings", "1");
    assert_eq!(
        code(ours().header("Origin", "https://evil.example")).await,
        "wrong_origin"
    );
    assert_eq!(code(ours().header("Origin", "null")).await, "wrong_origin");
    assert_eq!(
        code(ours().header("Host", "evil.example")).await,
        "wrong_host"
    );
    assert_eq!(code(ours().header("Origin", console.origin())).await, "");
    let page = console
        .bare(Method::GET, "/activity")
        .header("Host", "127.0.0.1")
        .send()
        .await;
    let page = page.unwrap();
    assert_eq!(page.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(
        page.headers()["location"],
        format!("{}/activity", console.origin())
    );
}

#[tokio::test]
async fn guessing_is_stopped_for_an_account_and_does_not_tell_who_exists() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    console.forget();
    let guess = async |user: &str, password: &str| {
        let reply = console
            .post("/api/session", &json!({"user": user, "password": password}))
            .await;
        (
            reply.status(),
            reply.headers().contains_key("retry-after"),
            json_of(reply).await,
        )
    };
    let (status, _, known) = guess("ana", "wrong").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (_, _, unknown) = guess("nobody", "wrong").await;
    assert_eq!(known["error"]["message"], unknown["error"]["message"]);
    assert_eq!(known["error"]["code"], unknown["error"]["code"]);
    for _ in 0..9 {
        guess("ana", "wrong").await;
    }
    let (status, waits, error) = guess("ana", PASSWORD).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{error}");
    assert!(waits);
}

#[tokio::test]
async fn a_new_link_ends_the_old_one_and_every_session() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    let first = json!({"secret": console.link(), "user": "ana", "password": PASSWORD});
    let link = place.run(&["user", "link"]).ends_with(0).stdout;
    assert!(link.starts_with(console.origin()), "{link}");
    let reply = console.post("/api/setup", &first).await;
    assert_eq!(reply.status(), StatusCode::GONE);
    let secret = link.trim().split_once('#').unwrap().1;
    let second = json!({"secret": secret, "user": "ana", "password": PASSWORD});
    let reply = console.post("/api/setup", &second).await;
    let session = session_of(&reply);
    let link = place.run(&["user", "link", "--json"]).ends_with(0).last();
    let secret = link["link"].as_str().unwrap().split_once('#').unwrap().1;
    let third = json!({"secret": secret, "user": "berta", "password": PASSWORD});
    let reply = console.post("/api/setup", &third).await;
    assert_eq!(json_of(reply).await["user"], "berta");
    console.forget();
    let old = console
        .call(Method::GET, "/api/deliveries")
        .header("Cookie", session);
    assert_eq!(old.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
