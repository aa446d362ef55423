//! What a look at a connection finds, and that it sends nothing.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{Place, client, json_of, ledger};

/// The one finding of that name.
#[track_caller]
fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    let found: Vec<_> = checks
        .iter()
        .filter(|check| check["name"] == name)
        .collect();
    match found.as_slice() {
        [check] => check,
        other => panic!("{} findings {name:?} in {report:#}", other.len()),
    }
}

/// The names of the findings of a verdict.
fn names(report: &Value, verdict: &str) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().filter(|check| check["verdict"] == verdict);
    found
        .map(|check| check["name"].as_str().unwrap().to_owned())
        .collect()
}

/// How many calls of each operation a sandbox answered.
async fn requests(sandbox: &str) -> Value {
    let stats = client().get(format!("{sandbox}/_sandbox/stats")).send();
    json_of(stats.await.unwrap()).await["requests"].clone()
}

#[tokio::test]
async fn the_guides_reads_are_tried_and_their_sends_are_not() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    let place = Place::connected_to(sandbox.sandbox());
    let report = place.run(&["doctor", "--json"]).ends_with(0).last();
    let good = [
        "token",
        "analytics:conversation:read",
        "conversations:read",
        "conversation:read",
    ];
    assert_eq!(names(&report, "good"), good, "{report:#}");
    assert_eq!(names(&report, "unknown").len(), 5, "{report:#}");
    let planned = place.run(&["doctor", "--dry-run"]).ends_with(0).lines();
    assert_eq!(planned.len(), 3);
    let calls = requests(sandbox.sandbox()).await;
    for send in ["outbound", "proactive", "greet", "structured", "guest"] {
        assert_eq!(calls[send], Value::Null, "{calls}");
    }
    assert_eq!(ledger(sandbox.sandbox()).await, [] as [Value; 0]);
}

#[test]
fn refused_credentials_and_a_missing_host_are_told_apart() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    let place =
        Place::connected_to(sandbox.sandbox()).with("GENESYS_CLIENT_SECRET", "wrong-secret");
    let report = place.run(&["doctor", "--json"]).ends_with(3).last();
    let token = check(&report, "token");
    assert_eq!(token["verdict"], "missing");
    assert!(
        token["hint"].as_str().unwrap().contains("secret"),
        "{token}"
    );
    assert_eq!(report["checks"].as_array().unwrap().len(), 1);
    let report = Place::unconnected()
        .run(&["doctor", "--json"])
        .ends_with(3)
        .last();
    let token = check(&report, "token");
    let message = token["message"].as_str().unwrap();
    assert!(message.contains("http://127.0.0.1:9"), "{message}");
    let words = Place::unconnected().run(&["doctor"]).ends_with(3).stdout;
    assert!(words.contains("MISSING"), "{words}");
}

#[tokio::test]
async fn the_console_looks_at_each_of_its_connections() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    let path = "/api/connections/sandbox/doctor";
    assert_eq!(console.get(path).await.status(), StatusCode::UNAUTHORIZED);
    console.sign_in().await;
    let report = json_of(console.get(path).await).await;
    assert_eq!(report["connection"], "sandbox");
    assert_eq!(check(&report, "token")["verdict"], "good");
    let list = json_of(console.get("/api/connections").await).await;
    assert_eq!(list[0]["name"], "sandbox");
    assert_eq!(list[0]["isDefault"], json!(true));
    let nowhere = console.get("/api/connections/nowhere/doctor").await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
}
