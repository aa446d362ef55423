//! What is said to the person whose call was refused: in both dialects, for every operation, what
//! happened and what to do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use tidings_core::delivery::DeliveryState;
use tidings_core::dialect::Dialect;
use tidings_core::follow_up::{Fate, state_of};
use tidings_core::operation::Operation;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::request::Reply;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const REFUSING: [u16; 12] = [400, 401, 403, 404, 405, 408, 409, 413, 415, 500, 501, 503];

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    }
}

fn refusal(dialect: Dialect, operation: Operation, reply: &Reply) -> Refusal {
    match dialect.outcome(operation, Ok(reply)) {
        Outcome::Rejected(refusal)
        | Outcome::Conflict(refusal)
        | Outcome::Unauthorized(refusal)
        | Outcome::ServerError(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn hint(dialect: Dialect, operation: Operation, status: u16, body: &str) -> String {
    refusal(dialect, operation, &reply(status, body)).hint
}

#[test]
fn every_refusal_of_every_operation_says_what_happened_and_what_to_do() {
    for dialect in Dialect::ALL {
        for operation in Operation::ALL {
            for status in REFUSING {
                for body in [
                    "",
                    "{}",
                    r#"{"message":"no"}"#,
                    r#"{"message":" \u0007"}"#,
                    "\u{7}",
                ] {
                    let refusal = refusal(dialect, operation, &reply(status, body));
                    let what = format!("{dialect} {operation} {status} {body:?}: {refusal:?}");
                    assert_eq!(refusal.status, status, "{what}");
                    assert!(!refusal.message.trim().is_empty(), "{what}");
                    assert!(refusal.hint.ends_with('.'), "{what}");
                    assert!(
                        !refusal.code.contains(' ') && !refusal.code.is_empty(),
                        "{what}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_hint_is_about_the_job() {
    let platform = |operation, status, body| hint(Dialect::Platform, operation, status, body);
    let about = |hint: String, word: &str| assert!(hint.contains(word), "{word}: {hint}");
    about(
        platform(Operation::Outbound, 400, ""),
        "recipient's address",
    );
    about(platform(Operation::Greet, 404, ""), "web chat");
    about(platform(Operation::Receipt, 400, ""), "integration");
    about(platform(Operation::Proactive, 400, ""), "contact's id");
    about(
        platform(Operation::History, 404, ""),
        "another organization",
    );
    about(platform(Operation::Outbound, 408, ""), "Nothing was sent");
    about(platform(Operation::Outbound, 415, ""), "proxy");
    about(platform(Operation::Outbound, 413, ""), "Split");
    let resolution = r#"{"message":"Identity resolution is off for the deployment"}"#;
    about(
        platform(Operation::Proactive, 400, resolution),
        "identity resolution on",
    );
    about(
        platform(Operation::Status, 401, r#"{"code":"ip.not.authorized"}"#),
        "Organization settings",
    );
    about(
        platform(Operation::Organization, 403, r#"{"code":"not.authorized"}"#),
        "divisions",
    );
    let guides = |operation, status, body| hint(Dialect::Guides, operation, status, body);
    about(guides(Operation::Proactive, 404, ""), "stored correctly");
    about(guides(Operation::Greet, 404, ""), "open right now");
    about(guides(Operation::Contact, 404, ""), "no conversation id");
    about(guides(Operation::History, 404, ""), "another organization");
    about(guides(Operation::Structured, 400, ""), "closed one");
    about(guides(Operation::Outbound, 400, ""), "verified");
}

#[test]
fn missing_permissions_are_named_as_one_or_all_of_several() {
    let body = |code: &str, names: &str| {
        format!(r#"{{"message":"no","code":"{code}","messageParams":{{"permissions":"{names}"}}}}"#)
    };
    let hint = |code, names| {
        hint(
            Dialect::Platform,
            Operation::Outbound,
            403,
            &body(code, names),
        )
    };
    let one = hint("missing.permissions", "a:b:c");
    assert!(one.starts_with("Grant the permission a:b:c to"), "{one}");
    let all = hint("missing.permissions", "a:b:c, d:e:f");
    assert!(
        all.starts_with("Grant the permissions a:b:c, d:e:f"),
        "{all}"
    );
    let any = hint("missing.any.permissions", "[a:b:c d:e:f]");
    assert!(
        any.starts_with("Grant one of the permissions a:b:c, d:e:f"),
        "{any}"
    );
}

#[test]
fn a_refused_token_says_what_of_the_connection_to_look_at() {
    for dialect in Dialect::ALL {
        let grant = |status, body| dialect.token_grant(&reply(status, body)).unwrap_err();
        let Outcome::Unauthorized(wrong) = grant(401, r#"{"error":"invalid_client"}"#) else {
            panic!("a wrong client")
        };
        assert!(wrong.hint.contains("secret"), "{wrong:?}");
        let Outcome::Unauthorized(unknown) = grant(400, r#"{"error":"invalid_client"}"#) else {
            panic!("an unknown client")
        };
        assert!(unknown.hint.contains("region"), "{unknown:?}");
        assert!(matches!(grant(429, ""), Outcome::Throttled { .. }));
        let Outcome::ServerError(trouble) = grant(503, "") else {
            panic!("trouble")
        };
        assert!(trouble.hint.contains("status page"), "{trouble:?}");
        let Outcome::Rejected(elsewhere) = grant(404, "<html></html>") else {
            panic!("no login address")
        };
        assert!(elsewhere.hint.contains("login address"), "{elsewhere:?}");
        assert!(elsewhere.message.contains("web page"), "{elsewhere:?}");
    }
}

#[test]
fn a_failed_message_has_a_hint_where_its_code_is_known() {
    let fate = |code: Option<&str>| {
        let mut fate = Fate::of(DeliveryState::Failed);
        fate.code = code.map(str::to_owned);
        fate
    };
    for code in [
        "RateLimited",
        "ServerError",
        "RecipientOptedOut",
        "InvalidDestination",
        "MessageExpired",
        "email.bounced",
    ] {
        assert!(fate(Some(code)).hint().is_some(), "{code}");
    }
    assert_eq!(fate(Some("new")).hint(), None);
    assert!(fate(None).is_unexplained() && !fate(Some("new")).is_unexplained());
    assert!(!Fate::of(DeliveryState::Read).is_bad());
    for (word, state) in [
        ("Delivery-Success", Some(DeliveryState::Delivered)),
        ("READ", Some(DeliveryState::Read)),
        ("delivery-failed", Some(DeliveryState::Undelivered)),
        ("Failed", Some(DeliveryState::Failed)),
        ("Sent", None),
    ] {
        assert_eq!(state_of(word), state, "{word}");
    }
}

#[test]
fn a_sender_that_is_inactive_is_no_conversation_that_is_active() {
    let outcome = |code: &str| {
        let body = format!(r#"{{"message":"no","code":"{code}","status":400}}"#);
        Dialect::Platform.outcome(Operation::Outbound, Ok(&reply(400, &body)))
    };
    assert!(matches!(
        outcome("sms.number.inactive"),
        Outcome::Rejected(_)
    ));
    assert!(matches!(
        outcome("conversation.active"),
        Outcome::Conflict(_)
    ));
}
