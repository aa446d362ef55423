//! The five jobs from the command line in both dialects: the same words for the same outcome, by the
//! same arguments and the same message file.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::path::PathBuf;

use serde_json::{Value, json};
use tidings_tests::cloud::{FIELD_APP, WEB_SHOP};
use tidings_tests::command::{Run, Tidings};
use tidings_tests::sandbox::Sandbox;

/// A deployment that resolves no identities.
const KIOSK: &str = "00000000-0000-4000-8000-0000000000d2";

/// A sandbox, and commands that speak to it in either dialect.
struct Setting {
    folder: tempfile::TempDir,
    guides: Tidings,
    platform: Tidings,
    sandbox: Sandbox,
}

fn setting() -> Setting {
    let folder = tempfile::tempdir().unwrap();
    let bare = Tidings::in_folder(folder.path());
    let sandbox = Sandbox::start(
        &bare,
        &["--customers", "300", "--rate-per-minute", "100000"],
    );
    let guides = bare.connected_to(sandbox.address());
    let platform = guides
        .clone()
        .with(
            "TIDINGS_DATA",
            &folder.path().join("platform").display().to_string(),
        )
        .with("GENESYS_API", "platform")
        .with("GENESYS_SENDER_EMAIL", "care@mail.sandbox.example")
        .with("GENESYS_SENDER_SMS", "+4930555000")
        .with("GENESYS_SENDER_WEBMESSAGING", WEB_SHOP)
        .with("GENESYS_SENDER_OPEN", FIELD_APP);
    Setting {
        folder,
        guides,
        platform,
        sandbox,
    }
}

impl Setting {
    /// Runs `send` in one dialect and returns its result.
    fn send(commands: &Tidings, arguments: &[&str]) -> (Run, Value) {
        let mut all = vec!["send"];
        all.extend_from_slice(arguments);
        all.push("--json");
        let run = commands.run(&all);
        let result = run.json();
        (run, result)
    }

    /// The same arguments in both dialects lead to the same state.
    fn both(&self, arguments: &[&str], state: &str) {
        for commands in [&self.guides, &self.platform] {
            let (run, result) = Self::send(commands, arguments);
            assert_eq!(result["state"], state, "{result} {}", run.stderr);
        }
    }

    async fn last(&self) -> Value {
        self.sandbox.ledger().await.pop().unwrap()
    }

    fn file(&self, name: &str, content: &Value) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, content.to_string()).unwrap();
        path.display().to_string()
    }

    /// Somebody whom web messaging reaches and who is in no conversation.
    async fn idle(&self) -> String {
        let customer = self
            .sandbox
            .customer(|customer| {
                customer["livingContactId"].is_string()
                    && customer["conversationStatus"] != "active"
                    && customer["sessionCleared"] != true
            })
            .await;
        text(&customer, "livingContactId")
    }

    /// Somebody who is talking to a person.
    async fn talking(&self) -> Value {
        self.sandbox
            .customer(|customer| {
                customer["livingContactId"].is_string()
                    && customer["communicationId"].is_string()
                    && customer["botSessionId"].is_null()
                    && customer["previousConversationId"].is_string()
                    && customer["email"].is_string()
                    && customer["address"] == customer["email"]
                    && customer["sessionCleared"] != true
            })
            .await
    }
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_e_mail_and_a_text_message_go_to_an_address() {
    let setting = setting();
    let mail = |to: &'static str| {
        [
            "outbound",
            "--to",
            to,
            "--name",
            "Ana",
            "--from",
            "care@mail.sandbox.example",
            "--subject",
            "Hi {{name}}",
            "--text",
            "Hello {{name}}",
        ]
    };
    setting.both(&mail("nobody.known@example.org"), "accepted");
    let body = setting.last().await["body"].clone();
    assert_eq!(
        body["toAddresses"],
        json!([{"email": "nobody.known@example.org", "name": "Ana"}])
    );
    assert_eq!(
        (&body["subject"], &body["textBody"]),
        (&json!("Hi Ana"), &json!("Hello Ana"))
    );
    let sms = [
        "outbound",
        "--channel",
        "sms",
        "--to",
        "+4915112345678",
        "--from",
        "+4930555000",
        "--text",
        "Hello",
    ];
    setting.both(&sms, "accepted");
    assert_eq!(
        setting.last().await["body"]["toAddressMessengerType"],
        "sms"
    );
}

#[tokio::test]
async fn a_text_goes_to_a_contact_and_an_unknown_one_is_rejected_alike() {
    let setting = setting();
    let contact = setting.idle().await;
    let arguments = [
        "proactive",
        "--contact",
        &contact,
        "--text",
        "Any questions?",
    ];
    let (_, result) = Setting::send(&setting.platform, &arguments);
    assert_eq!(result["state"], "accepted", "{result}");
    assert_eq!(
        setting.last().await["body"],
        json!({"fromAddress": WEB_SHOP, "externalContactId": contact,
            "toAddressMessengerType": "webmessaging", "textBody": "Any questions?"})
    );
    let nobody = "00000000-0000-4000-8000-00000000dead";
    setting.both(
        &["proactive", "--contact", nobody, "--text", "Hi"],
        "rejected",
    );
}

#[tokio::test]
async fn an_open_conversation_is_a_conflict_unless_it_may_be_joined() {
    let setting = setting();
    let contact = text(&setting.talking().await, "livingContactId");
    let arguments = [
        "proactive",
        "--contact",
        &contact,
        "--text",
        "Any questions?",
    ];
    let (run, result) = Setting::send(&setting.platform, &arguments);
    assert_eq!(
        (result["state"].as_str(), run.code),
        (Some("conflict"), Some(1)),
        "{result}"
    );
    let hint = text(&result, "hint");
    assert!(hint.contains("--join") && hint.contains("bot"), "{hint}");
    let joined = [&arguments[..], &["--join"]].concat();
    let (_, result) = Setting::send(&setting.platform, &joined);
    assert_eq!(result["state"], "accepted", "{result}");
    assert_eq!(
        setting.last().await["body"]["useExistingActiveConversation"],
        true
    );
}

#[tokio::test]
async fn a_returning_customer_is_greeted_by_name() {
    let setting = setting();
    let customer = setting.talking().await;
    let (conversation, previous) = (
        text(&customer, "conversationId"),
        text(&customer, "previousConversationId"),
    );
    let email = text(&customer, "email");
    let name = email.split('@').next().unwrap().to_owned();
    let agents = [
        (&setting.guides, text(&customer, "agentId")),
        (&setting.platform, text(&customer, "communicationId")),
    ];
    for (commands, agent) in agents {
        let arguments = [
            "greeting",
            "--conversation",
            &conversation,
            "--previous",
            &previous,
            "--agent",
            &agent,
        ];
        let (run, result) = Setting::send(commands, &arguments);
        assert_eq!(result["state"], "accepted", "{result} {}", run.stderr);
        let body = setting.last().await["body"].clone();
        let said = body["message"]["text"]
            .as_str()
            .or(body["textBody"].as_str());
        assert!(
            said.unwrap().ends_with(&format!("today, {name}?")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn one_message_file_serves_both_and_what_becomes_of_it_is_said_beforehand() {
    let setting = setting();
    let content = json!({"type": "quick-reply", "title": "How can we help?", "choices": [
        {"label": "Billing", "value": "billing_inquiry"}, {"label": "Agent", "value": "agent"}]});
    let file = setting.file(
        "choices.json",
        &json!({"type": "message", "content": content}),
    );
    let open = setting
        .sandbox
        .customer(|customer| customer["contactOpen"] == true)
        .await;
    let contact = text(&open, "contactId");
    let arguments = ["structured", "--contact", &contact, "--message", &file];
    let (_, result) = Setting::send(&setting.guides, &arguments);
    assert_eq!(result["state"], "accepted", "{result}");
    let contact = setting.idle().await;
    let arguments = ["structured", "--contact", &contact, "--message", &file];
    let (run, result) = Setting::send(&setting.platform, &arguments);
    assert_eq!(result["state"], "accepted", "{result}");
    let notes = result["notes"].to_string();
    assert!(
        notes.contains("Will arrive as text"),
        "{result} {}",
        run.stderr
    );
    assert_eq!(
        setting.last().await["body"]["textBody"],
        "How can we help?\n1. Billing\n2. Agent"
    );
    // Into a bot's session they go as they are.
    let talking = setting
        .sandbox
        .customer(|customer| {
            customer["botSessionId"].is_string() && customer["livingContactId"].is_string()
        })
        .await;
    let (contact, session) = (
        text(&talking, "livingContactId"),
        text(&talking, "botSessionId"),
    );
    let arguments = [
        "structured",
        "--contact",
        &contact,
        "--message",
        &file,
        "--bot-session",
        &session,
    ];
    let (run, result) = Setting::send(&setting.platform, &arguments);
    assert_eq!(result["state"], "accepted", "{result} {}", run.stderr);
    let body = setting.last().await["body"].to_string();
    assert!(body.contains("\"quickReply\""), "{body}");
}

#[tokio::test]
async fn a_guests_message_is_transmitted() {
    let setting = setting();
    let customer = setting
        .sandbox
        .customer(|customer| {
            customer["conversationStatus"] == "active" && customer["guestId"].is_string()
        })
        .await;
    let (guest, conversation) = (
        text(&customer, "guestId"),
        text(&customer, "conversationId"),
    );
    let arguments = [
        "guest",
        "--guest",
        &guest,
        "--conversation",
        &conversation,
        "--text",
        "Here",
    ];
    setting.both(&arguments, "accepted");
    let body = setting.last().await["body"].clone();
    assert_eq!(
        (&body["channel"]["from"]["id"], &body["text"]),
        (&json!(guest), &json!("Here"))
    );
}

#[tokio::test]
async fn what_the_published_api_refuses_is_named_with_what_to_do() {
    let setting = setting();
    let contact = setting.idle().await;
    let (_, result) = Setting::send(
        &setting.platform,
        &[
            "proactive",
            "--contact",
            &contact,
            "--text",
            "Hi",
            "--from",
            KIOSK,
        ],
    );
    assert_eq!(result["state"], "rejected", "{result}");
    let unverified = [
        "outbound",
        "--to",
        "a@example.org",
        "--from",
        "care@new.sandbox.example",
        "--subject",
        "Hi",
        "--text",
        "Hi",
    ];
    let (_, result) = Setting::send(&setting.platform, &unverified);
    assert_eq!(result["state"], "rejected", "{result}");
    assert!(text(&result, "hint").contains("verified"), "{result}");
    let long = "a".repeat(2001);
    let too_long = [
        "send",
        "proactive",
        "--contact",
        &contact,
        "--text",
        &long,
        "--json",
    ];
    let run = setting.platform.run(&too_long).expect_code(2);
    assert!(
        format!("{}{}", run.stdout, run.stderr).contains("2000"),
        "{run:?}"
    );
    let limited = setting
        .platform
        .clone()
        .with("GENESYS_CLIENT_ID", "limited")
        .with("GENESYS_CLIENT_SECRET", "limited-secret");
    let arguments = [
        "send",
        "proactive",
        "--contact",
        &contact,
        "--text",
        "Hi",
        "--json",
    ];
    let run = limited.run(&arguments).expect_code(3);
    assert!(
        format!("{}{}", run.stdout, run.stderr).contains("conversation:message:create"),
        "{run:?}"
    );
    let elsewhere = setting
        .platform
        .clone()
        .with("GENESYS_CLIENT_ID", "of-another-region");
    let run = elsewhere.run(&arguments).expect_code(3);
    assert!(
        format!("{}{}", run.stdout, run.stderr).contains("region"),
        "{run:?}"
    );
    assert!(setting.sandbox.ledger().await.is_empty());
}

#[tokio::test]
async fn the_same_people_are_notified_in_both() {
    let setting = setting();
    let mut sent = Vec::new();
    for commands in [&setting.guides, &setting.platform] {
        setting.sandbox.reset().await;
        let run = commands.run(&[
            "notify",
            "--days",
            "30",
            "--from",
            "care@mail.sandbox.example",
            "--subject",
            "We missed you",
            "--text",
            "Hello",
            "--rate-per-minute",
            "60000",
            "--json",
        ]);
        let report = run.json();
        assert_eq!(report["complete"], true, "{report} {}", run.stderr);
        let sum = |field: &str| -> u64 {
            let counts = report[field].as_object().unwrap();
            counts.values().filter_map(Value::as_u64).sum()
        };
        assert_eq!(
            report["audience"],
            json!(sum("excluded") + sum("states")),
            "{report}"
        );
        let ledger = setting.sandbox.ledger().await;
        let mut targets: Vec<_> = ledger.iter().map(|entry| text(entry, "target")).collect();
        targets.sort_unstable();
        let all = targets.len();
        targets.dedup();
        assert_eq!(targets.len(), all, "somebody was written to twice");
        assert!(all > 0, "{report}");
        sent.push(report["audience"].clone());
    }
    assert_eq!(
        sent[0], sent[1],
        "the two dialects found different customers"
    );
}

#[tokio::test]
async fn a_canned_response_is_filled_in_and_sent() {
    /// `Order shipped`, a text; and `order_shipped`, an approved template.
    const TEXT: &str = "00000000-0000-4000-8000-000000000011";
    const TEMPLATE: &str = "00000000-0000-4000-8000-000000000012";
    let setting = setting();
    let contact = setting.idle().await;
    let values = ["--value", "first_name=Ana", "--value", "order=1234"];
    let canned = ["structured", "--contact", &contact, "--response", TEXT];
    let (run, result) = Setting::send(&setting.platform, &[&canned[..], &values].concat());
    assert_eq!(result["state"], "accepted", "{result} {}", run.stderr);
    assert_eq!(
        setting.last().await["body"]["textBody"],
        "Hello Ana, your order 1234 is on its way."
    );
    let mut missing = vec!["send", "--json"];
    missing.extend(canned);
    missing.extend(&values[..2]);
    let run = setting.platform.run(&missing).expect_code(2);
    assert!(
        format!("{}{}", run.stdout, run.stderr).contains("order"),
        "{run:?}"
    );
    let whatsapp = setting.platform.clone().with(
        "GENESYS_SENDER_WHATSAPP",
        "00000000-0000-4000-8000-0000000000f1",
    );
    let canned = [
        "structured",
        "--contact",
        "491701234567",
        "--channel",
        "whatsapp",
        "--response",
        TEMPLATE,
    ];
    let (run, result) = Setting::send(&whatsapp, &[&canned[..], &values].concat());
    assert_eq!(result["state"], "accepted", "{result} {}", run.stderr);
    let template = setting.last().await["body"]["messagingTemplate"].clone();
    assert_eq!(
        template["bodyParameters"][1],
        json!({"id": "order", "value": "1234"})
    );
}
