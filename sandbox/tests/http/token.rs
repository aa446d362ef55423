use reqwest::StatusCode;
use serde_json::json;
use tidings_sandbox::LIMITED_CLIENT;

use crate::support::TestSandbox;

const GRANT: &str = "grant_type=client_credentials";

#[tokio::test]
async fn form_credentials_give_a_token_with_its_lifetime() {
    let sandbox = TestSandbox::start().await;
    let form = format!("{GRANT}&client_id=sandbox&client_secret=sandbox-secret");
    let reply = sandbox.token(&form, None).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.at("/token_type"), "bearer");
    assert_eq!(reply.at("/expires_in"), 1200);
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test]
async fn any_wrong_pair_in_a_form_is_401_invalid_client() {
    let sandbox = TestSandbox::start().await;
    for pair in [
        "client_id=sandbox&client_secret=x",
        "client_id=x&client_secret=y",
        "",
    ] {
        let reply = sandbox.token(&format!("{GRANT}&{pair}"), None).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{pair}");
        assert_eq!(reply.at("/error"), "invalid_client");
    }
}

#[tokio::test]
async fn basic_credentials_tell_an_unknown_client_from_a_wrong_secret() {
    let sandbox = TestSandbox::start().await;
    let good = sandbox
        .token(GRANT, Some(("sandbox", "sandbox-secret")))
        .await;
    assert_eq!(good.status, StatusCode::OK);
    let unknown = sandbox.token(GRANT, Some(("nobody", "x"))).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert_eq!(unknown.at("/description"), "client not found");
    let wrong = sandbox.token(GRANT, Some(("sandbox", "x"))).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong.at("/description"), "authentication failed");
    assert_eq!(wrong.at("/error"), "invalid_client");
}

#[tokio::test]
async fn another_grant_or_none_is_refused() {
    let sandbox = TestSandbox::start().await;
    let other = sandbox.token("grant_type=password", None).await;
    assert_eq!(
        (other.status, other.at("/error")),
        (StatusCode::BAD_REQUEST, json!("unsupported_grant_type"))
    );
    let none = sandbox.token("client_id=sandbox", None).await;
    assert_eq!(
        (none.status, none.at("/error")),
        (StatusCode::BAD_REQUEST, json!("invalid_request"))
    );
}

#[tokio::test]
async fn a_scope_narrows_the_token_to_it() {
    let mut sandbox = TestSandbox::start().await;
    let form =
        format!("{GRANT}&client_id=sandbox&client_secret=sandbox-secret&scope=webchat%3Amessaging");
    let token = sandbox.token(&form, None).await.at("/access_token");
    sandbox.use_token(token.as_str().unwrap());
    let reply = sandbox
        .get("/api/v2/conversations/messaging/contacts")
        .await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let reply = sandbox.post("/api/v2/webchat/messaging", &json!({})).await;
    assert_eq!(
        reply.status,
        StatusCode::BAD_REQUEST,
        "the scope is there, the body is not"
    );
    let reply = sandbox
        .token(&form.replace("webchat%3Amessaging", "root"), None)
        .await;
    assert_eq!(reply.at("/error"), "invalid_scope");
}

#[tokio::test]
async fn a_call_without_a_good_token_is_401_in_the_platforms_body() {
    let mut sandbox = TestSandbox::start().await;
    sandbox.use_token("worn-out");
    let reply = sandbox
        .get("/api/v2/conversations/messaging/contacts")
        .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    let body = reply.json();
    assert_eq!(body["code"], "bad.credentials");
    assert_eq!(body["status"], 401);
    assert_eq!(
        body["contextId"].as_str(),
        Some(reply.header("inin-correlation-id"))
    );
    assert!(body["details"].is_array() && body["errors"].is_array());
}

#[tokio::test]
async fn the_limited_client_reads_and_each_refused_send_names_its_scope() {
    let mut sandbox = TestSandbox::start().await;
    sandbox.sign_in(LIMITED_CLIENT).await;
    let list = sandbox
        .get("/api/v2/conversations/messaging/contacts")
        .await;
    assert_eq!(list.status, StatusCode::OK);
    let sends = [
        ("/api/v2/conversations/messaging/outbound", "message:send"),
        ("/api/v2/webchat/messaging", "webchat:messaging"),
        ("/api/v2/webchat/proactive", "webchat:write"),
        (
            "/api/v2/conversations/messaging/contacts/x/messages",
            "messages:send",
        ),
        (
            "/api/v2/conversations/messaging/messages",
            "messaging:conversation:write",
        ),
    ];
    for (path, scope) in sends {
        let reply = sandbox.post(path, &json!({})).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(reply.at("/code"), "missing.permissions");
        assert!(reply.message().ends_with(scope), "{}", reply.message());
    }
}
