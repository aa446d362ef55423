//! A campaign through faults, killed again and again: nobody gets two, and everybody is accounted
//! for. The sandbox's ledger is the judge.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use tidings_tests::command::Tidings;
use tidings_tests::running::Running;
use tidings_tests::sandbox::Sandbox;
use tidings_tests::wait::until;

const CUSTOMERS: &str = "2000";
const KILLS: u32 = 10;

fn arguments() -> [&'static str; 15] {
    [
        "notify",
        "--days",
        "30",
        "--from",
        "care@example.com",
        "--subject",
        "We missed you",
        "--text",
        "Hello {{name | default: \"there\"}}",
        "--rate-per-minute",
        "60000",
        "--name",
        "autumn",
        "--json",
        "--data=data",
    ]
}

/// How many sends the sandbox has taken.
async fn accepted(sandbox: &Sandbox) -> u64 {
    sandbox.stats().await["accepted"]["outbound"]
        .as_u64()
        .unwrap_or(0)
}

/// A number from 0 to `below`, from a seed that the failure message names.
fn dice(seed: &mut u64, below: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

/// Starts the campaign and kills it once the sandbox has taken `more` further sends; false when it
/// ended by itself first.
async fn run_until_killed(tidings: &Tidings, sandbox: &Sandbox, more: u64) -> bool {
    let goal = accepted(sandbox).await + more;
    let mut process = Running::start(tidings.command(&arguments()));
    while accepted(sandbox).await < goal {
        if process.ended().is_some() {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    process.kill();
    true
}

fn count(report: &Value, field: &str) -> BTreeMap<String, u64> {
    let counts = report[field].as_object().unwrap();
    counts
        .iter()
        .map(|(name, count)| (name.clone(), count.as_u64().unwrap()))
        .collect()
}

#[tokio::test]
async fn nobody_gets_two_and_everybody_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(folder.path()).without("TIDINGS_DATA");
    let sandbox = Sandbox::start(
        &tidings,
        &["--customers", CUSTOMERS, "--rate-per-minute", "600000"],
    );
    let tidings = tidings.connected_to(sandbox.address());
    sandbox
        .faults(json!([
            {"operation": "*", "kind": "429", "rate": 0.02},
            {"operation": "outbound", "kind": "5xx", "rate": 0.01},
            {"operation": "outbound", "kind": "lost_reply", "rate": 0.01},
            {"operation": "audience", "kind": "5xx", "rate": 0.05},
        ]))
        .await;
    let mut seed = 7;
    for _ in 0..KILLS {
        let more = dice(&mut seed, 80);
        let was_killed = run_until_killed(&tidings, &sandbox, more).await;
        assert!(
            was_killed,
            "seed 7: the campaign was through before the last kill"
        );
    }
    // What the faults leave to wait for would only cost time now.
    sandbox.faults(json!([])).await;
    let report = tidings.run(&arguments()).json();
    let states = count(&report, "states");
    let excluded = count(&report, "excluded");

    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for entry in sandbox.ledger().await {
        *times
            .entry(entry["target"].as_str().unwrap().to_lowercase())
            .or_default() += 1;
    }
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "seed 7: {twice:?}");

    let audience = report["audience"].as_u64().unwrap();
    assert_eq!(report["complete"], true);
    assert_eq!(
        audience,
        excluded.values().sum::<u64>() + states.values().sum::<u64>(),
        "{report}"
    );
    assert!(
        !states.contains_key("pending") && !states.contains_key("attempting"),
        "{report}"
    );

    let show = tidings
        .run(&["campaign", "show", "autumn", "--json", "--data=data"])
        .expect_code(0)
        .json();
    let deliveries = show["deliveries"].as_array().unwrap();
    println!("killed {KILLS} times: {report}");
    let mut reached = BTreeSet::new();
    for delivery in deliveries {
        let address = delivery["address"].as_str().unwrap().to_lowercase();
        let sent = times.get(&address).copied().unwrap_or(0);
        match delivery["state"].as_str().unwrap() {
            "accepted" | "delivered" | "read" | "replied" => assert_eq!(sent, 1, "{delivery}"),
            "in_doubt" => assert!(sent <= 1, "{delivery}"),
            "conflict" | "rejected" | "unsent" => {
                assert_eq!(sent, 0, "{delivery}");
                assert!(
                    delivery["code"].is_string(),
                    "a reason is given: {delivery}"
                );
            }
            other => panic!("{other} at the end: {delivery}"),
        }
        reached.insert(address);
    }
    assert!(
        times.keys().all(|address| reached.contains(address)),
        "sent to somebody unlisted"
    );
}

#[tokio::test]
async fn trouble_leaves_the_rest_pending_and_not_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(folder.path()).without("TIDINGS_DATA");
    let sandbox = Sandbox::start(
        &tidings,
        &["--customers", "300", "--rate-per-minute", "600000"],
    );
    let tidings = tidings.connected_to(sandbox.address());
    // Everything fails, the reads that would end the pause too, once the audience is read.
    sandbox
        .faults(
            json!([{"operation": "outbound", "kind": "5xx", "rate": 1.0, "status": 503},
        {"operation": "contact", "kind": "5xx", "rate": 1.0},
        {"operation": "history", "kind": "5xx", "rate": 1.0}]),
        )
        .await;
    let process = Running::start(tidings.command(&arguments()));
    until("three sends answered 503", || async {
        let stats = sandbox.stats().await;
        let refused = stats["requests"]["outbound"]["503"].as_u64().unwrap_or(0);
        (refused >= 3).then_some(())
    })
    .await;
    process.kill();
    let show = tidings
        .run(&["campaign", "show", "autumn", "--json", "--data=data"])
        .json();
    let states = count(&show, "states");
    let in_doubt = states.get("in_doubt").copied().unwrap_or(0);
    let pending = states.get("pending").copied().unwrap_or(0);
    assert!(pending > in_doubt, "{show}");
}
