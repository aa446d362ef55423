//! The suppression list and the allow-lists, from the page and the command line alike.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Console, Place, json_of, ledger, with_json};

async fn started(place: &Place) -> Console {
    let mut console = place.serve(&[]);
    console.sign_in().await;
    console
}

fn email(to: &str) -> Value {
    json!({
        "connection": "sandbox",
        "draft": {
            "operation": "outbound", "channel": "email", "to": to, "name": "Ana",
            "from": "care@example.com", "fromName": "Care", "subject": "Hello",
            "format": "text", "body": "We missed you.",
        },
    })
}

async fn delete(console: &Console, path: &str, body: &Value) -> Value {
    let call = with_json(console.call(Method::DELETE, path), body);
    json_of(call.send().await.unwrap()).await
}

async fn import(console: &Console, file: impl Into<reqwest::Body>) -> Value {
    let call = console.call(Method::POST, "/api/suppressions/import");
    let call = call.header("Content-Type", "text/csv").body(file);
    json_of(call.send().await.unwrap()).await
}

#[tokio::test]
async fn somebody_on_the_suppression_list_is_written_to_by_nobody() {
    let place = Place::new();
    let console = started(&place).await;
    let body = json!({"recipients": ["Ana@Example.org", "nonsense.example"], "reason": "asked"});
    let added = json_of(console.post("/api/suppressions", &body).await).await;
    assert_eq!(
        (&added["changed"], &added["unchanged"]),
        (&json!(1), &json!(0))
    );
    let refused = added["refused"][0].as_str().unwrap();
    assert!(refused.starts_with("2: \"nonsense.example\""), "{refused}");
    let reply = console
        .post_once("/api/send", "key-1", &email("ana@EXAMPLE.org"))
        .await;
    assert_eq!(reply.status(), StatusCode::CONFLICT);
    let error = json_of(reply).await;
    assert_eq!(error["error"]["code"], "suppressed");
    let said = error["error"]["message"].as_str().unwrap();
    assert!(said.contains("asked"), "{said}");
    let run = place.run(&[
        "send",
        "outbound",
        "--connection",
        "sandbox",
        "--to",
        "ana@example.org",
        "--from",
        "care@example.com",
        "--subject",
        "Hello",
        "--text",
        "Hi",
        "--json",
    ]);
    assert_eq!(run.ends_with(1).last()["error"]["code"], "suppressed");
    // What the command line takes off counts for the page at once.
    let run = place.run(&["suppress", "remove", "ANA@example.org", "--json"]);
    assert_eq!(run.ends_with(0).last()["changed"], 1);
    let reply = console
        .post_once("/api/send", "key-2", &email("ana@example.org"))
        .await;
    assert_eq!(reply.status(), StatusCode::ACCEPTED);
    let sent = json_of(reply).await;
    let id = sent["id"].as_str().unwrap();
    console.delivery(id, |row| row["state"] == "accepted").await;
    assert_eq!(ledger(console.running.sandbox()).await.len(), 1);
}

#[tokio::test]
async fn a_list_is_searched_read_in_pages_and_taken_from() {
    let place = Place::new();
    let console = started(&place).await;
    let all: Vec<_> = (0..120).map(|n| format!("a{n:03}@example.org")).collect();
    let body = json!({"recipients": all});
    let added = json_of(console.post("/api/suppressions", &body).await).await;
    assert_eq!(added["changed"], 120);
    let mut seen = Vec::new();
    let mut path = "/api/suppressions?q=EXAMPLE".to_owned();
    loop {
        let page = json_of(console.get(&path).await).await;
        assert_eq!(page["total"], 120);
        let rows = page["rows"].as_array().unwrap();
        seen.extend(
            rows.iter()
                .map(|row| row["recipient"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/api/suppressions?q=EXAMPLE&cursor={next}");
    }
    assert_eq!(seen, all);
    let page = json_of(console.get("/api/suppressions?q=a11").await).await;
    assert_eq!(page["total"], 10);
    assert_eq!(page["rows"][0]["addedBy"], "ana");
    let body = json!({"recipients": ["A110@example.org", "nobody@example.org"]});
    let removed = delete(&console, "/api/suppressions", &body).await;
    assert_eq!(
        (&removed["changed"], &removed["unchanged"]),
        (&json!(1), &json!(1))
    );
    let page = json_of(console.get("/api/suppressions?q=a11").await).await;
    assert_eq!(page["total"], 9);
}

#[tokio::test]
async fn what_is_exported_can_be_imported_again() {
    let place = Place::new();
    let console = started(&place).await;
    let file = "\u{feff}reason;,Recipient\r\n\
                \"moved, she \"\"said\"\"\",Ana@example.org\r\n\
                =1+1,+49 30 123456\r\n\
                ,not an address\r\n\
                twice,ana@example.org\r\n";
    let first = import(&console, file.replace("reason;", "reason")).await;
    assert_eq!(
        (&first["changed"], &first["unchanged"]),
        (&json!(2), &json!(1))
    );
    let refused = first["refused"][0].as_str().unwrap();
    assert!(refused.starts_with("line 4:"), "{refused}");
    let exported = console.get("/api/suppressions/export").await;
    assert_eq!(
        exported.headers()["content-type"],
        "text/csv; charset=utf-8"
    );
    let exported = exported.text().await.unwrap();
    assert!(exported.starts_with("recipient,reason,addedAt,addedBy\n"));
    assert!(exported.contains("+4930123456,'=1+1,"), "{exported}");
    let run = place.run(&["suppress", "export"]).ends_with(0);
    assert_eq!(
        run.stdout, exported,
        "page and command line export the same"
    );
    let other = Place::new();
    let file = other.write("list.csv", &exported);
    let run = other.run(&["suppress", "import", &file, "--json"]);
    assert_eq!(run.ends_with(0).last()["changed"], 2);
    let listed = other.run(&["suppress", "list", "--json"]).ends_with(0);
    let reasons: Vec<_> = listed
        .lines()
        .iter()
        .map(|row| row["reason"].clone())
        .collect();
    assert_eq!(reasons, ["=1+1", "moved, she \"said\""]);
    let again = other.run(&["suppress", "import", &file, "--json"]);
    assert_eq!(again.ends_with(0).last()["unchanged"], 2);
}

#[tokio::test]
async fn a_file_of_some_megabytes_is_read_as_it_comes() {
    let place = Place::new();
    let console = started(&place).await;
    let lines =
        (0..60_000).map(|n| format!("customer{n}@example.org,left in the spring of 2025\n"));
    let file: String = [String::from("recipient,reason\n")]
        .into_iter()
        .chain(lines)
        .collect();
    assert!(file.len() > 2_500_000);
    let imported = import(&console, file).await;
    assert_eq!(imported["changed"], 60_000);
    let page = json_of(console.get("/api/suppressions?q=customer59999@").await).await;
    assert_eq!(page["total"], 1);
}

#[tokio::test]
async fn an_allow_list_shows_what_the_configuration_names_too() {
    let place = Place::connected_to("https://api.mypurecloud.com")
        .with("GENESYS_ALLOW", "file@example.org");
    let console = started(&place).await;
    let path = "/api/connections/default/allowed";
    let body = json!({"recipients": ["list@example.org", "4930123456"], "reason": "colleague"});
    let added = json_of(console.post(path, &body).await).await;
    assert_eq!(added["changed"], 2);
    let run = place.run(&["connection", "allow", "default", "cli@example.org"]);
    run.ends_with(0);
    let page = json_of(console.get(path).await).await;
    let rows = page["rows"].as_array().unwrap();
    let who: Vec<_> = rows
        .iter()
        .map(|row| row["recipient"].as_str().unwrap())
        .collect();
    assert_eq!(
        who,
        [
            "+4930123456",
            "cli@example.org",
            "file@example.org",
            "list@example.org"
        ]
    );
    assert_eq!(
        (&page["total"], &rows[2]["addedBy"]),
        (&json!(4), &json!("configuration"))
    );
    let run = place
        .run(&["connection", "show", "default", "--json"])
        .ends_with(0);
    assert_eq!(run.last()["allowed"].as_array().unwrap().len(), 4);
    assert_eq!(run.last()["mode"], "rehearsal");
    let body = json!({"recipients": ["list@example.org"]});
    assert_eq!(delete(&console, path, &body).await["changed"], 1);
    let missing = console.get("/api/connections/nowhere/allowed").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
}
