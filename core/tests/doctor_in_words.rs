//! What the doctor says of a connection, by its public side: in the guides' dialect, which has no
//! directory, and where there is no token.

#![allow(clippy::unwrap_used, reason = "test code")]

use tidings_core::api::{CheckVerdict, CheckView, DoctorView};
use tidings_core::dialect::Dialect;
use tidings_core::doctor::{Gap, Subject, guides, token_missing, token_unreachable};
use tidings_core::endpoint::BaseUrl;
use tidings_core::operation::Operation;
use tidings_core::outcome::Refusal;
use tidings_core::sender::Senders;
use tidings_core::time::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn with_subject<T>(address: &str, look: impl Fn(Subject<'_>) -> T) -> T {
    let base = BaseUrl::parse(address).unwrap();
    look(Subject {
        name: "default",
        base: &base,
        login: &base.login(),
        senders: &Senders::default(),
    })
}

fn report(reads: &guides::Reads) -> DoctorView {
    with_subject("https://api.mypurecloud.com", |subject| {
        guides::report(subject, reads, Timestamp::EPOCH)
    })
}

fn check<'v>(view: &'v DoctorView, name: &str) -> &'v CheckView {
    view.checks.iter().find(|check| check.name == name).unwrap()
}

#[test]
fn a_read_that_worked_proves_its_scope_and_a_send_is_not_tried() {
    let view = report(&[(Operation::Audience, Ok(()))]);
    let audience = check(&view, Dialect::Guides.scope(Operation::Audience));
    assert_eq!(audience.verdict, CheckVerdict::Good);
    assert_eq!(audience.needed_by, ["audience"]);
    let sends: Vec<_> = view
        .checks
        .iter()
        .filter(|check| check.verdict == CheckVerdict::Unknown)
        .map(|check| check.needed_by.join(" "))
        .collect();
    assert_eq!(
        sends,
        ["outbound", "proactive", "greet", "structured", "guest"]
    );
    assert!(view.is_green());
}

#[test]
fn a_scope_that_is_missing_is_named_with_where_to_grant_it() {
    let forbidden = Gap::Forbidden {
        permission: Some("conversations:read".into()),
        message: "no".into(),
    };
    let untold = Gap::Untold("the platform is in trouble".into());
    let view = report(&[
        (Operation::Contact, Err(forbidden)),
        (Operation::History, Err(untold)),
    ]);
    let missing = check(&view, "conversations:read");
    assert_eq!(missing.verdict, CheckVerdict::Missing);
    assert!(
        missing.hint.contains("scope conversations:read in Admin"),
        "{missing:?}"
    );
    let unknown = check(&view, Dialect::Guides.scope(Operation::History));
    assert_eq!(unknown.verdict, CheckVerdict::Unknown);
    assert!(unknown.message.contains("trouble"), "{unknown:?}");
    assert!(!view.is_green());
}

#[test]
fn refused_credentials_are_explained_by_what_was_said_and_where() {
    let refused = |address: &str, status| {
        with_subject(address, |subject| {
            let refusal = Refusal {
                status,
                code: "invalid_client".into(),
                message: "no".into(),
                hint: "Look there.".into(),
                missing_scope: None,
                context_id: None,
            };
            token_missing(subject, &refusal)
        })
    };
    let elsewhere = refused("https://api.mypurecloud.ie", 400);
    assert!(elsewhere.hint.contains("eu-west-1"), "{elsewhere:?}");
    let unknown = refused("https://cloud.example.com", 400);
    assert!(
        unknown.hint.contains("address and client id"),
        "{unknown:?}"
    );
    let wrong = refused("https://api.mypurecloud.ie", 401);
    assert!(wrong.hint.contains("secret is wrong"), "{wrong:?}");
    assert_eq!(
        refused("https://api.mypurecloud.ie", 418).hint,
        "Look there."
    );
    let unreachable = with_subject("https://api.mypurecloud.ie", |subject| {
        token_unreachable(subject, "connection refused")
    });
    assert!(
        unreachable.message.contains("connection refused"),
        "{unreachable:?}"
    );
    assert_eq!(unreachable.verdict, CheckVerdict::Missing);
}
