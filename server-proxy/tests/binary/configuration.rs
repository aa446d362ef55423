//! Configuration that cannot be used is exit 3, with the place and what to do.

use crate::support::Place;

const AUDIENCE: [&str; 3] = ["audience", "--days", "1"];
const SEND: [&str; 6] = ["send", "proactive", "--contact", "c-1", "--text", "Hello"];

/// Runs a read and returns what it says when it fails by configuration.
#[track_caller]
fn refused(place: &Place) -> String {
    place.run(&AUDIENCE).ends_with(3).stderr
}

#[test]
fn an_unknown_region_is_refused_and_the_known_are_listed() {
    for variable in ["GENESYS_REGION", "GENESYS_ENVIRONMENT"] {
        let place = Place::unconnected()
            .without("GENESYS_BASE_URL")
            .with(variable, "mars");
        let said = refused(&place);
        assert!(
            said.contains(variable) && said.contains("eu-west-1"),
            "{said}"
        );
    }
}

#[test]
fn unset_means_the_published_api_and_another_dialect_is_refused_by_name() {
    let send = [
        "send",
        "outbound",
        "--to",
        "ana@example.org",
        "--from",
        "care@example.com",
    ];
    let send = [
        &send[..],
        &["--subject", "Hi", "--text", "Hello", "--dry-run"],
    ]
    .concat();
    let unset = Place::unconnected().without("GENESYS_API").run(&send);
    let unset = unset.ends_with(0).stdout;
    assert!(unset.contains("/conversations/emails/agentless"), "{unset}");
    let said = refused(&Place::unconnected().with("GENESYS_API", "soap"));
    assert!(
        said.contains("GENESYS_API") && said.contains("\"soap\"") && said.contains("\"guides\""),
        "{said}"
    );
}

#[test]
fn plain_http_goes_to_this_machine_only() {
    for variable in [
        "GENESYS_BASE_URL",
        "GENESYS_LOGIN_URL",
        "ANALYTICS_WEBHOOK_URL",
    ] {
        let said = refused(&Place::unconnected().with(variable, "http://genesys.example"));
        assert!(said.contains(variable) && said.contains("https:"), "{said}");
    }
    let place = Place::new().with("TIDINGS_PUBLIC_URL", "http://console.example");
    let said = place
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .ends_with(3)
        .stderr;
    assert!(said.contains("TIDINGS_PUBLIC_URL"), "{said}");
}

#[test]
fn a_missing_credential_is_named() {
    for variable in ["GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"] {
        let said = refused(&Place::unconnected().without(variable));
        assert!(said.contains(variable), "{said}");
        // An empty one counts as unset.
        let said = refused(&Place::unconnected().with(variable, ""));
        assert!(said.contains(variable), "{said}");
    }
    let said = refused(&Place::new());
    assert!(
        said.contains("GENESYS_CLIENT_ID") && said.contains("tidings.toml"),
        "{said}"
    );
}

#[test]
fn a_real_organization_is_in_rehearsal_and_nobody_is_written_to() {
    let place = Place::connected_to("https://api.mypurecloud.com");
    let run = place.run(&[&SEND[..], &["--json"]].concat()).ends_with(3);
    assert_eq!(run.last()["error"]["code"], "rehearsal");
    // What would be sent may be looked at.
    place
        .run(&[&SEND[..], &["--dry-run"]].concat())
        .ends_with(0);
}

#[test]
fn an_unknown_key_is_named_and_no_line_of_the_file_is_shown() {
    let place = Place::new();
    let secret = "s3cret-in-the-wrong-place";
    let text = format!("[connections.a]\napi = \"guides\"\nclient_secret = \"{secret}\"\n");
    let file = place.write("other.toml", &text);
    let run = place
        .run(&[&AUDIENCE[..], &["--config", &file]].concat())
        .ends_with(3);
    assert!(run.stderr.contains("`client_secret`"), "{}", run.stderr);
    assert!(run.stderr.contains("line 3"), "{}", run.stderr);
    assert!(!run.stderr.contains(secret), "{}", run.stderr);
    place.write("tidings.toml", "[polcy]\n");
    let said = place.run(&AUDIENCE).ends_with(3).stderr;
    assert!(said.contains("polcy"), "{said}");
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let run = Place::unconnected().run(&[&AUDIENCE[..], &["--config", "missing.toml"]].concat());
    assert!(run.ends_with(3).stderr.contains("missing.toml"));
}

#[test]
fn a_connection_of_the_file_is_used_and_its_secret_comes_from_a_file() {
    let place = Place::new();
    let sandbox = place.sandbox(&["--customers", "20"]);
    place.write("secret", "sandbox-secret\n");
    place.write(
        "tidings.toml",
        &format!(
            "[connections.try]\napi = \"guides\"\nbase_url = \"{}\"\nclient_id = \"sandbox\"\n\
             client_secret_file = \"secret\"\n",
            sandbox.sandbox()
        ),
    );
    let report = place.run(&["doctor", "--json"]).ends_with(0).last();
    assert_eq!(report["connection"], "try");
    assert_eq!(report["baseUrl"], sandbox.sandbox());
    let said = place
        .run(&["doctor", "--connection", "other"])
        .ends_with(3)
        .stderr;
    assert!(said.contains("configured are try"), "{said}");
    place.write("secret", " \n");
    assert!(
        place
            .run(&["doctor"])
            .ends_with(3)
            .stderr
            .contains("is empty")
    );
}

#[test]
fn the_environment_s_connection_replaces_the_file_s_as_a_whole() {
    let place = Place::unconnected();
    place.write(
        "tidings.toml",
        "[connections.default]\napi = \"guides\"\nregion = \"mars\"\n",
    );
    let request = place
        .run(&[&AUDIENCE[..], &["--dry-run"]].concat())
        .ends_with(0)
        .last();
    let url = request["url"].as_str().unwrap();
    assert!(
        url.starts_with("http://127.0.0.1:9/api/v2/analytics/"),
        "{url}"
    );
}

#[test]
fn the_policy_of_the_file_is_what_drafts_are_checked_against() {
    let place = Place::unconnected();
    place.write(
        "tidings.toml",
        "[policy]\nblocked_patterns = [\"casino.*bonus\"]\ntext_bytes = 20\n",
    );
    let say = |text| {
        place.run(&[
            "send",
            "proactive",
            "--contact",
            "c",
            "--text",
            text,
            "--dry-run",
        ])
    };
    assert!(
        say("a CASINO and its bonus")
            .ends_with(2)
            .stderr
            .contains("casino.*bonus")
    );
    assert!(
        say("more than twenty bytes")
            .ends_with(2)
            .stderr
            .contains("at most 20")
    );
    say("blocked_keyword").ends_with(0);
    place.write(
        "tidings.toml",
        "[policy]\nblocked_patterns = [\"(a+)+$\"]\n",
    );
    assert!(say("a").ends_with(3).stderr.contains("(a+)+$"));
}

#[test]
fn a_public_address_and_trusted_proxies_are_checked_at_the_start() {
    let place = Place::new();
    place.write(
        "tidings.toml",
        "[server]\ntrusted_proxies = [\"proxy.example\"]\n",
    );
    let said = place
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .ends_with(3)
        .stderr;
    assert!(
        said.contains("server.trusted_proxies") && said.contains("proxy.example"),
        "{said}"
    );
}
