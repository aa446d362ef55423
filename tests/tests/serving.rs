//! The console as a whole over HTTP: what takes a process, a platform and a network together.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::fmt::Write as _;

use serde_json::{Value, json};
use tidings_tests::command::Tidings;
use tidings_tests::compose::text;
use tidings_tests::console::Console;
use tidings_tests::http::Api;
use tidings_tests::sandbox::Sandbox;
use tidings_tests::tap::Tap;
use tidings_tests::wait::until;

fn proactive(connection: &str, contact: &str) -> Value {
    json!({
        "connection": connection,
        "draft": { "operation": "proactive", "contactId": contact, "text": "Hello" },
    })
}

/// The delivery once it is in one of `states`.
async fn ended(api: &Api, delivery: &Value, states: &[&str]) -> Value {
    let path = format!("/api/deliveries/{}", text(delivery, "id"));
    until(format!("{delivery} is in {states:?}"), || async {
        let delivery = api.get(&path).await.json()["delivery"].take();
        let state = delivery["state"].as_str()?;
        states.contains(&state).then_some(delivery)
    })
    .await
}

#[tokio::test]
async fn the_access_token_stays_between_the_console_and_the_platform() {
    let home = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(&Tidings::in_folder(home.path()), &["--customers", "50"]);
    let tap = Tap::before(sandbox.address()).await;
    let loud = |tidings: Tidings| {
        tidings
            .connected_to(tap.address())
            .with("RUST_LOG", "trace")
    };
    let console = Console::start_with(loud, &[]);
    let api = console.sign_up().await;
    let contact = text(&sandbox.open_contact().await, "contactId");
    let sent = api
        .post_once("/api/send", "key-1", &proactive("default", &contact))
        .await;
    assert_eq!(sent.status, 202, "{}", sent.text());
    ended(&api, &sent.json(), &["accepted", "delivered"]).await;

    let mut told = sent.text();
    let look_up = format!("/genesys/default/api/v2/conversations/messaging/contacts/{contact}");
    let page = api.get("/").await.text();
    let files = page.split('"').filter(|part| part.starts_with('/'));
    let files: Vec<String> = files.map(str::to_owned).collect();
    assert!(files.iter().any(|file| file.contains(".wasm")), "{page}");
    let detail = format!("/api/deliveries/{}", text(&sent.json(), "id"));
    for path in ["/api/session", "/api/deliveries", &look_up, &detail]
        .into_iter()
        .chain(files.iter().map(String::as_str))
    {
        let reply = api.get(path).await;
        assert_eq!(reply.status, 200, "{path}");
        told.push_str(&reply.text());
        write!(told, "{:?}", reply.headers).unwrap();
    }
    let tokens = tap.tokens();
    assert!(!tokens.is_empty(), "the platform was called");
    for secret in tokens.iter().map(String::as_str).chain(["sandbox-secret"]) {
        assert!(!told.contains(secret), "told to the page");
        assert!(!console.process().stderr().contains(secret), "logged");
        assert!(!console.process().stdout().contains(secret), "printed");
    }
}

#[tokio::test]
async fn a_platform_in_trouble_is_said_and_loses_nothing() {
    let console = Console::start();
    let api = console.sign_up().await;
    let contact = text(&console.cloud().open_contact().await, "contactId");
    for (key, kind, states) in [
        ("k-cut", "cut", ["in_doubt", "in_doubt"]),
        ("k-lost", "lost_reply", ["in_doubt", "in_doubt"]),
        ("k-html", "malformed", ["accepted", "in_doubt"]),
    ] {
        let fault = json!([{ "operation": "proactive", "kind": kind, "count": 1 }]);
        console.cloud().faults(fault).await;
        let sent = api
            .post_once("/api/send", key, &proactive("sandbox", &contact))
            .await;
        let delivery = ended(&api, &sent.json(), &states).await;
        if delivery["state"] == "in_doubt" {
            assert!(delivery["reason"].is_string(), "{kind}: {delivery}");
            assert!(delivery["hint"].is_string(), "{kind}: {delivery}");
        }
    }
    assert!(console.cloud().accepted("proactive", 2).await.len() <= 2);
}

#[tokio::test]
async fn a_platform_that_is_not_there_leaves_the_message_waiting() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let console = Console::start_with(|tidings| tidings.connected_to(&address), &[]);
    let api = console.sign_up().await;
    let contact = text(&console.cloud().open_contact().await, "contactId");
    let sent = api
        .post_once("/api/send", "key-1", &proactive("default", &contact))
        .await;
    assert_eq!(sent.status, 202, "{}", sent.text());
    let path = format!("/api/deliveries/{}", text(&sent.json(), "id"));
    let waiting = until("it says why it waits", || async {
        let delivery = api.get(&path).await.json()["delivery"].take();
        delivery["reason"].is_string().then_some(delivery)
    })
    .await;
    assert_eq!(waiting["state"], "pending", "{waiting}");
    assert_eq!(
        waiting["attempts"], 0,
        "never opened is no attempt: {waiting}"
    );
    until("the connection is shown as unreachable", || async {
        let session = api.get("/api/session").await.json();
        let connections = session["connections"].as_array()?.clone();
        let connection = connections.iter().find(|c| c["name"] == "default")?.clone();
        (connection["health"]["state"] == "unreachable").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_refuses_sends_and_loses_none_that_it_took() {
    let console = Console::start_with(|tidings| tidings.with_files_up_to(1200), &[]);
    let api = console.sign_up().await;
    let contact = text(&console.cloud().open_contact().await, "contactId");
    let mut taken = 0;
    let refusal = loop {
        let key = format!("key-{taken}");
        let sent = api
            .post_once("/api/send", &key, &proactive("sandbox", &contact))
            .await;
        if sent.status != 202 {
            break sent;
        }
        taken += 1;
        assert!(taken < 1000, "the disk never fills");
    };
    assert!(taken > 0, "it was full from the start");
    assert_eq!(refusal.status, 503);
    assert_eq!(refusal.code(), "database_io");
    assert!(
        refusal.text().contains("nothing was sent"),
        "{}",
        refusal.text()
    );
    let listed = api.get("/api/deliveries").await;
    assert_eq!(listed.json()["total"], taken, "what there is can be read");

    let session = api.session().to_owned();
    let console = console.start_again();
    let api = console.stranger().with_session(&session);
    let listed = api.get("/api/deliveries").await;
    assert_eq!(
        listed.json()["total"],
        taken,
        "every send that was taken is there"
    );
    let again = api
        .post_once("/api/send", "key-more", &proactive("sandbox", &contact))
        .await;
    assert_eq!(again.status, 202, "{}", again.text());
}
