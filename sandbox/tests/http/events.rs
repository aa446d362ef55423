use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tidings_sandbox::Options;
use tokio::sync::{Mutex, mpsc};

use crate::support::{TestSandbox, options, text};

/// A webhook that says no to the first delivery of each run, as a starting server would.
struct Hook {
    address: String,
    events: mpsc::UnboundedReceiver<Value>,
}

impl Hook {
    async fn open() -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let state = Arc::new(Mutex::new((true, sender)));
        let router = Router::new().route("/hook", post(take)).with_state(state);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, events }
    }

    async fn next(&mut self) -> Value {
        self.events.recv().await.unwrap()
    }
}

type Inbox = Arc<Mutex<(bool, mpsc::UnboundedSender<Value>)>>;

async fn take(State(inbox): State<Inbox>, Json(event): Json<Value>) -> StatusCode {
    let mut inbox = inbox.lock().await;
    if std::mem::take(&mut inbox.0) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    inbox.1.send(event).unwrap();
    StatusCode::NO_CONTENT
}

async fn sandbox(hook: &Hook) -> TestSandbox {
    TestSandbox::with(Options {
        webhook: Some(hook.address.clone()),
        ..options()
    })
    .await
}

#[tokio::test]
async fn a_message_is_delivered_then_read_then_answered_with_a_tap_and_words() {
    let mut hook = Hook::open().await;
    let sandbox = sandbox(&hook).await;
    let customer = sandbox.open_customer().await;
    let contact = text(&customer, "contactId");
    let body = json!({ "type": "message", "content": { "type": "card", "title": "T",
        "actions": [{ "type": "postback", "title": "Learn more", "payload": "learn" }] } });
    let path = format!("/api/v2/conversations/messaging/contacts/{contact}/messages");
    let id = sandbox.post(&path, &body).await.at("/id");

    let delivered = hook.next().await;
    assert_eq!(delivered["event"], "message.status");
    assert_eq!(delivered["status"], "delivered");
    assert_eq!(delivered["messageId"], id);
    assert_eq!(delivered["conversationId"], customer["conversationId"]);
    assert_eq!(delivered["contactId"], customer["contactId"]);
    assert!(delivered["at"].is_string());

    let page = format!("/_sandbox/messenger/read?contact={contact}");
    sandbox.post(&page, &json!({ "upTo": 1 })).await;
    sandbox.post(&page, &json!({ "upTo": 1 })).await;
    let read = hook.next().await;
    assert_eq!((&read["status"], &read["messageId"]), (&json!("read"), &id));

    let answer = format!("/_sandbox/messenger/answer?contact={contact}");
    sandbox
        .post(&answer, &json!({ "messageId": id, "value": "learn" }))
        .await;
    let tap = hook.next().await;
    assert_eq!(tap["event"], "message.received");
    assert_eq!((&tap["messageId"], &tap["value"]), (&id, &json!("learn")));
    assert_eq!(tap["label"], "Learn more");

    sandbox.post(&answer, &json!({ "text": "Thank you" })).await;
    let words = hook.next().await;
    assert_eq!(
        (&words["event"], &words["text"]),
        (&json!("message.received"), &json!("Thank you"))
    );
    assert_eq!((&words["inReplyTo"], words.get("value")), (&id, None));
    assert_ne!(words["messageId"], id);
}

#[tokio::test]
async fn a_new_chat_is_told_in_guide_002s_words() {
    let mut hook = Hook::open().await;
    let sandbox = sandbox(&hook).await;
    let customer = sandbox.gone_customer().await;
    sandbox
        .post(
            "/_sandbox/webchat/start",
            &json!({ "contactId": customer["contactId"] }),
        )
        .await;
    let event = hook.next().await;
    assert_eq!(event["event"], "webchat:conversation:start");
    assert_eq!(event["previousConversationId"], customer["conversationId"]);
    assert_eq!(event["agentId"], customer["agentId"]);
    assert_ne!(event["conversationId"], customer["conversationId"]);
}

#[tokio::test]
async fn a_lost_reply_is_still_delivered_to_the_guest() {
    let mut hook = Hook::open().await;
    let sandbox = sandbox(&hook).await;
    let contact = text(&sandbox.open_customer().await, "contactId");
    sandbox
        .arm(&json!([{ "operation": "proactive", "kind": "lost_reply" }]))
        .await;
    let body = json!({ "contactId": contact, "message": "Hello" });
    sandbox
        .try_post("/api/v2/webchat/messaging", &body)
        .await
        .unwrap_err();
    assert_eq!(
        hook.next().await["messageId"],
        sandbox.ledger().await[0]["id"]
    );
}
