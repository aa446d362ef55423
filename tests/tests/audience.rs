//! A hundred thousand customers: complete, deduplicated, each exclusion with a reason, memory flat.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use serde_json::{Value, json};
use tidings_tests::command::Tidings;
use tidings_tests::sandbox::Sandbox;

/// The most that the process may hold, in KiB (60 MB).
const RESIDENT_KIB: u64 = 60_000;

/// The process's largest resident size so far, in KiB; nothing once it is gone.
fn peak_resident(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test]
async fn a_hundred_thousand_customers_are_read_whole_in_flat_memory_through_429s() {
    let folder = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(folder.path());
    let sandbox = Sandbox::start(
        &tidings,
        &["--customers", "100000", "--rate-per-minute", "1000000"],
    );
    let tidings = tidings.connected_to(sandbox.address());
    sandbox
        .faults(json!([{"operation": "audience", "kind": "429", "rate": 0.01, "count": 5}]))
        .await;

    let mut child = tidings
        .command(&["audience", "--days", "30", "--format", "jsonl"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let mut eligible = HashSet::new();
    let (mut excluded, mut last) = (0_u64, Value::Null);
    for (number, line) in BufReader::new(child.stdout.take().unwrap())
        .lines()
        .enumerate()
    {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        match line["status"].as_str() {
            Some("eligible") => {
                let address = line["address"].as_str().unwrap().to_lowercase();
                assert!(eligible.insert(address), "twice: {line}");
            }
            Some("excluded") => {
                assert!(line["reason"].is_string(), "{line}");
                excluded += 1;
            }
            _ => last = line,
        }
        if number % 1000 == 0 {
            peak = peak_resident(child.id()).unwrap_or(0).max(peak);
        }
    }
    assert!(child.wait().unwrap().success());
    assert_eq!(last["complete"], true);
    assert!(
        peak > 0 && peak < RESIDENT_KIB,
        "peak resident size {peak} KiB"
    );

    let population = sandbox.population(100_000).await;
    let found = population
        .iter()
        .filter(|customer| customer["sessions30d"].as_u64().unwrap_or(0) > 0)
        .count() as u64;
    assert_eq!(eligible.len() as u64 + excluded, found, "complete: {last}");
    println!(
        "peak resident size {peak} KiB, eligible {}, excluded {excluded}",
        eligible.len()
    );
}
