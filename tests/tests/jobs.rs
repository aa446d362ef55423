//! The five jobs of the guides from the command line, judged by the sandbox's ledger.
#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::{Value, json};
use tidings_tests::command::Tidings;
use tidings_tests::sandbox::Sandbox;

struct Setting {
    folder: tempfile::TempDir,
    tidings: Tidings,
    sandbox: Sandbox,
}

fn setting(arguments: &[&str]) -> Setting {
    let folder = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(folder.path());
    let sandbox = Sandbox::start(&tidings, arguments);
    let tidings = tidings.connected_to(sandbox.address());
    Setting {
        folder,
        tidings,
        sandbox,
    }
}

fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} of {value}"))
        .to_owned()
}

fn has_open_contact(customer: &Value) -> bool {
    customer["contactOpen"] == true
}

/// The one entry of the ledger.
async fn only_entry(sandbox: &Sandbox) -> Value {
    let mut ledger = sandbox.ledger().await;
    assert_eq!(ledger.len(), 1, "{ledger:?}");
    ledger.remove(0)
}

#[tokio::test]
async fn an_e_mail_goes_to_one_address() {
    let Setting {
        tidings, sandbox, ..
    } = &setting(&[]);
    let run = tidings
        .run(&[
            "send",
            "outbound",
            "--to",
            "nobody.known@example.org",
            "--name",
            "Ana",
            "--from",
            "care@example.com",
            "--subject",
            "Hi {{name}}",
            "--text",
            "Hello {{name}}",
            "--json",
        ])
        .expect_code(0);
    let result = run.json();
    assert_eq!(
        (&result["operation"], &result["state"]),
        (&json!("outbound"), &json!("accepted"))
    );
    assert_eq!(result["target"], "nobody.known@example.org");
    assert!(result["conversationId"].is_string(), "{result}");
    let entry = only_entry(sandbox).await;
    assert_eq!(
        (&entry["operation"], &entry["target"]),
        (&json!("outbound"), &json!("nobody.known@example.org"))
    );
    assert_eq!(entry["body"]["subject"], "Hi Ana");
}

#[tokio::test]
async fn a_proactive_text_goes_to_a_contact() {
    let Setting {
        tidings, sandbox, ..
    } = &setting(&[]);
    let customer = sandbox.customer(has_open_contact).await;
    let contact = text(&customer, "contactId");
    let arguments = [
        "send",
        "proactive",
        "--contact",
        &contact,
        "--text",
        "Any questions?",
        "--json",
    ];
    let result = tidings.run(&arguments).expect_code(0).json();
    assert!(result["id"].is_string(), "{result}");
    let entry = only_entry(sandbox).await;
    assert_eq!(
        entry["body"],
        json!({"contactId": contact, "type": "bot", "message": "Any questions?"})
    );
}

#[tokio::test]
async fn a_returning_customer_is_greeted_by_name() {
    let Setting {
        tidings, sandbox, ..
    } = &setting(&[]);
    let customer = sandbox
        .customer(|customer| {
            customer["conversationStatus"] == "active"
                && customer["previousConversationId"].is_string()
                && customer["email"].is_string()
                && customer["address"] == customer["email"]
        })
        .await;
    let run = tidings.run(&[
        "send",
        "greeting",
        "--conversation",
        &text(&customer, "conversationId"),
        "--previous",
        &text(&customer, "previousConversationId"),
        "--agent",
        &text(&customer, "agentId"),
        "--json",
    ]);
    run.expect_code(0);
    let entry = only_entry(sandbox).await;
    let email = text(&customer, "email");
    let name = email.split('@').next().unwrap();
    let greeting = entry["body"]["message"]["text"].as_str().unwrap();
    assert!(
        greeting.ends_with(&format!("help you today, {name}?")),
        "{greeting}"
    );
}

#[tokio::test]
async fn a_structured_message_goes_to_a_contact_from_a_file_of_either_form() {
    let setting = setting(&[]);
    let Setting {
        tidings, sandbox, ..
    } = &setting;
    let customer = sandbox.customer(has_open_contact).await;
    let contact = text(&customer, "contactId");
    let content = json!({"type": "quick-reply", "title": "How can we help?", "choices": [
        {"label": "Billing", "value": "billing_inquiry"}, {"label": "Agent", "value": "agent"}]});
    let whole = json!({"type": "message", "content": content});
    for (name, file) in [("whole.json", &whole), ("content.json", &content)] {
        let path = setting.folder.path().join(name);
        std::fs::write(&path, file.to_string()).unwrap();
        let path = path.display().to_string();
        sandbox.reset().await;
        let arguments = [
            "send",
            "structured",
            "--contact",
            &contact,
            "--message",
            &path,
            "--json",
        ];
        let result = tidings.run(&arguments).expect_code(0).json();
        assert_eq!(result["operation"], "structured");
        let entry = only_entry(sandbox).await;
        assert_eq!(
            (&entry["target"], &entry["body"]),
            (&json!(contact), &whole)
        );
    }
}

#[tokio::test]
async fn a_guests_message_is_transmitted_with_its_attachment() {
    let Setting {
        tidings, sandbox, ..
    } = &setting(&[]);
    let customer = sandbox
        .customer(|customer| {
            customer["conversationStatus"] == "active" && customer["guestId"].is_string()
        })
        .await;
    let run = tidings.run(&[
        "send",
        "guest",
        "--guest",
        &text(&customer, "guestId"),
        "--conversation",
        &text(&customer, "conversationId"),
        "--text",
        "Here it is",
        "--attach",
        "https://example.com/a.png,image/png,a.png,1000",
        "--json",
    ]);
    let result = run.expect_code(0).json();
    assert!(result["latencyMs"].is_number(), "{result}");
    let entry = only_entry(sandbox).await;
    assert_eq!(entry["body"]["attachments"][0]["fileName"], "a.png");
    assert_eq!(entry["body"]["metadata"]["readReceipt"], true);
}

#[tokio::test]
async fn everybody_found_is_notified_once_and_a_second_run_sends_nothing() {
    let Setting {
        tidings, sandbox, ..
    } = &setting(&["--customers", "300", "--rate-per-minute", "100000"]);
    let arguments = [
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
        "--json",
    ];
    let first = tidings.run(&arguments);
    let report = first.json();
    let sum = |field: &str| -> u64 {
        report[field]
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_u64)
            .sum()
    };
    assert_eq!(report["complete"], true);
    assert_eq!(
        report["audience"].as_u64().unwrap(),
        sum("excluded") + sum("states"),
        "{report}"
    );
    let sent = sandbox.ledger().await;
    let accepted: u64 = ["accepted", "delivered", "read", "replied"]
        .iter()
        .filter_map(|state| report["states"][state].as_u64())
        .sum();
    assert_eq!(sent.len() as u64, accepted, "{report}");
    // A conversation that is open makes a conflict, which is an eligible recipient not accepted.
    let expected = i32::from(accepted != sum("states"));
    assert_eq!(first.code, Some(expected), "{report}");
    let second = tidings.run(&arguments).expect_code(0).json();
    assert_eq!(second["audience"], report["audience"]);
    assert_eq!(
        sandbox.ledger().await.len(),
        sent.len(),
        "a finished campaign sends nothing"
    );
}

#[tokio::test]
async fn a_dry_run_prints_the_request_and_calls_nobody() {
    let Setting {
        tidings, sandbox, ..
    } = &setting(&[]);
    let run = tidings
        .run(&[
            "send",
            "proactive",
            "--contact",
            "c-1",
            "--text",
            "Hi",
            "--dry-run",
        ])
        .expect_code(0);
    let request = run.json();
    assert_eq!(request["method"], "POST");
    assert_eq!(
        request["url"],
        format!("{}/api/v2/webchat/messaging", sandbox.address())
    );
    assert_eq!(
        request["body"],
        json!({"contactId": "c-1", "type": "bot", "message": "Hi"})
    );
    assert!(
        request["headers"].get("Authorization").is_none(),
        "{request}"
    );
    assert_eq!(sandbox.stats().await["requests"], json!({}));
}

#[tokio::test]
async fn a_doctor_names_the_scopes_that_are_missing() {
    let Setting { tidings, .. } = &setting(&[]);
    tidings.run(&["doctor"]).expect_code(0);
    let limited = tidings
        .clone()
        .with("GENESYS_CLIENT_ID", "limited")
        .with("GENESYS_CLIENT_SECRET", "limited-secret");
    let refused = limited
        .run(&[
            "send",
            "proactive",
            "--contact",
            "c-1",
            "--text",
            "Hi",
            "--json",
        ])
        .expect_code(3);
    assert!(
        format!("{}{}", refused.stdout, refused.stderr).contains("webchat:messaging"),
        "{refused:?}"
    );
    tidings
        .clone()
        .with("GENESYS_CLIENT_SECRET", "wrong")
        .run(&["doctor"])
        .expect_code(3);
}
