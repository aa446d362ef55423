//! Notification channels, as a program that listens uses them.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tidings_sandbox::directory::WEB_SHOP as SHOP;
use tidings_sandbox::{LIMITED_CLIENT, Options};

use crate::socket::{Guest, Socket};
use crate::support::{Answer, TestSandbox, answer, options, text};

const CHANNELS: &str = "/api/v2/notifications/channels";

async fn call(sandbox: &TestSandbox, method: Method, path: &str, body: &Value) -> Answer {
    let request = sandbox
        .request(method, path)
        .header("content-type", "application/json")
        .body(body.to_string());
    answer(request.send().await.unwrap()).await
}

/// A channel and its socket, which listens to these.
async fn listen(sandbox: &TestSandbox, topics: &[&str]) -> (String, Socket) {
    let opened = call(sandbox, Method::POST, CHANNELS, &Value::Null).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text);
    let id = text(&opened.json(), "id");
    let topics: Vec<_> = topics.iter().map(|topic| json!({ "id": topic })).collect();
    let path = format!("{CHANNELS}/{id}/subscriptions");
    let subscribed = call(sandbox, Method::POST, &path, &json!(topics)).await;
    assert_eq!(subscribed.status, StatusCode::OK, "{}", subscribed.text);
    let socket = Socket::open(&text(&opened.json(), "connectUri"), None).await;
    (id, socket.unwrap())
}

/// The next event that is no sign of life.
async fn event(socket: &mut Socket) -> Value {
    loop {
        let frame = socket.next().await;
        assert!(!frame.is_null(), "closed without an event");
        if frame["topicName"] != "channel.metadata" {
            return frame;
        }
    }
}

#[tokio::test]
async fn a_conversation_that_begins_and_ends_is_told() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox.open_customer().await;
    let id = text(&customer, "conversationId");
    let topic = |what: &str| format!("v2.detail.events.conversation.{id}.customer.{what}");
    let (start, end) = (topic("start"), topic("end"));
    let (_, mut socket) = listen(&sandbox, &[&start, &end]).await;
    let who = json!({ "guestId": customer["guestId"] });
    sandbox.post("/_sandbox/webchat/end", &who).await;
    let told = event(&mut socket).await;
    assert_eq!(
        (&told["topicName"], &told["version"]),
        (&json!(end), &json!("2"))
    );
    let body = &told["eventBody"];
    assert_eq!(
        (&body["conversationId"], &body["mediaType"]),
        (&json!(id), &json!("MESSAGE"))
    );
    assert_eq!(body["disconnectType"], "PEER");
    assert!(body["eventTime"].is_number() && told["metadata"]["CorrelationId"].is_string());
}

#[tokio::test]
async fn a_message_that_no_messenger_shows_counts_as_undelivered() {
    let sandbox = TestSandbox::start().await;
    let topic = format!("v2.webmessaging.deployments.{SHOP}.undelivered.messages");
    let (_, mut socket) = listen(&sandbox, &[&topic]).await;
    let customer = sandbox.open_customer().await;
    let contact = text(&customer, "contactId");
    let profile = format!("/_sandbox/messenger/profile?contact={contact}");
    let secret = text(&sandbox.get(&profile).await.at("/web"), "token");
    let say = json!({ "contactId": contact, "message": "Hello" });
    sandbox.hasten(10_000).await;
    // While the messenger is open, nothing is missed; the next message finds it closed.
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &secret).await;
    sandbox.post("/api/v2/webchat/messaging", &say).await;
    guest.socket.class("StructuredMessage").await;
    guest
        .ask(json!({ "action": "closeSession", "closeAllConnections": false }))
        .await;
    while !guest.socket.next().await.is_null() {}
    let missed = sandbox.post("/api/v2/webchat/messaging", &say).await;
    let told = event(&mut socket).await["eventBody"].clone();
    let message = text(&sandbox.ledger().await[1], "id");
    assert_eq!(missed.status, StatusCode::OK, "{}", missed.text);
    assert_eq!(told["messages"][0]["id"], json!(message));
    assert_eq!(
        (&told["deploymentId"], &told["conversationId"]),
        (&json!(SHOP), &customer["conversationId"])
    );
}

#[tokio::test]
async fn an_agents_client_hears_of_each_message() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox.open_customer().await;
    let topic = format!(
        "v2.users.{}.conversations.messages",
        text(&customer, "agentId")
    );
    let (_, mut socket) = listen(&sandbox, &[&topic]).await;
    let say = json!({ "contactId": customer["contactId"], "message": "Hello" });
    sandbox.post("/api/v2/webchat/messaging", &say).await;
    let body = event(&mut socket).await["eventBody"].clone();
    assert_eq!(body["id"], customer["conversationId"]);
    assert_eq!(
        body["participants"][0]["messages"][0]["messageStatus"],
        "sent"
    );
}

#[tokio::test]
async fn a_ping_is_answered_and_silence_is_broken_by_a_heartbeat() {
    let sandbox = TestSandbox::start().await;
    let (id, mut socket) = listen(&sandbox, &[]).await;
    socket.send(&json!({ "message": "ping" })).await;
    let pong = socket.next().await;
    assert_eq!(pong["topicName"], "channel.metadata");
    assert_eq!(pong["eventBody"]["message"], "pong");
    sandbox.hasten(10_000).await;
    // A second socket takes the channel; the first is closed.
    let url = format!("{}/channels/{id}", sandbox.base.replace("http", "ws"));
    let mut second = Socket::open(&url, None).await.unwrap();
    assert_eq!(socket.next().await, Value::Null);
    assert_eq!(
        second.next().await["eventBody"]["message"],
        "WebSocket Heartbeat"
    );
    let unknown = format!("{}/channels/unknown", sandbox.base.replace("http", "ws"));
    assert_eq!(Socket::open(&unknown, None).await.err(), Some(404));
}

#[tokio::test]
async fn a_forbidden_topic_spoils_the_request_unless_errors_are_ignored() {
    let sandbox = TestSandbox::start().await;
    let opened = call(&sandbox, Method::POST, CHANNELS, &Value::Null).await;
    let path = format!("{CHANNELS}/{}/subscriptions", text(&opened.json(), "id"));
    let good = format!("v2.webmessaging.deployments.{SHOP}.undelivered.messages");
    let forbidden = format!("v2.routing.queues.{SHOP}.conversations.messages");
    let both = json!([{ "id": good }, { "id": forbidden }]);
    let refused = call(&sandbox, Method::POST, &path, &both).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.at("/code"), "missing.permissions");
    assert!(refused.message().contains("routing:queue:view"));
    let none = call(&sandbox, Method::GET, &path, &Value::Null).await;
    assert_eq!(none.at("/entities"), json!([]));
    let ignored = format!("{path}?ignoreErrors=true");
    let half = call(&sandbox, Method::PUT, &ignored, &both).await;
    assert_eq!(half.at("/entities/0/state"), "Permitted");
    assert_eq!(half.at("/entities/1/state"), "Rejected");
    assert_eq!(
        half.at("/entities/1/missingPermissions/0"),
        "routing:queue:view"
    );
    for name in ["v2.users.{id}.conversations.messages", "v2.nothing"] {
        let refused = call(&sandbox, Method::POST, &path, &json!([{ "id": name }])).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name}");
    }
    let cleared = call(&sandbox, Method::DELETE, &path, &Value::Null).await;
    assert_eq!(cleared.at("/entities"), json!([]));
}

#[tokio::test]
async fn a_channel_is_its_clients_and_has_a_thousand_topics_at_most() {
    let mut sandbox = TestSandbox::with(Options {
        customers: 10,
        ..options()
    })
    .await;
    for _ in 0..21 {
        call(&sandbox, Method::POST, CHANNELS, &Value::Null).await;
    }
    let list = sandbox.get(CHANNELS).await;
    assert_eq!(list.at("/entities").as_array().map(Vec::len), Some(20));
    let id = text(&list.json()["entities"][0], "id");
    let path = format!("{CHANNELS}/{id}/subscriptions");
    let topics = |count: usize| {
        let topic = |n| json!({ "id": format!("v2.users.{n}.conversations.messages") });
        Value::from((0..count).map(topic).collect::<Vec<_>>())
    };
    assert_eq!(
        call(&sandbox, Method::PUT, &path, &topics(1000))
            .await
            .status,
        StatusCode::OK
    );
    let refused = call(&sandbox, Method::PUT, &path, &topics(1001)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    sandbox.sign_in(LIMITED_CLIENT).await;
    assert_eq!(sandbox.get(&path).await.status, StatusCode::NOT_FOUND);
    let topics = sandbox.get("/api/v2/notifications/availabletopics").await;
    let first = topics.at("/entities/0");
    assert!(
        first["id"].as_str().is_some_and(|id| id.contains("{id}")),
        "{first}"
    );
    assert!(first["requiresPermissions"][0].is_string());
}
