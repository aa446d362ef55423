//! Several connections in one installation, and how each finds its organization.

use serde_json::{Value, json};

use crate::support::{Place, json_of, population};

const AUDIENCE: [&str; 4] = ["audience", "--days", "1", "--dry-run"];

/// A connection of the file, as far as it is the same for all.
fn entry(name: &str, more: &str) -> String {
    format!(
        "[connections.{name}]\napi = \"guides\"\nclient_id = \"id\"\n\
         client_secret_file = \"secret\"\n{more}\n"
    )
}

fn place_with(file: &str) -> Place {
    let place = Place::new();
    place.write("secret", "s3cret");
    place.write("tidings.toml", file);
    place
}

/// Where a dry run's first request would go.
#[track_caller]
fn url(place: &Place, connection: &str) -> String {
    let arguments = [&AUDIENCE[..], &["--connection", connection]].concat();
    let request: Value = place.run(&arguments).ends_with(0).lines().swap_remove(0);
    request["url"].as_str().unwrap().to_owned()
}

#[track_caller]
fn refused(file: &str) -> String {
    let run = place_with(file).run(&AUDIENCE).ends_with(3);
    run.stderr
}

#[test]
fn a_region_is_found_by_name_domain_host_and_address() {
    let spellings = [
        "eu-central-1",
        "mypurecloud.de",
        "api.mypurecloud.de",
        "login.mypurecloud.de",
        "https://api.mypurecloud.de",
    ];
    let file: String = spellings
        .iter()
        .enumerate()
        .map(|(number, region)| entry(&format!("c{number}"), &format!("region = \"{region}\"")))
        .collect();
    let place = place_with(&file);
    for (number, region) in spellings.iter().enumerate() {
        let url = url(&place, &format!("c{number}"));
        assert!(
            url.starts_with("https://api.mypurecloud.de/api/v2/"),
            "{region}: {url}"
        );
    }
}

#[test]
fn one_of_several_connections_is_chosen_by_name() {
    let ireland = entry("ireland", "region = \"eu-west-1\"");
    let japan = entry("japan", "base_url = \"https://api.mypurecloud.jp\"");
    let place = place_with(&(ireland + &japan));
    assert!(url(&place, "ireland").starts_with("https://api.mypurecloud.ie/"));
    assert!(url(&place, "japan").starts_with("https://api.mypurecloud.jp/"));
    let said = place.run(&AUDIENCE).ends_with(3).stderr;
    assert!(
        said.contains("--connection") && said.contains("ireland, japan"),
        "{said}"
    );
    // The environment's own comes first and needs no name.
    let place = place
        .with("GENESYS_API", "guides")
        .with("GENESYS_BASE_URL", "http://127.0.0.1:9")
        .with("GENESYS_CLIENT_ID", "id")
        .with("GENESYS_CLIENT_SECRET", "secret");
    let request = place.run(&AUDIENCE).ends_with(0).lines().swap_remove(0);
    let url = request["url"].as_str().unwrap();
    assert!(url.starts_with("http://127.0.0.1:9/"), "{url}");
}

#[test]
fn a_connection_names_its_senders_its_cap_and_whom_rehearsal_reaches() {
    let full = "region = \"eu-west-1\"\nallow = [\"ana@example.org\", \"+4930555000\"]\n\
         cap_per_minute = 60\n\
         senders = { email = \"care@shop.example\", sms = \"+13175550100\", open = \"e1\" }";
    url(&place_with(&entry("shop", full)), "shop");
    for (wrong, key, word) in [
        (
            "cap_per_minute = 0",
            "connections.shop.cap_per_minute",
            "1 to",
        ),
        ("allow = [\" \"]", "connections.shop.allow", "empty"),
        (
            "senders = { email = \"care\" }",
            "connections.shop.senders.email",
            "@",
        ),
        (
            "senders = { whatsapp = \"\" }",
            "connections.shop.senders.whatsapp",
            "empty",
        ),
        ("senders = { fax = \"1\" }", "`fax`", "webmessaging"),
        ("sender = \"x\"", "`sender`", "senders"),
    ] {
        let said = refused(&entry("shop", &format!("region = \"eu-west-1\"\n{wrong}")));
        assert!(said.contains(key) && said.contains(word), "{wrong}: {said}");
    }
}

#[test]
fn variables_name_senders_too_and_their_faults_are_found() {
    let place = Place::unconnected()
        .with("GENESYS_SENDER_SMS", "+13175550100")
        .with("GENESYS_SENDER_WEBMESSAGING", "d1")
        .with("GENESYS_ALLOW", "ana@example.org, +4930555000")
        .with("GENESYS_CAP_PER_MINUTE", "60");
    place.run(&AUDIENCE).ends_with(0);
    for (variable, value) in [
        ("GENESYS_SENDER_EMAIL", "care"),
        ("GENESYS_ALLOW", "ana@example.org,"),
        ("GENESYS_CAP_PER_MINUTE", "many"),
        ("GENESYS_CAP_PER_MINUTE", "0"),
    ] {
        let said = Place::unconnected()
            .with(variable, value)
            .run(&AUDIENCE)
            .ends_with(3)
            .stderr;
        assert!(said.contains(variable), "{said}");
    }
    // One variable alone begins the connection, and what it lacks is said.
    let said = Place::new()
        .with("GENESYS_SENDER_SMS", "+13175550100")
        .with("GENESYS_API", "guides")
        .run(&AUDIENCE)
        .ends_with(3)
        .stderr;
    assert!(said.contains("GENESYS_REGION"), "{said}");
}

#[test]
fn campaigns_of_one_name_are_told_apart_by_their_connection() {
    let home = Place::new();
    let sandbox = home.sandbox(&["--customers", "5"]);
    let place = Place::new();
    place.write("secret", "sandbox-secret");
    let entry = |name: &str| {
        format!(
            "[connections.{name}]\napi = \"guides\"\nbase_url = \"{}\"\nclient_id = \"sandbox\"\n\
             client_secret_file = \"secret\"\n",
            sandbox.sandbox()
        )
    };
    place.write("tidings.toml", &(entry("north") + &entry("south")));
    for connection in ["north", "south"] {
        place
            .run(&[
                "notify",
                "--connection",
                connection,
                "--days",
                "90",
                "--from",
                "care@example.com",
                "--subject",
                "Hi",
                "--text",
                "Hello",
                "--name",
                "autumn",
                "--rate-per-minute",
                "60000",
            ])
            .ends_with_any(&[0, 1]);
    }
    let show = ["campaign", "show", "autumn", "--json"];
    let error = place.run(&show).ends_with(2).last();
    assert_eq!(error["error"]["code"], "ambiguous");
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("north, south"), "{message}");
    let shown = place
        .run(&[&show[..], &["--connection", "south"]].concat())
        .ends_with(0)
        .last();
    assert_eq!(shown["connection"], "south");
    let listed = place
        .run(&["campaign", "list", "--json", "--connection", "north"])
        .ends_with(0)
        .lines();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["connection"], "north");
}

/// One sandbox, two connections: what is sent by either comes back to it.
#[tokio::test]
async fn receipts_of_a_console_s_sandbox_reach_the_connection_that_sent() {
    let place = Place::new();
    let mut console = place.serve(&[]);
    console.sign_in().await;
    let people = population(console.running.sandbox()).await;
    let person = people
        .iter()
        .find(|person| person["conversationStatus"] == "active")
        .unwrap();
    let mut sent = Vec::new();
    for connection in ["sandbox", "sandbox-platform"] {
        let draft = json!({
            "operation": "outbound",
            "channel": "sms",
            "to": "+4930123456",
            "from": "+13175550100",
            "format": "text",
            "body": "Your order is ready.",
        });
        let body = json!({"connection": connection, "draft": draft});
        let reply = console.post_once("/api/send", connection, &body).await;
        let view = json_of(reply).await;
        let id = view["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{view:#}"))
            .to_owned();
        sent.push((connection, id));
    }
    for (connection, id) in sent {
        let detail = console
            .delivery(&id, |view| view["state"] == "delivered")
            .await;
        assert_eq!(detail["delivery"]["connection"], connection);
    }
    // What a guest says is no answer to itself.
    let guest = person["guestId"].as_str().unwrap();
    let draft = json!({
        "operation": "guest",
        "guestId": guest,
        "conversationId": person["conversationId"],
        "text": "Tomorrow, please",
    });
    let body = json!({"connection": "sandbox-platform", "draft": draft});
    let view = json_of(console.post_once("/api/send", "guest", &body).await).await;
    let id = view["id"].as_str().unwrap_or_else(|| panic!("{view:#}"));
    let detail = console
        .delivery(id, |view| view["state"] == "delivered")
        .await;
    assert_eq!(detail["delivery"]["answer"], Value::Null);
}
