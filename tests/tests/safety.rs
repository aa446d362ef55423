//! What holds sending back, through the real binary: the sandbox's ledger is the judge.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};
use tidings_core::time::Timestamp;
use tidings_tests::command::Tidings;
use tidings_tests::compose::text;
use tidings_tests::console::Console;
use tidings_tests::http::Api;
use tidings_tests::running::Running;
use tidings_tests::sandbox::Sandbox;
use tidings_tests::wait::until;

/// What the promise allows after a stop.
const A_SECOND: Duration = Duration::from_secs(1);

const NOTIFY: [&str; 13] = [
    "notify",
    "--days",
    "30",
    "--from",
    "care@example.com",
    "--subject",
    "We missed you",
    "--text",
    "Hello",
    "--rate-per-minute",
    "6000",
    "--name",
    "spring",
];

fn at(line: &Value) -> Timestamp {
    Timestamp::parse(&text(line, "at")).unwrap()
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp::from_unix_millis(since.unwrap().as_millis().try_into().unwrap())
}

/// Waits until the promise's second, and another, are over; then nothing was taken after the first.
async fn nothing_after(sandbox: &Sandbox, stopped: Timestamp) -> usize {
    until("two seconds after the stop", || async {
        (now() > stopped.saturating_add(2 * A_SECOND)).then_some(())
    })
    .await;
    let taken = sandbox.ledger().await;
    let limit = stopped.saturating_add(A_SECOND);
    let late: Vec<_> = taken.iter().filter(|line| at(line) > limit).collect();
    assert!(late.is_empty(), "stopped at {stopped}: {late:?}");
    taken.len()
}

fn addresses(taken: &[Value]) -> BTreeSet<String> {
    taken
        .iter()
        .map(|line| text(line, "target").to_lowercase())
        .collect()
}

#[tokio::test]
async fn a_stop_in_a_run_of_6000_a_minute_lets_one_second_of_attempts_through_at_most() {
    let home = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(home.path());
    let sandbox = Sandbox::start(
        &tidings,
        &["--customers", "2500", "--rate-per-minute", "600000"],
    );
    let tidings = tidings.connected_to(sandbox.address());
    let mut run = Running::start(tidings.command(&NOTIFY));
    sandbox.accepted("outbound", 200).await;
    // By another process than the one that sends.
    let stops = tidings.run(&["stop", "--json"]).expect_code(0).json();
    let stopped = stops[0]["at"].as_i64().unwrap();
    let taken = nothing_after(&sandbox, Timestamp::from_unix_millis(stopped)).await;
    let code = until("the command ends by itself", || {
        let ended = run.ended();
        async move { ended.map(|status| status.code()) }
    })
    .await;
    assert_eq!(code, Some(1), "{}", run.stderr());
    assert!(
        run.stderr().contains("sending was stopped"),
        "{}",
        run.stderr()
    );
    let show = ["campaign", "show", "spring", "--json"];
    let states = tidings.run(&show).json()["states"].take();
    assert!(states["pending"].as_u64().unwrap() > 0, "{states}");
    assert!(states["in_doubt"].is_null(), "{states}");

    // A console that starts later finds the switch as it was left, and sends the rest after it.
    let address = sandbox.address().to_owned();
    let data = home.path().join("data").display().to_string();
    let console = Console::start_with(
        |tidings| tidings.connected_to(&address).with("TIDINGS_DATA", &data),
        &[],
    );
    let api = console.sign_up().await;
    assert_eq!(api.get("/api/stops").await.json()[0]["at"], stopped);
    is_ready(&api, "default").await;
    assert_eq!(sandbox.ledger().await.len(), taken, "sent while stopped");
    let resumed = api.post("/api/stops", &json!({"stopped": false})).await;
    assert_eq!(resumed.json(), json!([]));
    let campaign = until("the campaign is through", || async {
        let campaigns = api.get("/api/campaigns").await.json();
        (campaigns[0]["state"] == "finished").then(|| campaigns[0].clone())
    })
    .await;
    let taken = sandbox.ledger().await;
    assert_eq!(addresses(&taken).len(), taken.len(), "somebody got two");
    assert_eq!(campaign["states"]["accepted"], taken.len(), "{campaign}");
    assert!(campaign["states"]["in_doubt"].is_null(), "{campaign}");
}

/// Waits until the engine of a console has taken a connection up.
async fn is_ready(api: &Api, connection: &str) {
    until("the engine works", || async {
        let session = api.get("/api/session").await.json();
        let all = session["connections"].as_array()?.clone();
        let one = all.iter().find(|one| one["name"] == connection)?.clone();
        (one["health"]["state"] == "ready").then_some(())
    })
    .await;
}

#[tokio::test]
async fn whoever_is_suppressed_while_a_campaign_runs_gets_nothing_from_then_on() {
    let home = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(home.path());
    let sandbox = Sandbox::start(
        &tidings,
        &["--customers", "400", "--rate-per-minute", "600000"],
    );
    let tidings = tidings.connected_to(sandbox.address());
    let mut slow = NOTIFY;
    slow[10] = "1200";
    let mut run = Running::start(tidings.command(&slow));
    sandbox.accepted("outbound", 20).await;
    let show = ["campaign", "show", "spring", "--json"];
    let waiting: Vec<String> = tidings.run(&show).json()["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["state"] == "pending")
        .map(|row| text(row, "address"))
        .collect();
    // Of those who wait, every second one; in capitals, as people write addresses.
    let mut file = String::new();
    for address in waiting.iter().step_by(2) {
        writeln!(file, "{},\"said \"\"no\"\"\"", address.to_uppercase()).unwrap();
    }
    let path = home.path().join("no.csv");
    std::fs::write(&path, file).unwrap();
    let path = path.display().to_string();
    let change = tidings.run(&["suppress", "import", &path, "--json"]);
    let changed = change.expect_code(0).json()["changed"].as_u64().unwrap();
    assert!(changed > 50, "{changed}");
    let listed = now();
    until("the campaign ends", || {
        let ended = run.ended();
        async move { ended }
    })
    .await;
    let shown = tidings.run(&show).json();
    let suppressed: BTreeSet<String> = waiting
        .iter()
        .step_by(2)
        .map(|address| address.to_lowercase())
        .collect();
    for line in sandbox.ledger().await {
        let is_late = at(&line) > listed.saturating_add(A_SECOND);
        let target = text(&line, "target").to_lowercase();
        assert!(!is_late || !suppressed.contains(&target), "{line}");
    }
    let number = shown["states"]["suppressed"].as_u64().unwrap();
    assert!(number > 50, "{shown:.200}");
    for row in shown["deliveries"].as_array().unwrap() {
        if row["state"] == "suppressed" {
            assert!(
                row["reason"].as_str().unwrap().contains("said \"no\""),
                "{row}"
            );
            assert!(row["hint"].is_string(), "{row}");
        }
    }
}

#[tokio::test]
async fn a_campaign_made_while_live_stops_at_the_allow_list_once_its_connection_rehearses() {
    let home = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(home.path());
    let sandbox = Sandbox::start(
        &tidings,
        &["--customers", "400", "--rate-per-minute", "600000"],
    );
    let tidings = tidings.connected_to(sandbox.address());
    let mut slow = NOTIFY;
    slow[10] = "1200";
    let mut run = Running::start(tidings.command(&slow));
    sandbox.accepted("outbound", 20).await;
    let rehearsed = tidings.run(&["connection", "rehearse", "default", "--json"]);
    assert_eq!(rehearsed.expect_code(0).json()["mode"], "rehearsal");
    let since = now();
    let code = until("the campaign ends", || {
        let ended = run.ended();
        async move { ended.map(|status| status.code()) }
    })
    .await;
    assert_eq!(code, Some(1));
    let limit = since.saturating_add(A_SECOND);
    let taken = sandbox.ledger().await;
    assert!(taken.iter().all(|line| at(line) <= limit));
    let shown = tidings
        .run(&["campaign", "show", "spring", "--json"])
        .json();
    let rows = shown["deliveries"].as_array().unwrap();
    let refused: Vec<_> = rows
        .iter()
        .filter(|row| row["code"] == "rehearsal")
        .collect();
    assert!(refused.len() > 100, "{}", shown["states"]);
    assert_eq!(shown["states"]["accepted"], taken.len());
    assert!(refused.iter().all(|row| row["state"] == "rejected"));
}
