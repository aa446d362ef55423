//! What is the same for all calls.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tidings_sandbox::{FULL_CLIENT, LIMITED_CLIENT, Options, directory};

use crate::support::{TestSandbox, answer, options};

#[tokio::test]
async fn a_token_by_basic_lives_a_day_and_knows_its_organization_and_role() {
    let mut sandbox = TestSandbox::start().await;
    let reply = sandbox.sign_in_by_basic(LIMITED_CLIENT).await;
    assert_eq!(reply.at("/expires_in"), 86_399);
    assert!(reply.json().get("refresh_token").is_none());
    let me = sandbox.get("/api/v2/tokens/me").await;
    assert_eq!(me.at("/organization/id"), directory::ORGANIZATION_ID);
    assert_eq!(me.at("/OAuthClient/id"), LIMITED_CLIENT.id);
    assert_eq!(
        me.at("/OAuthClient/roleDivisions/0/roleId"),
        directory::READER_ROLE_ID
    );
    let organization = sandbox.get("/api/v2/organizations/me").await;
    assert_eq!(organization.at("/name"), directory::ORGANIZATION_NAME);
}

#[tokio::test]
async fn a_revoked_token_is_worth_nothing() {
    let sandbox = TestSandbox::start().await;
    let request = sandbox.request(Method::DELETE, "/api/v2/tokens/me");
    let reply = answer(request.send().await.unwrap()).await;
    assert_eq!((reply.status, reply.text.as_str()), (StatusCode::OK, ""));
    let after = sandbox.get("/api/v2/date").await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED);
    assert_eq!(after.at("/code"), "bad.credentials");
}

#[tokio::test]
async fn there_is_no_user_behind_client_credentials() {
    let sandbox = TestSandbox::start().await;
    let reply = sandbox.get("/api/v2/users/me").await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.message().contains("user context"), "{reply:?}");
}

#[tokio::test]
async fn every_reply_has_a_correlation_id_and_says_where_the_client_stands() {
    let mut sandbox = TestSandbox::with(Options {
        rate_per_minute: 2,
        ..options()
    })
    .await;
    sandbox.sign_in_by_basic(FULL_CLIENT).await;
    for count in ["1", "2"] {
        let reply = sandbox.get("/api/v2/date").await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.header("inin-ratelimit-count"), count);
        assert_eq!(reply.header("inin-ratelimit-allowed"), "2");
        assert!(!reply.header("inin-ratelimit-reset").is_empty());
        assert_eq!(reply.header("inin-correlation-id").len(), 36);
    }
    let refused = sandbox.get("/api/v2/date").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait = refused.header("retry-after").to_owned();
    assert!((1..=60).contains(&wait.parse::<u64>().unwrap()), "{wait}");
    assert_eq!(
        refused.json(),
        json!({
            "message": format!("Rate limit exceeded the maximum. Retry the request in [{wait}] seconds"),
            "code": "too.many.requests.retry.after",
            "status": 429,
            "contextId": refused.header("inin-correlation-id"),
            "details": [],
            "errors": [],
            "limit": {
                "key": "client.credentials.token.rate.per.minute",
                "namespace": "platform.api",
                "value": 2,
            },
        })
    );
}

#[tokio::test]
async fn the_limits_in_force_are_this_sandboxs_and_the_defaults_the_platforms() {
    let sandbox = TestSandbox::with(Options {
        rate_per_minute: 77,
        ..options()
    })
    .await;
    let path = "/api/v2/organizations/limits/namespaces";
    let names = sandbox.get(path).await.at("/entities");
    assert!(names.as_array().unwrap().contains(&json!("platform.api")));
    let rate = |value| {
        let key = "client.credentials.token.rate.per.minute";
        json!({ "key": key, "namespace": "platform.api", "value": value })
    };
    let limits = sandbox.get(&format!("{path}/platform.api")).await;
    assert!(
        limits
            .at("/entities")
            .as_array()
            .unwrap()
            .contains(&rate(77))
    );
    let defaults = sandbox.get(&format!("{path}/platform.api/defaults")).await;
    assert!(
        defaults
            .at("/entities")
            .as_array()
            .unwrap()
            .contains(&rate(300))
    );
    let unknown = sandbox.get(&format!("{path}/none")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(unknown.at("/entityId"), "none");
}
