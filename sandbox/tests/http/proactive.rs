use reqwest::StatusCode;
use serde_json::json;

use crate::support::{TestSandbox, text};

const PATH: &str = "/api/v2/webchat/messaging";

#[tokio::test]
async fn a_text_reaches_a_contact_with_a_session() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let body =
        json!({ "contactId": contact, "type": "bot", "message": "Do you have any questions?" });
    let reply = sandbox.post(PATH, &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert_eq!(reply.at("/id"), sandbox.ledger().await[0]["id"]);
    assert_eq!(sandbox.ledger().await[0]["target"], contact);
}

#[tokio::test]
async fn an_expired_session_is_400_an_unknown_contact_404_a_malformed_id_400() {
    let sandbox = TestSandbox::start().await;
    let gone = sandbox.gone_customer().await;
    let cases = [
        (text(&gone, "contactId"), StatusCode::BAD_REQUEST),
        (text(&gone, "conversationId"), StatusCode::NOT_FOUND),
        (
            "00000000-0000-4000-8000-000000000000".to_owned(),
            StatusCode::NOT_FOUND,
        ),
        ("../outbound".to_owned(), StatusCode::BAD_REQUEST),
    ];
    for (contact, status) in cases {
        let body = json!({ "contactId": contact, "message": "Hello" });
        assert_eq!(sandbox.post(PATH, &body).await.status, status, "{contact}");
    }
    assert!(sandbox.ledger().await.is_empty());
}

#[tokio::test]
async fn the_sender_is_bot_or_agent_and_the_text_has_a_limit() {
    let sandbox = TestSandbox::start().await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    let send = async |kind: &str, message: String| {
        let body = json!({ "contactId": contact, "type": kind, "message": message });
        sandbox.post(PATH, &body).await.status
    };
    assert_eq!(send("agent", "é".repeat(2048)).await, StatusCode::OK);
    assert_eq!(
        send("agent", "é".repeat(2049)).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(send("robot", "Hello".into()).await, StatusCode::BAD_REQUEST);
    assert_eq!(send("bot", " ".into()).await, StatusCode::BAD_REQUEST);
}
