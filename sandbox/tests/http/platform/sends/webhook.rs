//! What an integration of open messaging is posted.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode as Status};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::*;

const SECRET: &str = "a secret of twenty-four.";

/// What arrived: headers, and the body as it came.
type Arrived = (HeaderMap, Bytes);

/// An integration's middleware, which answers with these one after the other, then with 200.
struct Middleware {
    posts: UnboundedReceiver<Arrived>,
}

type Inbox = (UnboundedSender<Arrived>, Arc<Mutex<Vec<u16>>>);

impl Middleware {
    async fn open(sandbox: &TestSandbox, mut answers: Vec<u16>) -> Self {
        answers.reverse();
        let (sender, posts) = mpsc::unbounded_channel();
        let inbox: Inbox = (sender, Arc::new(Mutex::new(answers)));
        let router = Router::new().route("/hook", post(take)).with_state(inbox);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let wish = json!({ "integrationId": directory::FIELD_APP, "url": url, "secret": SECRET,
            "headers": { "x-shop": "field" } });
        let set = sandbox.post("/_sandbox/open/webhook", &wish).await;
        assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.text);
        Self { posts }
    }

    /// The next post, whose signature must be good.
    async fn next(&mut self) -> Value {
        let (headers, body) = self.posts.recv().await.unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(&body);
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        assert_eq!(
            headers["x-hub-signature-256"],
            format!("sha256={signature}")
        );
        assert_eq!(headers["x-shop"], "field");
        serde_json::from_slice(&body).unwrap()
    }
}

async fn take(State((sender, answers)): State<Inbox>, headers: HeaderMap, body: Bytes) -> Status {
    sender.send((headers, body)).unwrap();
    let answer = answers.lock().unwrap().pop();
    Status::from_u16(answer.unwrap_or(200)).unwrap()
}

fn open(guest: &str, words: &str) -> Value {
    json!({ "fromAddress": directory::FIELD_APP, "toAddressMessengerType": "open",
        "toAddress": guest, "textBody": words })
}

#[tokio::test]
async fn a_text_a_receipt_and_typing_are_posted_signed() {
    let sandbox = sandbox().await;
    let mut middleware = Middleware::open(&sandbox, vec![]).await;
    let sent = good(&sandbox, AGENTLESS, &open("guest-7", "Hi Ada")).await;
    let posted = middleware.next().await;
    assert_eq!(posted["id"], sent.at("/id"));
    assert_eq!(posted["conversationId"], sent.at("/conversationId"));
    assert_eq!(
        (&posted["type"], &posted["text"], &posted["direction"]),
        (&json!("Text"), &json!("Hi Ada"), &json!("Outbound"))
    );
    let channel = &posted["channel"];
    assert_eq!(channel["to"]["id"], "guest-7");
    assert_eq!(
        (&channel["id"], &channel["platform"]),
        (&json!(directory::FIELD_APP), &json!("Open"))
    );

    let inbound = format!(
        "/api/v2/conversations/messages/{}/inbound/open/message?prefetchConversationId=true",
        directory::FIELD_APP
    );
    let said = json!({ "text": "Hello", "channel": { "time": "2026-07-01T10:00:00.000Z",
        "from": { "id": "guest-7", "idType": "Opaque" } } });
    let heard = good(&sandbox, &inbound, &said).await;
    let receipt = middleware.next().await;
    assert_eq!(
        (&receipt["type"], &receipt["id"]),
        (&json!("Receipt"), &heard.at("/id"))
    );

    let conversation = text(&heard.json(), "conversationId");
    let whole = sandbox
        .get(&format!("/api/v2/conversations/{conversation}"))
        .await;
    let communication = whole.at("/participants/1/messages/0/id");
    let typing = format!(
        "/api/v2/conversations/messages/{conversation}/communications/{}/typing",
        communication.as_str().unwrap()
    );
    let on = json!({ "typing": { "type": "On", "duration": 3000 } });
    let told = sandbox.post(&typing, &on).await;
    assert_eq!(told.status, StatusCode::NO_CONTENT, "{}", told.text);
    let event = middleware.next().await;
    assert_eq!(event["events"][0]["typing"]["duration"], 3000);
}

#[tokio::test]
async fn what_a_middleware_cannot_take_is_posted_again_five_times_in_all() {
    let sandbox = sandbox().await;
    sandbox.hasten(1000).await;
    let mut middleware = Middleware::open(&sandbox, vec![503, 429, 500, 502, 503]).await;
    good(&sandbox, AGENTLESS, &open("guest-7", "One")).await;
    for _ in 0..5 {
        assert_eq!(
            middleware.next().await["text"],
            "One",
            "the same body each time"
        );
    }
    // The sixth is another message: the first was given up.
    good(&sandbox, AGENTLESS, &open("guest-8", "Two")).await;
    assert_eq!(middleware.next().await["text"], "Two");
}

#[tokio::test]
async fn what_a_middleware_refuses_is_not_posted_again() {
    let sandbox = sandbox().await;
    sandbox.hasten(1000).await;
    let mut middleware = Middleware::open(&sandbox, vec![400]).await;
    good(&sandbox, AGENTLESS, &open("guest-7", "One")).await;
    assert_eq!(middleware.next().await["text"], "One");
    good(&sandbox, AGENTLESS, &open("guest-8", "Two")).await;
    assert_eq!(middleware.next().await["text"], "Two");
}

#[tokio::test]
async fn a_webhook_needs_an_address_and_a_secret_of_some_length() {
    let sandbox = sandbox().await;
    for (url, secret, says) in [
        ("ftp://shop.example", SECRET, "http or https"),
        ("https://shop.example", "fifteen letters", "longer than 15"),
    ] {
        let wish = json!({ "integrationId": directory::FIELD_APP, "url": url, "secret": secret });
        let refused = sandbox.post("/_sandbox/open/webhook", &wish).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text.contains(says), "{}", refused.text);
        assert!(
            !refused.text.contains(secret),
            "the secret stays out of the reply"
        );
    }
}
