//! Whose turn it is and when it will be through, through the real binary: the sandbox's ledger is
//! the judge.
#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::Value;
use tidings_core::time::Timestamp;
use tidings_tests::command::Tidings;
use tidings_tests::compose::text;
use tidings_tests::running::Running;
use tidings_tests::sandbox::Sandbox;

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
    "30",
    "--name",
    "slow",
];

const SEND: [&str; 11] = [
    "send",
    "outbound",
    "--to",
    "colleague@example.org",
    "--from",
    "care@example.com",
    "--subject",
    "One message",
    "--text",
    "Hello",
    "--json",
];

fn at(line: &Value) -> Timestamp {
    Timestamp::parse(&text(line, "at")).unwrap()
}

#[tokio::test]
async fn a_single_message_overtakes_a_campaign_that_runs_at_its_own_pace() {
    let home = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(home.path());
    let sandbox = Sandbox::start(&tidings, &["--customers", "600"]);
    let tidings = tidings.connected_to(sandbox.address());
    let mut run = Running::start(tidings.command(&NOTIFY));
    sandbox.accepted("outbound", 2).await;

    let sent = tidings.run(&SEND).expect_code(0).json();
    let shown = tidings
        .run(&["campaign", "show", &text(&sent, "campaign"), "--json"])
        .json();
    let asked_for = Timestamp::from_unix_millis(shown["createdAt"].as_i64().unwrap());
    let taken = sandbox.ledger().await;
    let place = |line: &Value| line["target"] == "colleague@example.org";
    let place = taken.iter().position(place).unwrap();
    let between = taken[..place].iter().filter(|line| at(line) > asked_for);
    // One may have been on its way already.
    assert!(
        between.count() <= 1,
        "it waited behind the campaign: {taken:?}"
    );

    let show = ["campaign", "show", "slow", "--json"];
    let slow = tidings.run(&show).json();
    assert!(slow["states"]["pending"].as_u64().unwrap() > 100, "{slow}");
    let id = text(&slow, "id");
    assert_eq!(slow["eta"]["binds"], format!("campaign:{id}"), "{slow}");
    assert_eq!(slow["eta"]["perMinute"], 30, "{slow}");
    assert!(slow["eta"]["at"].as_i64().unwrap() > asked_for.as_unix_millis());

    // Stopped, nobody knows when it will be through.
    tidings.run(&["stop"]).expect_code(0);
    let stopped = tidings.run(&show).json();
    assert_eq!(stopped["eta"]["binds"], "stopped", "{stopped}");
    assert!(stopped["eta"]["at"].is_null(), "{stopped}");
    assert!(run.ended().is_none() || run.stderr().contains("stopped"));
}
