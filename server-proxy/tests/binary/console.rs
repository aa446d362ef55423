//! A console's start and end.

use reqwest::{Method, StatusCode};

use crate::support::Place;

#[tokio::test]
async fn it_says_where_it_is_answers_probes_and_ends_in_order() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    assert!(
        console.origin().starts_with("http://localhost:"),
        "{}",
        console.origin()
    );
    assert!(console.running.sandbox().starts_with("http://127.0.0.1:"));
    for probe in ["/healthz", "/readyz"] {
        // By whatever name the prober knows it.
        let call = console
            .bare(Method::GET, probe)
            .header("Host", "10.0.0.7:8080");
        assert_eq!(
            call.send().await.unwrap().status(),
            StatusCode::OK,
            "{probe}"
        );
    }
    let log = console.running.log();
    assert!(!log.contains(console.link()), "the link is never logged");
    assert_eq!(console.running.terminate(), 0);
    assert!(!place.path("data/serve.json").exists());
}

#[tokio::test]
async fn an_open_event_stream_does_not_hold_up_the_end() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let mut stream = console.get("/api/events").await;
    assert!(stream.chunk().await.unwrap().is_some());
    assert_eq!(console.running.terminate(), 0);
}

#[tokio::test]
async fn once_somebody_has_a_password_no_link_is_printed() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    assert_eq!(console.running.terminate(), 0);
    let again = place.serve(&[]);
    assert!(
        again.running.ready.get("link").is_none(),
        "{}",
        again.running.ready
    );
}

#[tokio::test]
async fn a_configured_address_is_the_only_one() {
    let place = Place::new().with("TIDINGS_PUBLIC_URL", "https://tidings.example");
    let console = place.serve(&[]);
    assert_eq!(console.origin(), "https://tidings.example");
    let link = console.running.ready["link"].as_str().unwrap();
    assert!(link.starts_with("https://tidings.example/setup#"), "{link}");
}

#[tokio::test]
async fn beside_a_console_commands_send_by_its_engine_and_find_its_sandbox() {
    let place = Place::new();
    let console = place.serve(&[]);
    let contact = crate::support::open_contact(console.running.sandbox()).await;
    let send = [
        "send",
        "proactive",
        "--contact",
        &contact,
        "--text",
        "Hello",
        "--json",
    ];
    let report = place.run(&send).ends_with(0).last();
    // The sandbox reports the arrival to the console, maybe before the command has looked.
    let state = report["state"].as_str().unwrap();
    assert!(["accepted", "delivered"].contains(&state), "{report}");
    // A connection that the console does not know would wait for ever.
    let place = place
        .with("GENESYS_API", "guides")
        .with("GENESYS_BASE_URL", console.running.sandbox())
        .with("GENESYS_CLIENT_ID", "sandbox")
        .with("GENESYS_CLIENT_SECRET", "sandbox-secret");
    let said = place.run(&send[..6]).ends_with(3).stderr;
    assert!(said.contains("does not know the connection"), "{said}");
}
