//! The stream of events: at once, resumable, and honest about what it lost.

use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::{Console, Place, open_contact};

/// Reads until the stream has said something that `wanted` accepts.
async fn read_until(stream: &mut Response, wanted: impl Fn(&str) -> bool) -> String {
    let mut text = String::new();
    while !wanted(&text) {
        let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    text
}

fn ids(text: &str) -> Vec<i64> {
    text.lines()
        .filter_map(|line| line.strip_prefix("id: ")?.parse().ok())
        .collect()
}

async fn resumed_at(console: &Console, id: &str) -> Response {
    let call = console
        .call(Method::GET, "/api/events")
        .header("Last-Event-ID", id);
    call.send().await.unwrap()
}

#[tokio::test]
async fn what_happens_is_told_and_can_be_told_again() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let mut stream = console.get("/api/events").await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert_eq!(stream.headers()["x-accel-buffering"], "no");
    let hello = read_until(&mut stream, |text| text.contains("\n\n")).await;
    assert!(hello.starts_with(':'), "a comment comes at once: {hello}");
    let contact = open_contact(console.running.sandbox()).await;
    console.send_text("key-1", &contact, "Hello").await;
    let told = read_until(&mut stream, |text| text.contains(r#""state":"accepted""#)).await;
    let data = told.lines().filter_map(|line| line.strip_prefix("data: "));
    let events: Vec<Value> = data
        .filter_map(|data| serde_json::from_str(data).ok())
        .collect();
    let states: Vec<_> = events
        .iter()
        .filter(|event| event["kind"] == "delivery")
        .collect();
    assert_eq!(states[0]["data"]["state"], "pending");
    let first = ids(&told)[0];
    let mut again = resumed_at(&console, &first.to_string()).await;
    let rest = read_until(&mut again, |text| text.contains(r#""state":"accepted""#)).await;
    assert!(ids(&rest).iter().all(|id| *id > first), "{rest}");
}

#[tokio::test]
async fn an_id_that_the_journal_does_not_have_is_answered_by_resync() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    for id in ["999999999", "-1", "abc"] {
        let mut stream = resumed_at(&console, id).await;
        let text = read_until(&mut stream, |text| text.contains("event: resync")).await;
        assert!(text.contains("event: resync"), "{text}");
    }
    let mut fresh = console.get("/api/events").await;
    let text = read_until(&mut fresh, |text| text.contains("\n\n")).await;
    assert!(!text.contains("resync"), "{text}");
}
