use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{TestSandbox, text};

const GREET: &str = "/api/v2/webchat/proactive";

fn greeting(conversation: &str) -> Value {
    json!({
        "conversationId": conversation,
        "message": { "type": "text", "text": "Welcome back, ana!" },
        "from": { "id": "agent-id", "type": "agent" },
    })
}

#[tokio::test]
async fn the_history_says_who_the_customer_was_under_both_paths() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox.gone_customer().await;
    let id = text(&customer, "conversationId");
    for path in ["webchats", "webchat"] {
        let path = format!("/api/v2/conversations/{path}/{id}?expand=participants,transcripts");
        let reply = sandbox.get(&path).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.at("/status"), customer["conversationStatus"]);
        let people = reply.at("/participants");
        let found = people
            .as_array()
            .unwrap()
            .iter()
            .find(|p| p["type"] == "customer")
            .unwrap();
        assert_eq!(found["address"], customer["email"]);
        assert!(reply.at("/transcripts").is_array());
    }
}

#[tokio::test]
async fn expand_may_be_repeated_partial_or_absent() {
    let sandbox = TestSandbox::start().await;
    let id = text(&sandbox.gone_customer().await, "previousConversationId");
    for (query, participants, transcripts) in [
        ("?expand=participants&expand=transcripts", true, true),
        ("?expand=participants", true, false),
        ("?expand=participants%2Ctranscripts", true, true),
        ("", false, false),
    ] {
        let reply = sandbox
            .get(&format!("/api/v2/conversations/webchats/{id}{query}"))
            .await;
        assert_eq!(
            reply.at("/participants").is_array(),
            participants,
            "{query}"
        );
        assert_eq!(reply.at("/transcripts").is_array(), transcripts, "{query}");
    }
    let unknown = sandbox.get("/api/v2/conversations/webchats/nobody").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_returning_customer_is_greeted_in_the_new_chat() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox.gone_customer().await;
    let guest = json!({ "guestId": customer["guestId"] });
    let started = sandbox.post("/_sandbox/webchat/start", &guest).await;
    assert_eq!(started.status, StatusCode::CREATED);
    assert_eq!(started.at("/event"), "webchat:conversation:start");
    assert_eq!(
        started.at("/previousConversationId"),
        customer["conversationId"]
    );
    assert_eq!(started.at("/agentId"), customer["agentId"]);
    let conversation = text(&started.json(), "conversationId");
    let reply = sandbox.post(GREET, &greeting(&conversation)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert_eq!(sandbox.ledger().await[0]["target"], conversation);

    let previous = text(&started.json(), "previousConversationId");
    let history = sandbox
        .get(&format!("/api/v2/conversations/webchats/{previous}"))
        .await;
    assert_eq!(history.at("/status"), customer["conversationStatus"]);

    sandbox.post("/_sandbox/webchat/end", &guest).await;
    assert_eq!(
        sandbox.post(GREET, &greeting(&conversation)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_chat_that_was_active_is_over_once_a_new_one_starts() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox.open_customer().await;
    let before = text(&customer, "conversationId");
    assert_eq!(
        sandbox.post(GREET, &greeting(&before)).await.status,
        StatusCode::OK
    );
    let guest = json!({ "contactId": customer["contactId"] });
    sandbox.post("/_sandbox/webchat/start", &guest).await;
    let history = sandbox
        .get(&format!("/api/v2/conversations/webchats/{before}"))
        .await;
    assert_eq!(history.at("/status"), "closed");
    assert_eq!(
        sandbox.post(GREET, &greeting(&before)).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_greeting_needs_a_conversation_a_text_and_a_sender() {
    let sandbox = TestSandbox::start().await;
    let good = greeting(&text(&sandbox.open_customer().await, "conversationId"));
    for (pointer, value) in [
        ("/conversationId", json!(null)),
        ("/message/type", json!("card")),
        ("/message/text", json!("")),
        ("/from/id", json!("")),
        ("/from/type", json!("guest")),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        let reply = sandbox.post(GREET, &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{pointer}");
        assert_eq!(reply.at("/details/0/fieldName"), pointer);
    }
}
