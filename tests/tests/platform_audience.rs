//! The audience of the published API, judged by the same sandbox's other dialect and its counters.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tidings_tests::command::Tidings;
use tidings_tests::running::Running;
use tidings_tests::sandbox::Sandbox;
use tidings_tests::wait::until;

struct Setting {
    _folder: tempfile::TempDir,
    guides: Tidings,
    platform: Tidings,
    sandbox: Sandbox,
}

fn setting(arguments: &[&str]) -> Setting {
    let folder = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(folder.path());
    let sandbox = Sandbox::start(
        &tidings,
        &[arguments, &["--rate-per-minute", "1000000"]].concat(),
    );
    let guides = tidings.connected_to(sandbox.address());
    let platform = guides
        .clone()
        .with("GENESYS_API", "platform")
        .with("GENESYS_SENDER_EMAIL", "shop@mail.sandbox.example");
    Setting {
        _folder: folder,
        guides,
        platform,
        sandbox,
    }
}

/// Everybody by name and sessions, and what the last line says of them.
fn audience(tidings: &Tidings) -> (BTreeMap<(String, u64), usize>, Value) {
    let run = tidings.run(&["audience", "--days", "30", "--format", "jsonl"]);
    let mut lines = run.expect_code(0).json_lines();
    let counts = lines.pop().unwrap();
    let mut people = BTreeMap::new();
    for line in lines {
        let name = line["name"].as_str().unwrap_or_default().to_owned();
        let sessions = line["sessions"].as_u64().unwrap();
        *people.entry((name, sessions)).or_default() += 1;
    }
    (people, counts)
}

fn sum(numbers: &Value) -> u64 {
    match numbers {
        Value::Number(number) => number.as_u64().unwrap(),
        Value::Object(fields) => fields.values().map(sum).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn both_dialects_find_the_same_people_with_as_many_sessions() {
    let Setting {
        guides, platform, ..
    } = &setting(&["--customers", "2000"]);
    let (by_guides, first) = audience(guides);
    let (by_platform, second) = audience(platform);
    assert_eq!(first["audience"], second["audience"]);
    let sessions = |people: &BTreeMap<(String, u64), usize>| -> u64 {
        let all = people.iter();
        all.map(|((_, sessions), count)| sessions * u64::try_from(*count).unwrap())
            .sum()
    };
    // Merged contacts make one person of two names.
    assert_eq!(sessions(&by_guides), sessions(&by_platform));
    assert_eq!(second["complete"], true);
    assert!(sum(&second["excluded"]["contact_deleted"]) > 0, "{second}");
}

#[tokio::test]
async fn trouble_with_jobs_cursors_and_totals_changes_nothing() {
    let Setting {
        platform, sandbox, ..
    } = &setting(&["--customers", "1500"]);
    let undisturbed = audience(platform);
    for faults in [
        json!([{"operation": "audience", "kind": "job_expired", "count": 1}]),
        json!([{"operation": "audience", "kind": "job_failed", "count": 2}]),
        json!([{"operation": "audience", "kind": "cursor_lost", "count": 1}]),
        json!([{"operation": "audience", "kind": "429", "count": 2}]),
    ] {
        sandbox.faults(faults.clone()).await;
        assert_eq!(audience(platform), undisturbed, "{faults}");
    }
    // With no job to be had, pages reach everybody, while more and more turn up before them.
    let faults = json!([
        {"operation": "audience", "kind": "job_failed"},
        {"operation": "audience", "kind": "drift", "rate": 0.3},
    ]);
    sandbox.faults(faults).await;
    let (people, counts) = audience(platform);
    let total = |people: &BTreeMap<(String, u64), usize>| people.values().sum::<usize>();
    assert_eq!(counts["audience"], undisturbed.1["audience"]);
    assert_eq!(total(&people), total(&undisturbed.0));
}

#[tokio::test]
async fn reach_counts_everybody_on_every_channel_with_a_reason() {
    let Setting { platform, .. } = &setting(&["--customers", "1000"]);
    let suppressed = audience(platform).1;
    let view = platform
        .run(&["audience", "--days", "30", "--reach", "--json"])
        .expect_code(0)
        .json();
    assert_eq!(view["complete"], true);
    assert_eq!(view["audience"], suppressed["audience"]);
    let channels = view["channels"].as_array().unwrap();
    assert_eq!(channels.len(), 6);
    for channel in channels {
        let all = sum(&channel["reachable"]) + sum(&channel["unreachable"]);
        assert_eq!(json!(all), view["audience"], "{channel}");
    }
    assert!(sum(&channels[0]["reachable"]) > 0, "{view}");
    assert_eq!(
        channels[1]["unreachable"],
        json!({"no_sender": sum(&view["audience"])})
    );
}

/// Audience, sends and what became of them, for people whom Genesys knows.
#[tokio::test]
async fn a_person_costs_at_most_one_and_a_fifth_calls() {
    let Setting {
        platform, sandbox, ..
    } = &setting(&["--customers", "2500"]);
    let run = platform.run(&[
        "notify",
        "--days",
        "30",
        "--name",
        "spring",
        "--from",
        "shop@mail.sandbox.example",
        "--subject",
        "News",
        "--text",
        "Hello {{name}}",
        "--rate-per-minute",
        "6000",
        "--json",
    ]);
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    let sent = sum(&sandbox.stats().await["accepted"]);
    assert!(sent >= 900, "{sent} were sent");
    let serving = Running::start(platform.command(&["serve", "--listen", "127.0.0.1:0"]));
    let settled = until("every mail has arrived or has not", || async {
        let run = platform.run(&["campaign", "show", "spring", "--json"]);
        let waiting = run.json()["states"]["accepted"].as_u64();
        (waiting.unwrap_or(0) == 0).then_some(())
    });
    settled.await;
    drop(serving);
    let stats = sandbox.stats().await;
    let calls = sum(&stats["requests"]);
    assert!(
        calls * 10 <= sent * 12,
        "{calls} calls for {sent} people: {stats}"
    );
    println!("{calls} calls for {sent} people: {stats}");
}
