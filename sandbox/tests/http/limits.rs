use reqwest::{Method, StatusCode};
use serde_json::json;
use tidings_sandbox::{LIMITED_CLIENT, Options};

use crate::support::{TestSandbox, answer, options};

const CONTACTS: &str = "/api/v2/conversations/messaging/contacts";

#[tokio::test]
async fn the_limit_holds_per_client_and_never_for_tokens_or_control() {
    let mut sandbox = TestSandbox::with(Options {
        rate_per_minute: 2,
        ..options()
    })
    .await;
    let first = sandbox.get(CONTACTS).await;
    assert_eq!(first.header("inin-ratelimit-count"), "1");
    assert_eq!(first.header("inin-ratelimit-allowed"), "2");
    assert_eq!(sandbox.get(CONTACTS).await.status, StatusCode::OK);
    sandbox.sign_in(tidings_sandbox::FULL_CLIENT).await;
    let third = sandbox.get(CONTACTS).await;
    assert_eq!(
        third.status,
        StatusCode::TOO_MANY_REQUESTS,
        "a new token does not help"
    );
    assert_eq!(third.at("/code"), "too.many.requests.retry.after");
    let wait: u64 = third.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(sandbox.get("/_sandbox/stats").await.status, StatusCode::OK);
    sandbox.sign_in(LIMITED_CLIENT).await;
    assert_eq!(
        sandbox.get(CONTACTS).await.status,
        StatusCode::OK,
        "another client"
    );
}

#[tokio::test]
async fn paths_methods_media_types_and_bodies_are_checked() {
    let sandbox = TestSandbox::start().await;
    let send = async |method, path: &str, media: &str, body: String| {
        let request = sandbox
            .request(method, path)
            .header("content-type", media)
            .body(body);
        answer(request.send().await.unwrap()).await
    };
    let json = "application/json";
    let outbound = "/api/v2/conversations/messaging/outbound";
    let cases = [
        (
            Method::GET,
            "/api/v2/users/they",
            json,
            "{}",
            StatusCode::NOT_FOUND,
        ),
        (
            Method::PUT,
            outbound,
            json,
            "{}",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            Method::DELETE,
            CONTACTS,
            json,
            "{}",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            Method::POST,
            outbound,
            "text/plain",
            "{}",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (Method::POST, outbound, json, "{", StatusCode::BAD_REQUEST),
        (Method::POST, outbound, json, "[]", StatusCode::BAD_REQUEST),
        (
            Method::POST,
            outbound,
            "application/json; charset=utf-8",
            "{}",
            StatusCode::BAD_REQUEST,
        ),
    ];
    for (method, path, media, body, status) in cases {
        let reply = send(method, path, media, body.to_owned()).await;
        assert_eq!(reply.status, status, "{path} {media} {body}");
        assert_eq!(reply.at("/status"), json!(status.as_u16()));
        assert!(reply.at("/contextId").is_string());
    }
}

#[tokio::test]
async fn a_body_over_512000_bytes_is_413() {
    let sandbox = TestSandbox::start().await;
    let path = "/api/v2/conversations/messaging/outbound";
    for (bytes, status) in [
        (512_000, StatusCode::BAD_REQUEST),
        (512_001, StatusCode::PAYLOAD_TOO_LARGE),
        (2_000_000, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let body = json!({ "x": "x".repeat(bytes - 8) });
        assert_eq!(body.to_string().len(), bytes);
        assert_eq!(sandbox.post(path, &body).await.status, status, "{bytes}");
    }
}
