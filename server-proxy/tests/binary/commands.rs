//! Commands against a sandbox: what they print, and how they end.

use serde_json::{Value, json};

use crate::support::{Place, ledger, open_contact};

fn sum(counts: &Value) -> u64 {
    counts
        .as_object()
        .unwrap()
        .values()
        .map(|number| number.as_u64().unwrap())
        .sum()
}

fn notify<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let base = [
        "notify",
        "--json",
        "--days",
        "60",
        "--from",
        "care@example.com",
        "--subject",
        "Hi",
        "--text",
        "Hello",
        "--rate-per-minute",
        "60000",
    ];
    [&base[..], more].concat()
}

#[test]
fn help_and_version_are_results_and_wrong_arguments_are_exit_2() {
    let place = Place::new();
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["send", "guest", "--help"],
    ] {
        assert!(!place.run(arguments).ends_with(0).stdout.is_empty());
    }
    for arguments in [
        &[][..],
        &["fly"],
        &["audience"],
        &["audience", "--days", "0"],
    ] {
        place.run(arguments).ends_with(2);
    }
    let run = place
        .run(&["audience", "--days", "many", "--json"])
        .ends_with(2);
    assert_eq!(run.last()["error"]["code"], "arguments");
    let both = [
        "notify",
        "--days",
        "1",
        "--from",
        "a@b.example",
        "--text",
        "x",
        "--html",
        "y",
    ];
    place.run(&both).ends_with(2);
}

#[test]
fn a_missing_scope_is_named_and_ends_with_exit_3() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    let place = Place::connected_to(sandbox.sandbox())
        .with("GENESYS_CLIENT_ID", "limited")
        .with("GENESYS_CLIENT_SECRET", "limited-secret");
    let send = [
        "send",
        "outbound",
        "--to",
        "ana@example.org",
        "--from",
        "care@example.com",
        "--subject",
        "Hi",
        "--text",
        "Hello",
        "--json",
    ];
    let report = place.run(&send).ends_with(3).last();
    assert_eq!(report["state"], "rejected");
    assert!(
        report["hint"].as_str().unwrap().contains("message:send"),
        "{report}"
    );
}

#[test]
fn refused_credentials_queue_nothing_and_end_with_exit_3() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    let place =
        Place::connected_to(sandbox.sandbox()).with("GENESYS_CLIENT_SECRET", "wrong-secret");
    let send = [
        "send",
        "proactive",
        "--contact",
        "c-1",
        "--text",
        "Hello",
        "--json",
    ];
    let run = place.run(&send).ends_with(3);
    assert_eq!(run.last()["error"]["code"], "credentials_refused");
    assert_eq!(
        place.run(&notify(&[])).ends_with(3).last()["error"]["code"],
        "credentials_refused"
    );
    assert_eq!(
        place
            .run(&["campaign", "list", "--json"])
            .ends_with(0)
            .lines(),
        [] as [Value; 0]
    );
    place.run(&["audience", "--days", "1"]).ends_with(3);
}

#[tokio::test]
async fn a_send_reports_what_became_of_it_and_its_key_makes_it_one_send() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "50"]);
    let place = Place::connected_to(sandbox.sandbox());
    let contact = open_contact(sandbox.sandbox()).await;
    let file = place.write("message.json", r#"{"type":"text","text":"Hello"}"#);
    let send = [
        "send",
        "structured",
        "--contact",
        &contact,
        "--message",
        &file,
        "--json",
        "--idempotency-key",
        "k-1",
    ];
    let first = place.run(&send).ends_with(0).last();
    assert_eq!(first["operation"], "structured");
    assert_eq!(first["target"], contact.as_str());
    assert_eq!(first["state"], "accepted");
    assert_eq!(first["attempts"], 1);
    assert!(
        first["id"].is_string() && first["latencyMs"].is_number(),
        "{first}"
    );
    let again = place.run(&send).ends_with(0).last();
    assert_eq!(again["id"], first["id"]);
    assert_eq!(ledger(sandbox.sandbox()).await.len(), 1);
    place.write("message.json", r#"{"type":"text","text":"Another"}"#);
    let run = place.run(&send).ends_with(2);
    assert!(
        run.last()["error"]["code"]
            .as_str()
            .unwrap()
            .contains("key"),
        "{run:?}"
    );
    assert_eq!(ledger(sandbox.sandbox()).await.len(), 1);
}

#[test]
fn an_audience_lists_everybody_with_a_reason_for_each_who_is_left_out() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "500"]);
    let place = Place::connected_to(sandbox.sandbox());
    let run = place.run(&[
        "audience",
        "--days",
        "60",
        "--channel",
        "webchat",
        "--format",
        "jsonl",
    ]);
    let mut lines = run.ends_with(0).lines();
    let counts = lines.pop().unwrap();
    assert_eq!(counts["complete"], true);
    assert_eq!(json!(lines.len()), counts["audience"]);
    let excluded = lines.iter().filter(|line| line["status"] == "excluded");
    assert!(excluded.clone().all(|line| line["reason"].is_string()));
    assert_eq!(excluded.count() as u64, sum(&counts["excluded"]));
    let eligible: Vec<_> = lines
        .iter()
        .filter(|line| line["status"] == "eligible")
        .collect();
    assert_eq!(json!(eligible.len()), counts["eligible"]);
    let addresses: std::collections::BTreeSet<_> = eligible
        .iter()
        .map(|line| line["address"].as_str().unwrap().to_lowercase())
        .collect();
    assert_eq!(addresses.len(), eligible.len(), "nobody twice");
    place
        .run(&[
            "audience", "--days", "60", "--format", "csv", "--output", "list.csv",
        ])
        .ends_with(0);
    let csv = std::fs::read_to_string(place.path("list.csv")).unwrap();
    assert_eq!(csv.lines().count(), lines.len() + 1);
    assert!(csv.starts_with("id,address,name,sessions,status,reason\n"));
}

#[tokio::test]
async fn an_audience_that_breaks_off_is_never_passed_off_as_the_whole() {
    let home = Place::new();
    let faults = r#"[{"operation":"audience","kind":"malformed","rate":1.0}]"#;
    let faults = home.write("faults.json", faults);
    let sandbox = home.sandbox(&["--customers", "300", "--faults", &faults]);
    let place = Place::connected_to(sandbox.sandbox());
    // Both at once: each repeats its page for half a minute before it gives up.
    let (listed, notified) = std::thread::scope(|scope| {
        let listed = scope.spawn(|| place.run(&["audience", "--days", "60", "--json"]));
        let notified = place.run(&notify(&[]));
        (listed.join().unwrap(), notified)
    });
    for run in [listed.ends_with(1), notified.ends_with(1)] {
        assert_eq!(run.last()["complete"], false);
        assert!(run.stderr.contains("INCOMPLETE"), "{}", run.stderr);
    }
    assert!(
        ledger(sandbox.sandbox()).await.is_empty(),
        "nothing is sent to half an audience"
    );
}

#[tokio::test]
async fn notify_reaches_each_once_and_a_finished_campaign_sends_nothing() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "120"]);
    let place = Place::connected_to(sandbox.sandbox());
    let report = place.run(&notify(&["--name", "spring"])).last();
    assert_eq!(report["campaign"], "spring");
    assert_eq!(report["complete"], true);
    let found = report["audience"].as_u64().unwrap();
    assert_eq!(found, sum(&report["excluded"]) + sum(&report["states"]));
    let sent = ledger(sandbox.sandbox()).await;
    assert_eq!(json!(sent.len()), report["states"]["accepted"]);
    let again = place.run(&notify(&["--name", "spring"])).ends_with(0);
    assert!(again.stderr.contains("finished"), "{}", again.stderr);
    assert_eq!(again.last(), report);
    assert_eq!(ledger(sandbox.sandbox()).await.len(), sent.len());
    let other = place
        .run(&notify(&["--name", "spring", "--from-name", "Other"]))
        .ends_with(2);
    assert_eq!(other.last()["error"]["code"], "other_content");
    let shown = place
        .run(&["campaign", "show", "spring", "--json"])
        .ends_with(0)
        .last();
    assert_eq!(shown["state"], "finished");
    assert_eq!(
        shown["deliveries"].as_array().unwrap().len() as u64,
        sum(&report["states"])
    );
    let listed = place
        .run(&["campaign", "list", "--json"])
        .ends_with(0)
        .last();
    assert_eq!(listed["campaign"], "spring");
}

#[tokio::test]
async fn who_has_no_value_for_a_placeholder_is_counted_before_anything_is_sent() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "200"]);
    let place = Place::connected_to(sandbox.sandbox());
    let to_all = [
        "notify",
        "--json",
        "--days",
        "60",
        "--from",
        "care@example.com",
        "--subject",
        "For {{name}}",
        "--text",
        "Dear {{name}}",
        "--rate-per-minute",
        "60000",
    ];
    let listed = place.run(&["audience", "--days", "60", "--json"]).lines();
    let eligible = listed.iter().filter(|line| line["status"] == "eligible");
    let is_nameless = |line: &&Value| line["name"].as_str().is_none_or(str::is_empty);
    let (nameless, all) = (
        eligible.clone().filter(is_nameless).count(),
        eligible.count(),
    );
    assert!(nameless > 1 && nameless < all, "{nameless} of {all}");
    let words = format!("{nameless} of {all} recipients have no name; give it a default:");

    let dry = place
        .run(&[&to_all[..], &["--dry-run"]].concat())
        .ends_with(1);
    assert!(dry.stderr.contains(&words), "{}", dry.stderr);
    assert_eq!(dry.lines().len(), all - nameless);
    assert!(ledger(sandbox.sandbox()).await.is_empty());

    let run = place.run(&to_all).ends_with(1);
    assert!(run.stderr.contains(&words), "{}", run.stderr);
    let report = run.last();
    assert_eq!(report["states"]["rejected"], nameless);
    // Who is in a conversation is a conflict; nobody else is missing.
    assert_eq!(sum(&report["states"]), all as u64);
    let sent = ledger(sandbox.sandbox()).await.len();
    assert_eq!(json!(sent), report["states"]["accepted"]);
    let name = report["campaign"].as_str().unwrap();
    let shown = place.run(&["campaign", "show", name, "--json"]).last();
    let deliveries = shown["deliveries"].as_array().unwrap();
    let codes = deliveries
        .iter()
        .filter(|one| one["code"] == "missing_value");
    assert_eq!(codes.count(), nameless);
}

#[test]
fn a_campaign_that_is_not_there_is_said_so() {
    let place = Place::new();
    let run = place
        .run(&["campaign", "show", "winter", "--json"])
        .ends_with(2);
    assert_eq!(run.last()["error"]["code"], "not_found");
    place
        .run(&["campaign", "resolve", "winter", "--all", "--as", "sent"])
        .ends_with(2);
    place
        .run(&["campaign", "resolve", "winter", "--as", "sent"])
        .ends_with(2);
}

#[tokio::test]
async fn what_is_in_doubt_is_settled_by_a_person() {
    let home = Place::new();
    let faults = r#"[{"operation":"structured","kind":"lost_reply","rate":1.0,"count":1}]"#;
    let faults = home.write("faults.json", faults);
    let sandbox = home.sandbox(&["--customers", "50", "--faults", &faults]);
    let place = Place::connected_to(sandbox.sandbox());
    let contact = open_contact(sandbox.sandbox()).await;
    let file = place.write("message.json", r#"{"type":"text","text":"Hello"}"#);
    let send = [
        "send",
        "structured",
        "--contact",
        &contact,
        "--message",
        &file,
        "--json",
    ];
    let report = place.run(&send).ends_with(1).last();
    assert_eq!(report["state"], "in_doubt");
    assert_eq!(
        ledger(sandbox.sandbox()).await.len(),
        1,
        "it was taken all the same"
    );
    let delivery = report["delivery"].as_str().unwrap();
    let words = place.run(&send[..6]).ends_with(0).stdout;
    assert!(words.contains("accepted"), "{words}");
    let campaign = report["campaign"].as_str().unwrap();
    let list = || place.run(&["campaign", "list"]).ends_with(0).stdout;
    let listed = list();
    assert!(listed.contains(campaign), "{listed}");
    assert_eq!(listed.lines().count(), 1, "the accepted one is no campaign");
    let resolve = [
        "campaign",
        "resolve",
        campaign,
        "--delivery",
        delivery,
        "--as",
        "sent",
        "--json",
    ];
    assert_eq!(place.run(&resolve).ends_with(0).last()["resolved"], 1);
    assert_eq!(place.run(&resolve).ends_with(0).last()["resolved"], 0);
    assert_eq!(list(), "", "nothing is left to settle");
    let shown = place
        .run(&["campaign", "show", campaign, "--json"])
        .ends_with(0)
        .last();
    assert_eq!(shown["states"], json!({"accepted": 1}));
}
