//! The web messaging socket, spoken to as a messenger on a web site does.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tidings_sandbox::Sandbox;
use tidings_sandbox::directory::{KIOSK, OLD_SHOP, WEB_SHOP as SHOP};

use crate::socket::{Guest, Socket, token};
use crate::support::{TestSandbox, answer, options, text};

fn address(sandbox: &TestSandbox, deployment: &str) -> String {
    format!(
        "{}/v1?deploymentId={deployment}&application=test",
        sandbox.base.replace("http", "ws")
    )
}

/// A customer of the population whose chat is over, with the secret of their messenger.
async fn known_guest(sandbox: &TestSandbox) -> (Value, String) {
    let customer = sandbox.gone_customer().await;
    let query = format!("guest={}", text(&customer, "guestId"));
    let profile = sandbox
        .get(&format!("/_sandbox/messenger/profile?{query}"))
        .await;
    (customer, text(&profile.at("/web"), "token"))
}

#[tokio::test]
async fn only_pages_of_an_active_deployment_get_in() {
    let sandbox = TestSandbox::start().await;
    let open = async |deployment: &str, origin: Option<&'static str>| {
        let url = address(&sandbox, deployment);
        Socket::open(&url, origin).await.map(drop)
    };
    assert_eq!(open(SHOP, Some("https://shop.example")).await, Ok(()));
    assert_eq!(open(SHOP, Some("http://localhost:3000")).await, Ok(()));
    assert_eq!(open(SHOP, Some("https://evil.example")).await, Err(403));
    assert_eq!(open(SHOP, None).await, Err(403));
    assert_eq!(open(OLD_SHOP, Some("http://localhost")).await, Err(403));
    assert_eq!(open("unknown", Some("http://localhost")).await, Err(403));
    let nameless = format!("{}/v1", sandbox.base.replace("http", "ws"));
    let refused = Socket::open(&nameless, Some("http://localhost")).await;
    assert_eq!(refused.err(), Some(400));
}

#[tokio::test]
async fn a_guest_joins_writes_and_sees_the_own_words_come_back() {
    let sandbox = TestSandbox::start().await;
    sandbox.hasten(1_000_000).await;
    let (mut guest, session) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    assert_eq!(session["type"], "response");
    assert_eq!(session["code"], 200);
    let body = &session["body"];
    assert_eq!(
        (&body["connected"], &body["newSession"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(body["maxCustomDataBytes"], 2048);

    guest.presence("Join").await;
    let joined = guest.socket.class("StructuredMessage").await;
    assert_eq!(joined["body"]["events"][0]["presence"]["type"], "Join");

    guest
        .ask(json!({ "action": "onMessage", "tracingId": "t-1",
            "message": { "type": "Text", "text": "Hello" } }))
        .await;
    let echo = guest.socket.class("StructuredMessage").await;
    assert_eq!(
        (&echo["tracingId"], &echo["type"]),
        (&json!("t-1"), &json!("message"))
    );
    let body = &echo["body"];
    assert_eq!(
        (&body["direction"], &body["text"]),
        (&json!("Inbound"), &json!("Hello"))
    );

    // Another tab of the same guest shows what was said, and each learns what the other does.
    let (mut other, session) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    assert_eq!(session["body"]["newSession"], false);
    other.say("From here").await;
    for tab in [&mut guest, &mut other] {
        let frame = tab.socket.class("StructuredMessage").await;
        assert_eq!(frame["body"]["text"], "From here");
        assert_eq!(frame.get("tracingId"), None);
    }
}

#[tokio::test]
async fn the_history_is_read_with_the_sockets_token_the_newest_first() {
    let sandbox = TestSandbox::start().await;
    sandbox.hasten(1_000_000).await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    for text in ["One", "Two"] {
        guest.say(text).await;
        guest.socket.class("StructuredMessage").await;
    }
    guest.ask(json!({ "action": "getJwt" })).await;
    let jwt = text(&guest.socket.class("JwtResponse").await["body"], "jwt");
    let read = async |query: &str, jwt: &str| {
        let path = format!("/api/v2/webmessaging/messages?{query}");
        let request = reqwest::Client::new().get(format!("{}{path}", sandbox.base));
        answer(request.bearer_auth(jwt).send().await.unwrap()).await
    };
    let page = read("pageSize=1&pageNumber=1", &jwt).await;
    assert_eq!(
        (page.at("/total"), page.at("/pageCount")),
        (json!(2), json!(2))
    );
    assert_eq!(page.at("/entities/0/text"), "Two");
    assert_eq!(page.header("access-control-allow-origin"), "*");
    assert_eq!(
        read("pageSize=1&pageNumber=2", &jwt)
            .await
            .at("/entities/0/text"),
        "One"
    );
    assert_eq!(
        read("pageSize=0", &jwt).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(read("", "forged").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_known_guest_gets_what_the_business_sends_and_taps_it() {
    let sandbox = TestSandbox::start().await;
    sandbox.hasten(1_000_000).await;
    let customer = sandbox.open_customer().await;
    let contact = text(&customer, "contactId");
    let profile = sandbox
        .get(&format!("/_sandbox/messenger/profile?contact={contact}"))
        .await;
    let token = text(&profile.at("/web"), "token");
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &token).await;
    let body = json!({ "type": "message", "content": { "type": "quick-reply", "title": "How?",
        "choices": [{ "label": "Billing", "value": "billing" }] } });
    let path = format!("/api/v2/conversations/messaging/contacts/{contact}/messages");
    let id = sandbox.post(&path, &body).await.at("/id");
    let frame = guest.socket.class("StructuredMessage").await;
    let shown = &frame["body"];
    assert_eq!(
        (&shown["id"], &shown["direction"]),
        (&id, &json!("Outbound"))
    );
    assert_eq!(shown["type"], "Structured");
    assert_eq!(shown["content"][0]["quickReply"]["payload"], "billing");

    let press = json!({ "type": "Text", "text": "", "content": [{
        "contentType": "ButtonResponse",
        "buttonResponse": { "type": "QuickReply", "text": "Billing", "payload": "billing" } }] });
    guest.message(press.clone()).await;
    let echo = guest.socket.class("StructuredMessage").await;
    let response = &echo["body"]["content"][0]["buttonResponse"];
    assert_eq!(response["payload"], "billing");
    assert_eq!(response["originatingMessageId"], id);
    guest.message(press).await;
    let refused = guest.socket.class("string").await;
    assert_eq!(
        refused["code"], 400,
        "a quick reply is answered once: {refused}"
    );
}

#[tokio::test]
async fn too_fast_too_long_and_too_much_are_refused_by_their_codes() {
    let sandbox = TestSandbox::start().await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    guest
        .message(json!({ "type": "Text", "text": "a".repeat(4097) }))
        .await;
    assert_eq!(guest.socket.class("string").await["code"], 4011);
    let attributes = json!({ "k": "v".repeat(2041) });
    guest
        .message(json!({ "type": "Text", "text": "x",
            "channel": { "metadata": { "customAttributes": attributes } } }))
        .await;
    assert_eq!(guest.socket.class("string").await["code"], 4013);
    guest.message(json!({ "text": "x" })).await;
    assert_eq!(guest.socket.class("string").await["code"], 4020);
    for _ in 0..3 {
        guest.say("quick").await;
    }
    let refused = guest.socket.class("TooManyRequestsErrorMessage").await;
    assert_eq!(
        (&refused["code"], &refused["body"]["errorCode"]),
        (&json!(429), &json!(4029))
    );
    assert_eq!(refused["body"]["retryAfter"], 1);
}

#[tokio::test]
async fn an_expired_session_says_so_and_obeys_no_more() {
    let sandbox = TestSandbox::start().await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    let expire = json!({ "token": token(1) });
    let expired = sandbox.post("/_sandbox/guests/expire", &expire).await;
    assert_eq!(expired.status, StatusCode::NO_CONTENT);
    guest.socket.class("SessionExpiredEvent").await;
    guest.say("Hello?").await;
    assert_eq!(guest.socket.class("string").await["code"], 4006);
    let (mut stranger, _) = Guest::arrive(&sandbox.base, SHOP, &token(2)).await;
    stranger.token = token(3);
    stranger.say("Hello?").await;
    assert_eq!(stranger.socket.class("string").await["code"], 4007);
}

#[tokio::test]
async fn a_guest_who_leaves_reads_on_and_a_guest_who_clears_begins_anew() {
    let sandbox = TestSandbox::start().await;
    sandbox.hasten(1_000_000).await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    guest.say("Hello").await;
    guest.socket.class("StructuredMessage").await;
    guest.presence("Disconnect").await;
    let left = guest.socket.class("StructuredMessage").await;
    assert_eq!(left["body"]["events"][0]["presence"]["type"], "Disconnect");
    let (mut guest, session) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    assert_eq!(session["body"]["readOnly"], true);
    guest.say("Still there?").await;
    assert_eq!(guest.socket.class("string").await["code"], 403);
    guest
        .ask(json!({ "action": "configureSession", "deploymentId": SHOP, "startNew": true }))
        .await;
    let session = guest.socket.class("SessionResponse").await;
    assert_eq!(session["body"]["readOnly"], false);

    guest.presence("Clear").await;
    guest.socket.class("SessionClearedEvent").await;
    assert_eq!(guest.socket.next().await, Value::Null, "the server closes");
    let (mut guest, session) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    assert_eq!(session["body"]["newSession"], true);
    guest.ask(json!({ "action": "getJwt" })).await;
    guest.socket.class("JwtResponse").await;
}

#[tokio::test]
async fn a_file_is_uploaded_then_sent_and_runs_nowhere() {
    let sandbox = TestSandbox::start().await;
    sandbox.hasten(1_000_000).await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, KIOSK, &token(1)).await;
    let picture = b"\x89PNG\r\n\x1a\n0000".as_slice();
    let ask = json!({ "action": "onAttachment", "fileName": "a.png", "fileType": "image/png",
        "fileSize": picture.len(), "fileMd5": "none" });
    guest.ask(ask).await;
    let invited = guest.socket.class("PresignedUrlResponse").await["body"].clone();
    let id = text(&invited, "attachmentId");
    let early = json!({ "type": "Text", "text": "", "content": [{
        "contentType": "Attachment", "attachment": { "id": id } }] });
    guest.message(early.clone()).await;
    assert_eq!(guest.socket.class("string").await["code"], 4010);

    let http = reqwest::Client::new();
    let put = http.put(text(&invited, "url")).body(picture);
    let bare = put.try_clone().unwrap().send().await.unwrap();
    assert_eq!(
        bare.status(),
        StatusCode::FORBIDDEN,
        "the header is part of the invitation"
    );
    let tag = text(&invited["headers"], "x-amz-tagging");
    let done = put.header("x-amz-tagging", tag).send().await.unwrap();
    assert_eq!(done.status(), StatusCode::OK);
    let uploaded = guest.socket.class("UploadSuccessEvent").await;
    let file = http.get(text(&uploaded["body"], "downloadUrl"));
    let file = file.send().await.unwrap();
    assert_eq!(file.headers()["content-disposition"], "attachment");
    assert_eq!(file.headers()["x-content-type-options"], "nosniff");
    assert_eq!(file.bytes().await.unwrap(), picture);

    guest.message(early).await;
    let echo = guest.socket.class("StructuredMessage").await;
    assert_eq!(
        echo["body"]["content"][0]["attachment"]["filename"],
        "a.png"
    );
}

#[tokio::test]
async fn closing_one_session_closes_every_tab_of_it() {
    let sandbox = TestSandbox::start().await;
    let (mut one, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    let (mut two, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    one.ask(json!({ "action": "closeSession", "closeAllConnections": true }))
        .await;
    for tab in [&mut one, &mut two] {
        tab.socket.class("ConnectionClosedEvent").await;
        assert_eq!(tab.socket.next().await, Value::Null);
    }
}

#[tokio::test]
async fn a_resume_token_lets_another_device_into_the_session() {
    let sandbox = TestSandbox::start().await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &token(1)).await;
    guest.ask(json!({ "action": "resumeToken" })).await;
    let resumed = guest.socket.class("ResumeTokenResponse").await["body"]["resumeToken"].clone();
    let (mut other, _) = Guest::arrive(&sandbox.base, SHOP, &token(2)).await;
    let configure = |resumed: &Value| json!({ "action": "configureSession", "deploymentId": SHOP, "resumeToken": resumed });
    other.ask(configure(&json!("forged"))).await;
    assert_eq!(other.socket.class("string").await["code"], 401);
    other.ask(configure(&resumed)).await;
    let session = other.socket.class("SessionResponse").await;
    assert_eq!(session["body"]["newSession"], false);
    guest.say("Hello").await;
    let frame = other.socket.class("StructuredMessage").await;
    assert_eq!(frame["body"]["text"], "Hello");
}

#[tokio::test]
async fn the_configuration_of_an_active_deployment_is_public() {
    let sandbox = TestSandbox::start().await;
    let read = async |id: &str| {
        let path = format!("/webdeployments/v1/deployments/{id}/config.json");
        sandbox.get(&path).await
    };
    let config = read(SHOP).await;
    assert_eq!(config.at("/id"), SHOP);
    assert_eq!(config.at("/status"), "Active");
    assert_eq!(config.header("access-control-allow-origin"), "*");
    assert_eq!(read(OLD_SHOP).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_business_that_ends_the_chat_tells_the_guest() {
    let sandbox = TestSandbox::start().await;
    sandbox.hasten(1_000_000).await;
    let (customer, secret) = known_guest(&sandbox).await;
    let (mut guest, _) = Guest::arrive(&sandbox.base, SHOP, &secret).await;
    guest.presence("Join").await;
    guest.socket.class("StructuredMessage").await;
    let who = json!({ "guestId": customer["guestId"] });
    let ended = sandbox.post("/_sandbox/webchat/end", &who).await;
    assert_eq!(ended.at("/status"), "closed");
    let frame = guest.socket.class("StructuredMessage").await;
    assert_eq!(frame["body"]["direction"], "Outbound");
    assert_eq!(frame["body"]["events"][0]["presence"]["type"], "Disconnect");
    guest.say("Hello?").await;
    assert_eq!(guest.socket.class("string").await["code"], 403);
}

#[tokio::test]
async fn a_sandbox_that_stops_says_goodbye() {
    let sandbox = Sandbox::bind(options()).await.unwrap();
    let base = format!("http://{}", sandbox.address());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(sandbox.serve(async {
        stopped.await.unwrap();
    }));
    let (mut guest, _) = Guest::arrive(&base, SHOP, &token(1)).await;
    stop.send(()).unwrap();
    assert_eq!(guest.socket.goodbye().await, Some(1001));
    serving.await.unwrap().unwrap();
}
