//! What a look at a connection finds, and that it sends nothing.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tidings_core::operation::Operation;

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

/// A place with the connection `default` to a sandbox by the published API.
fn platform(sandbox: &str, client: &str) -> Place {
    Place::connected_to(sandbox)
        .without("GENESYS_API")
        .with("GENESYS_CLIENT_ID", client)
        .with("GENESYS_CLIENT_SECRET", &format!("{client}-secret"))
}

/// The one sender of that id.
#[track_caller]
fn sender<'a>(report: &'a Value, id: &str) -> &'a Value {
    let senders = report["senders"].as_array().unwrap();
    let found = senders.iter().find(|sender| sender["id"] == id);
    found.unwrap_or_else(|| panic!("no sender {id} in {report:#}"))
}

fn problems(sender: &Value) -> String {
    sender["problems"].to_string()
}

#[tokio::test]
async fn an_organization_is_looked_at_from_token_to_limits_and_nothing_is_sent() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20", "--rate-per-minute", "300"]);
    let place = platform(sandbox.sandbox(), "sandbox")
        .with(
            "GENESYS_SENDER_WEBMESSAGING",
            tidings_sandbox::directory::WEB_SHOP,
        )
        .with("GENESYS_SENDER_EMAIL", "care@mail.sandbox.example");
    let report = place.run(&["doctor", "--json"]).ends_with(0).last();
    assert_eq!(
        report["organization"],
        tidings_sandbox::directory::ORGANIZATION_NAME
    );
    assert_eq!(names(&report, "unknown"), [] as [&str; 0], "{report:#}");
    assert_eq!(names(&report, "missing"), [] as [&str; 0], "{report:#}");
    for (id, problem) in [
        (tidings_sandbox::directory::KIOSK, "identity resolution"),
        (tidings_sandbox::directory::OLD_SHOP, "Inactive"),
        (tidings_sandbox::directory::SMS_INACTIVE, "it is "),
        (tidings_sandbox::directory::MAIL_DOMAIN_NEW, "DKIM"),
    ] {
        let problems = problems(sender(&report, id));
        assert!(problems.contains(problem), "{problems}");
    }
    for id in [
        tidings_sandbox::directory::WEB_SHOP,
        tidings_sandbox::directory::FIELD_APP,
        tidings_sandbox::directory::WHATSAPP,
        tidings_sandbox::directory::APPLE,
        tidings_sandbox::directory::SMS_LOCAL,
        tidings_sandbox::directory::SMS_TOLL_FREE,
        tidings_sandbox::directory::SMS_MOBILE_DE,
        tidings_sandbox::directory::MAIL_DOMAIN,
    ] {
        assert_eq!(problems(sender(&report, id)), "[]");
    }
    let templates = check(&report, "templates")["message"].as_str().unwrap();
    assert!(templates.contains("can be used: 1"), "{templates}");
    assert!(templates.contains("winter_sale"), "{templates}");
    let limit = check(&report, "client.credentials.token.rate.per.minute");
    assert!(limit["message"].as_str().unwrap().starts_with("300 "));
    let calls = requests(sandbox.sandbox()).await;
    for operation in calls.as_object().unwrap().keys() {
        let operation: Operation = operation.parse().unwrap_or(Operation::Senders);
        assert!(!operation.is_send(), "{calls}");
    }
    assert_eq!(ledger(sandbox.sandbox()).await, [] as [Value; 0]);
}

#[test]
fn a_client_that_may_only_read_is_told_what_to_be_granted_and_where() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    let place = platform(sandbox.sandbox(), "limited");
    let report = place.run(&["doctor", "--json"]).ends_with(3).last();
    for permission in [
        "conversation:message:create",
        "conversation:agentlessEmail:send",
    ] {
        let check = check(&report, permission);
        assert_eq!(check["verdict"], "missing", "{check}");
        let hint = check["hint"].as_str().unwrap();
        assert!(
            hint.contains(permission) && hint.contains("Roles"),
            "{hint}"
        );
    }
    let read = check(&report, "analytics:conversationDetail:view");
    assert_eq!(read["verdict"], "good", "{read}");
}

#[test]
fn a_client_of_another_region_is_told_apart_from_a_wrong_secret() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    let elsewhere = platform(sandbox.sandbox(), "elsewhere");
    let report = elsewhere.run(&["doctor", "--json"]).ends_with(3).last();
    let token = check(&report, "token");
    assert!(
        token["hint"].as_str().unwrap().contains("region"),
        "{token}"
    );
    let wrong =
        platform(sandbox.sandbox(), "sandbox").with("GENESYS_CLIENT_SECRET", "wrong-secret");
    let report = wrong.run(&["doctor", "--json"]).ends_with(3).last();
    let token = check(&report, "token");
    assert!(
        token["hint"].as_str().unwrap().contains("secret is wrong"),
        "{token}"
    );
}

#[test]
fn a_sender_that_is_configured_and_not_ready_is_not_green() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "20"]);
    for (variable, id, word) in [
        (
            "GENESYS_SENDER_WEBMESSAGING",
            tidings_sandbox::directory::KIOSK,
            "identity",
        ),
        ("GENESYS_SENDER_EMAIL", "care@new.sandbox.example", "DKIM"),
        (
            "GENESYS_SENDER_SMS",
            "+13175550999",
            tidings_sandbox::directory::SMS_LOCAL,
        ),
    ] {
        let place = platform(sandbox.sandbox(), "sandbox").with(variable, id);
        let words = place.run(&["doctor"]).ends_with(3).stdout;
        assert!(words.contains("MISSING"), "{words}");
        assert!(words.contains(word), "{words}");
    }
}

#[tokio::test]
async fn a_console_s_sandbox_has_a_connection_for_each_dialect() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let list = json_of(console.get("/api/connections").await).await;
    let kinds: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].clone(), one["dialect"].clone()))
        .collect();
    assert_eq!(
        kinds,
        [
            (json!("sandbox"), json!("guides")),
            (json!("sandbox-platform"), json!("platform")),
        ]
    );
    assert_eq!(
        list[1]["senders"]["webmessaging"],
        tidings_sandbox::directory::WEB_SHOP
    );
    let report = json_of(
        console
            .get("/api/connections/sandbox-platform/doctor")
            .await,
    )
    .await;
    assert_eq!(names(&report, "missing"), [] as [&str; 0], "{report:#}");
    let session = json_of(console.get("/api/session").await).await;
    let organization = &session["connections"][1]["organization"];
    assert_eq!(organization, tidings_sandbox::directory::ORGANIZATION_NAME);
    // Commands beside it find both.
    let report = place
        .run(&["doctor", "--json", "--connection", "sandbox-platform"])
        .ends_with(0)
        .last();
    assert_eq!(report["connection"], "sandbox-platform");
}

#[test]
fn tokens_come_from_the_login_host_unless_the_dialect_or_the_configuration_says_else() {
    let place = Place::connected_to("https://api.nowhere.invalid");
    let token = |place: &Place| {
        let report = place.run(&["doctor", "--json"]).ends_with(3).last();
        check(&report, "token")["message"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let guides = token(&place);
    assert!(
        guides.starts_with("https://api.nowhere.invalid "),
        "{guides}"
    );
    let place = place.with("GENESYS_API", "platform");
    let platform = token(&place);
    assert!(
        platform.starts_with("https://login.nowhere.invalid "),
        "{platform}"
    );
    let place = place.with("GENESYS_LOGIN_URL", "https://sign-in.nowhere.invalid");
    let own = token(&place);
    assert!(own.starts_with("https://sign-in.nowhere.invalid "), "{own}");
}
