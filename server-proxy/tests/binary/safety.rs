//! How far a connection reaches: rehearsal, live, stop. By page and by command line, of one
//! installation.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Console, Place, json_of, ledger, open_contact, text_to};

async fn signed_in(mut console: Console) -> Console {
    console.sign_in().await;
    console
}

fn mode(mode: &str, organization: &str) -> Value {
    json!({"mode": mode, "organization": organization})
}

async fn switch(console: &Console, connection: &str, body: &Value) -> (StatusCode, Value) {
    let path = format!("/api/connections/{connection}/mode");
    let reply = console.post(&path, body).await;
    (reply.status(), json_of(reply).await)
}

/// Every note of the journal.
async fn journal(console: &Console) -> String {
    let call = console
        .call(reqwest::Method::GET, "/api/events")
        .header("Last-Event-ID", "0");
    let mut stream = call.send().await.unwrap();
    // A last one of our own, so that there is an end to wait for.
    console
        .post(
            "/api/stops",
            &json!({"connection": "sandbox", "stopped": true}),
        )
        .await;
    let mut text = String::new();
    while !text.contains("stopped the connection") {
        let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
        text.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    text
}

#[tokio::test]
async fn in_rehearsal_page_command_line_and_retry_reach_the_allow_list_only() {
    let place = Place::new();
    let console = signed_in(place.serve(&[])).await;
    let contact = open_contact(console.running.sandbox()).await;
    // Taken while live, it fails for another reason and can be tried again later.
    let unknown = console.send_text("key-0", "nobody-1", "Hello").await;
    let unknown = json_of(unknown).await["id"].as_str().unwrap().to_owned();
    console
        .delivery(&unknown, |row| row["canRetry"] == true)
        .await;
    let (status, view) = switch(&console, "sandbox", &mode("rehearsal", "")).await;
    assert_eq!(
        (status, &view["mode"]),
        (StatusCode::OK, &json!("rehearsal"))
    );

    let reply = console.send_text("key-1", &contact, "Hello").await;
    assert_eq!(reply.status(), StatusCode::FORBIDDEN);
    let error = json_of(reply).await;
    assert_eq!(error["error"]["code"], "rehearsal");
    let said = error["error"]["message"].as_str().unwrap();
    assert!(said.contains("tidings connection allow sandbox"), "{said}");
    let reply = console
        .post_once(
            &format!("/api/deliveries/{unknown}/retry"),
            "key-2",
            &json!({}),
        )
        .await;
    assert_eq!(reply.status(), StatusCode::FORBIDDEN);
    let send = [
        "send",
        "proactive",
        "--connection",
        "sandbox",
        "--contact",
        &contact,
        "--text",
        "Hello",
        "--json",
    ];
    let run = place.run(&send).ends_with(3);
    assert_eq!(run.last()["error"]["code"], "rehearsal");
    assert!(ledger(console.running.sandbox()).await.is_empty());

    place
        .run(&["connection", "allow", "sandbox", &contact.to_uppercase()])
        .ends_with(0);
    let reply = console.send_text("key-3", &contact, "Hello").await;
    assert_eq!(reply.status(), StatusCode::ACCEPTED);
    place.run(&send).ends_with(0);
    assert_eq!(console.accepted(2).await.len(), 2);
}

#[tokio::test]
async fn a_message_that_was_taken_is_answered_as_before_whatever_was_switched_since() {
    let place = Place::new();
    let console = signed_in(place.serve(&[])).await;
    let contact = open_contact(console.running.sandbox()).await;
    let first = json_of(console.send_text("key-1", &contact, "Hello").await).await;
    switch(&console, "sandbox", &mode("rehearsal", "")).await;
    let again = console.send_text("key-1", &contact, "Hello").await;
    assert_eq!(again.status(), StatusCode::ACCEPTED);
    assert_eq!(json_of(again).await["id"], first["id"]);
}

#[tokio::test]
async fn going_live_takes_a_green_doctor_and_the_right_name_and_is_recorded() {
    let place = Place::connected_to("http://127.0.0.1:9");
    let console = signed_in(place.serve(&[])).await;
    place
        .run(&["connection", "rehearse", "sandbox"])
        .ends_with(0);
    let (status, error) = switch(&console, "sandbox", &mode("live", "Sandbox")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(error["error"]["code"], "wrong_organization");
    let live = |name: &'static str, typed: &'static str| {
        place.run(&[
            "connection",
            "live",
            name,
            "--organization",
            typed,
            "--json",
        ])
    };
    let run = live("sandbox", "").ends_with(2);
    assert_eq!(run.last()["error"]["code"], "wrong_organization");
    // Nobody answers there, so the doctor is not green.
    let (status, error) = switch(&console, "default", &mode("live", "default")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(error["error"]["code"], "doctor_not_green");
    let run = live("default", "default").ends_with(3);
    assert_eq!(run.last()["error"]["code"], "doctor_not_green");

    let (status, view) = switch(&console, "sandbox", &mode("live", " sandbox ")).await;
    assert_eq!((status, &view["mode"]), (StatusCode::OK, &json!("live")));
    let run = live("sandbox", "sandbox").ends_with(0);
    assert_eq!(
        (&run.last()["mode"], &run.last()["changed"]),
        (&json!("live"), &json!(false))
    );
    let journal = journal(&console).await;
    let told = r#"ana switched the connection \"sandbox\" of the organization \"sandbox\" to live"#;
    assert!(journal.contains(told), "{journal}");
    assert!(journal.contains("to rehearsal"), "{journal}");
    assert_eq!(
        journal
            .matches(r#""kind":"connection","data":{"name":"sandbox""#)
            .count(),
        3
    );
}

#[tokio::test]
async fn a_stop_by_command_is_told_to_the_page_holds_every_send_and_survives_a_restart() {
    let place = Place::new();
    let mut console = signed_in(place.serve(&[])).await;
    let contact = open_contact(console.running.sandbox()).await;
    let mut stream = console.get("/api/events").await;
    let stopped = place.run(&["stop", "--json"]).ends_with(0);
    assert_eq!(stopped.last().as_array().unwrap().len(), 1);
    let mut told = String::new();
    while !told.contains(r#""kind":"stops""#) {
        let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
        told.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    let sent = json_of(console.send_text("key-1", &contact, "Hello").await).await;
    assert_eq!(
        (&sent["state"], &sent["code"]),
        (&json!("pending"), &json!("stopped"))
    );
    let send = [
        "send",
        "proactive",
        "--connection",
        "sandbox",
        "--contact",
        &contact,
        "--text",
        "Hello",
        "--json",
    ];
    let run = place.run(&send).ends_with(1);
    assert_eq!(run.last()["error"]["code"], "stopped");

    assert_eq!(console.running.terminate(), 0);
    let cookie = console.cookie().to_owned();
    let mut console = place.serve(&[]);
    console.remember(cookie);
    let stops = json_of(console.get("/api/stops").await).await;
    assert_eq!(stops.as_array().unwrap().len(), 1, "{stops}");
    let id = sent["id"].as_str().unwrap();
    let path = format!("/api/deliveries/{id}");
    let waits = json_of(console.get(&path).await).await;
    assert_eq!(waits["delivery"]["state"], "pending");
    // Reads go on.
    let audience = json_of(
        console
            .get("/api/audience?connection=sandbox&days=30&channel=email&minSessions=1")
            .await,
    );
    assert_eq!(audience.await["complete"], true);
    assert!(ledger(console.running.sandbox()).await.is_empty());

    let resumed = console.post("/api/stops", &json!({"stopped": false})).await;
    assert_eq!(json_of(resumed).await, json!([]));
    console.delivery(id, |row| row["state"] != "pending").await;
    assert_eq!(console.accepted(1).await.len(), 1);
}

#[tokio::test]
async fn one_connection_is_stopped_by_its_name_and_a_mistyped_name_is_refused() {
    let place = Place::new();
    let console = signed_in(place.serve(&[])).await;
    let contact = open_contact(console.running.sandbox()).await;
    let run = place.run(&["stop", "--connection", "sandbax"]).ends_with(3);
    assert!(run.stderr.contains("sandbax"), "{}", run.stderr);
    let unknown = console
        .post(
            "/api/stops",
            &json!({"connection": "sandbax", "stopped": true}),
        )
        .await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    place.run(&["stop", "--connection", "sandbox"]).ends_with(0);
    let shown = place
        .run(&["connection", "show", "sandbox", "--json"])
        .ends_with(0);
    assert_eq!(shown.last()["stopped"]["connection"], "sandbox");
    let sent = json_of(console.send_text("key-1", &contact, "Hello").await).await;
    // Everything else may go on, so resuming everything changes nothing here.
    let run = place.run(&["resume"]).ends_with(0);
    assert!(
        run.stdout.contains("stopped: the connection sandbox"),
        "{}",
        run.stdout
    );
    place
        .run(&["resume", "--connection", "sandbox"])
        .ends_with(0);
    let id = sent["id"].as_str().unwrap();
    console.delivery(id, |row| row["state"] != "pending").await;
    assert_eq!(console.accepted(1).await.len(), 1);
}

#[tokio::test]
async fn a_cap_of_ones_own_binds_whatever_pace_is_asked_for_and_says_so() {
    let sandbox = Place::new();
    let sandbox = sandbox.sandbox(&[]);
    let place = Place::connected_to(sandbox.sandbox()).with("GENESYS_CAP_PER_MINUTE", "1");
    let console = signed_in(place.serve(&[])).await;
    let of = |budgets: Value, name: &str| {
        let all = budgets.as_array().unwrap().clone();
        all.into_iter().find(|one| one["name"] == name).unwrap()
    };
    let budgets = json_of(console.get("/api/connections/default/budgets").await).await;
    let client = of(budgets.clone(), "client");
    assert_eq!(
        (&client["perMinute"], &client["source"]),
        (&json!(120), &json!("published"))
    );
    assert_eq!(of(budgets, "cap")["binds"], false);
    let contact = open_contact(sandbox.sandbox()).await;
    let send = |key: &'static str| {
        let mut body = text_to(&contact, "Hello");
        body["connection"] = json!("default");
        let console = &console;
        async move { json_of(console.post_once("/api/send", key, &body).await).await }
    };
    let first = send("key-1").await;
    let id = first["id"].as_str().unwrap();
    console.delivery(id, |row| row["state"] == "accepted").await;
    let second = send("key-2").await;
    let budgets = json_of(console.get("/api/connections/default/budgets").await).await;
    let cap = of(budgets, "cap");
    assert_eq!(
        (&cap["binds"], &cap["source"]),
        (&json!(true), &json!("configured"))
    );
    assert!(cap["dueAt"].is_i64(), "{cap}");
    let shown = place.run(&["connection", "show", "default"]).ends_with(0);
    assert!(shown.stdout.contains("(cap); binds"), "{}", shown.stdout);
    let path = format!("/api/deliveries/{}", second["id"].as_str().unwrap());
    let waits = json_of(console.get(&path).await).await;
    assert_eq!(waits["delivery"]["state"], "pending");
    assert_eq!(ledger(sandbox.sandbox()).await.len(), 1);
}
