//! The checks and the sandbox agree, in both dialects: a message that was checked is taken, a draft
//! that was refused is not. The sandbox shares no code with the core, and what it is sent for a
//! refused draft is written here from the raw draft, without the core.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod drafts;
mod ours;
mod wire;

use std::cell::Cell;

use proptest::prop_assert;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tidings_core::address::EmailAddress;
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::time::Timestamp;
use tidings_core::violation::Violations;
use tidings_tests::command::Tidings;
use tidings_tests::sandbox::Sandbox;

use drafts::Population;

#[test]
fn what_is_checked_is_taken_and_what_is_refused_is_not_in_the_guides_dialect() {
    agrees(Dialect::Guides);
}

#[test]
fn what_is_checked_is_taken_and_what_is_refused_is_not_in_the_published_api() {
    agrees(Dialect::Platform);
}

/// Puts drafts to both until one is judged differently, and shows the smallest such draft.
fn agrees(dialect: Dialect) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--customers", "300", "--rate-per-minute", "1000000"];
    let sandbox = Sandbox::start(&Tidings::in_folder(folder.path()), &arguments);
    let judge = runtime.block_on(Judge::at(&sandbox));
    let population = runtime.block_on(Population::of(&sandbox));

    let (taken, refused) = (Cell::new(0), Cell::new(0));
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let run = TestRunner::new(config).run(&drafts::of_any_job(dialect, &population), |draft| {
        let count = match request(dialect, &draft) {
            Ok((target, body)) => {
                let (status, said) = runtime.block_on(judge.says(&target, &body));
                prop_assert!(
                    status < 300,
                    "checked, but: {status} {said}\n{draft:#}\n{body:#}"
                );
                &taken
            }
            Err(violations) if ours::all(dialect, &violations) => return Ok(()),
            Err(violations) => {
                let (target, body) = wire::written(dialect, &draft);
                let (status, said) = runtime.block_on(judge.says(&target, &body));
                prop_assert!(
                    status >= 400,
                    "taken: {said}, but\n{violations}\n{draft:#}\n{body:#}"
                );
                &refused
            }
        };
        count.set(count.get() + 1);
        runtime.block_on(sandbox.reset());
        Ok(())
    });
    if let Err(differs) = run {
        panic!("{differs}");
    }
    println!(
        "{dialect}: {} taken, {} refused",
        taken.get(),
        refused.get()
    );
    // Neither half of the promise was left untried.
    assert!(
        taken.get() > 25 && refused.get() > 25,
        "{taken:?} taken, {refused:?} refused"
    );
}

/// The core's own way from a draft to the wire.
fn request(dialect: Dialect, draft: &Value) -> Result<(String, Value), Violations> {
    let policy = Policy::default();
    let (message, mut recipient) = Draft::from_json(draft)?.check(&policy)?;
    if let Recipient::Conversation { email, .. } = &mut recipient {
        *email = EmailAddress::parse("ana.souza@example.org").ok();
    }
    let personalized = message.personalize(&recipient, &policy)?;
    let carried = dialect.carry(&personalized, true)?;
    let now = Timestamp::parse("2026-01-15T10:30:00Z").unwrap();
    let request = carried.request(now);
    let body = serde_json::from_str(&request.body.unwrap()).unwrap();
    Ok((request.target.to_string(), body))
}

/// The sandbox, as a client that holds a token asks it.
struct Judge {
    http: reqwest::Client,
    address: String,
    token: String,
}

impl Judge {
    async fn at(sandbox: &Sandbox) -> Self {
        let http = reqwest::Client::new();
        let form = "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox-secret";
        let reply = http
            .post(format!("{}/oauth/token", sandbox.address()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .unwrap();
        let grant: Value = reply.json().await.unwrap();
        let token = grant["access_token"].as_str().unwrap().to_owned();
        Self {
            http,
            address: sandbox.address().to_owned(),
            token,
        }
    }

    /// The status, and what was said with it.
    async fn says(&self, target: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}{target}", self.address);
        let request = self.http.post(url).bearer_auth(&self.token).json(body);
        let reply = request.send().await.unwrap();
        let status = reply.status().as_u16();
        (status, reply.json().await.unwrap_or(json!(null)))
    }
}
