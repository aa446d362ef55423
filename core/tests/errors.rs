//! Every error is for the person who reads it: a part of a sentence that says what is wrong, and an
//! [`Error`] for the program in between.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use tidings_core::address::{Address, EmailAddress, PhoneNumber};
use tidings_core::channel::Channel;
use tidings_core::delivery::DeliveryState;
use tidings_core::dialect::Dialect;
use tidings_core::endpoint::BaseUrl;
use tidings_core::id::ContactId;
use tidings_core::message::draft::{Draft, OutboundDraft, ProactiveDraft, RouteDraft};
use tidings_core::operation::Operation;
use tidings_core::outcome::Outcome;
use tidings_core::pace::Pace;
use tidings_core::policy::{Pattern, Policy};
use tidings_core::recipient::RecipientKey;
use tidings_core::region::api_address;
use tidings_core::request::TransportFailure;
use tidings_core::response::Response;
use tidings_core::template::{Escape, Template};

/// The words of each error, by the name of its type.
#[derive(Default)]
struct Words(BTreeMap<&'static str, Vec<String>>);

impl Words {
    fn hear<T, E: Error>(&mut self, result: Result<T, E>) {
        let Err(error) = result else {
            panic!("{} was expected", type_name::<E>());
        };
        let name = type_name::<E>().rsplit("::").next().unwrap();
        self.0.entry(name).or_default().push(error.to_string());
    }
}

fn every_error() -> BTreeMap<&'static str, Vec<String>> {
    let mut words = Words::default();
    let policy = Policy::default();
    words.hear(EmailAddress::parse("ana@"));
    words.hear(PhoneNumber::parse("0049"));
    words.hear(Address::parse("ana"));
    words.hear("fax".parse::<Channel>());
    words.hear("lost".parse::<DeliveryState>());
    words.hear("soap".parse::<Dialect>());
    words.hear("dance".parse::<Operation>());
    words.hear(BaseUrl::parse("ftp://example.com"));
    for id in ["", "a b", "-a", &"a".repeat(1000)] {
        words.hear(ContactId::parse(id));
    }
    for form in ["{", r#"{"form": 0}"#, r#"{"form": 2, "draft": 1}"#, "{}"] {
        words.hear(Draft::from_form(form));
    }
    words.hear(Pace::per_minute(0));
    words.hear(Pattern::parse("a("));
    words.hear(RecipientKey::parse("  "));
    words.hear(api_address("atlantis"));
    for template in ["{{", "{{ }}", "{{name | upper}}"] {
        words.hear(Template::parse(template));
    }
    let template = Template::parse("Hi {{name}}").unwrap();
    words.hear(template.fill(Escape::Text, |_| None::<&str>));
    words.hear(response().fill(&BTreeMap::new()));

    let nobody = OutboundDraft::email("care@example.com", "")
        .subject("Hello")
        .text("Hello");
    let violations = nobody.draft().check(&policy).unwrap_err();
    words.hear::<(), _>(Err(violations.iter().next().unwrap().clone()));
    words.hear::<(), _>(Err(violations));

    let sms = RouteDraft::over(Channel::Sms);
    let draft = ProactiveDraft::text("4930123456", "Hello").by(sms).draft();
    let (message, recipient) = draft.check(&policy).unwrap();
    let personalized = message.personalize(&recipient, &policy).unwrap();
    words.hear(Dialect::Guides.carry(&personalized, false));

    words.hear::<(), _>(Err(TransportFailure::ReplyLost(
        "connection reset".to_owned(),
    )));
    words.hear::<(), _>(Err(Outcome::Throttled { retry_after: None }));
    words.0
}

/// A canned response with a gap that nothing fills.
fn response() -> Response {
    Response {
        id: "response-1".to_owned(),
        name: "Reminder".to_owned(),
        text: Some("Hello {{name}}".to_owned()),
        substitutions: BTreeMap::from([("name".to_owned(), None)]),
        is_template: false,
    }
}

#[test]
fn errors_are_parts_of_a_sentence() {
    for (name, all) in every_error() {
        for words in all {
            let first = words.chars().next().unwrap_or('A');
            assert!(!first.is_uppercase(), "{name} begins a sentence: {words}");
            assert!(
                !words.ends_with(['.', '!', ' ']),
                "{name} ends one: {words}"
            );
            // What a person reads holds no Rust.
            for rust in ["Some(", "None", "Err(", "::"] {
                assert!(!words.contains(rust), "{name} shows Rust: {words}");
            }
        }
    }
}

#[test]
fn no_error_is_left_out_above() {
    // A refusal speaks in the platform's own sentences.
    let mut heard: BTreeSet<String> = BTreeSet::from(["Refusal".to_owned()]);
    heard.extend(every_error().into_keys().map(str::to_owned));
    let mut declared = BTreeSet::new();
    declare(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut declared,
    );
    assert!(declared.contains("InvalidId") && declared.contains("NotCarried"));
    let silent: Vec<_> = declared.difference(&heard).collect();
    assert!(
        silent.is_empty(),
        "make one of each in every_error: {silent:?}"
    );
}

/// The names of the error types below a folder.
fn declare(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            declare(&path, names);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (before, after) in ["thiserror::Error)]", "core::error::Error for "]
            .iter()
            .flat_map(|mark| text.split(mark).skip(1).map(move |after| (mark, after)))
        {
            let name = if before.ends_with("for ") {
                Some(after)
            } else {
                after
                    .split_once("\npub ")
                    .and_then(|(_, item)| item.split_once(' '))
                    .map(|(_, name)| name)
            };
            let is_name = |c: &char| c.is_alphanumeric();
            names.extend(name.map(|name| name.chars().take_while(is_name).collect()));
        }
    }
}
