//! What the platform's replies mean; natively and in WebAssembly.

#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "test code"
)]

use std::time::Duration;

use tidings_core::dialect::Dialect;
use tidings_core::operation::Operation;
use tidings_core::outcome::Outcome;
use tidings_core::request::{Reply, TransportFailure};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    }
}

fn outcome(operation: Operation, reply: &Reply) -> Outcome {
    Dialect::Guides.outcome(operation, Ok(reply))
}

#[test]
fn a_send_is_accepted_with_the_ids_its_guide_returns() {
    let Outcome::Accepted(acceptance) = outcome(
        Operation::Outbound,
        &reply(202, r#"{"conversationId":"conv-1"}"#),
    ) else {
        panic!("accepted")
    };
    assert_eq!(acceptance.conversation_id.as_deref(), Some("conv-1"));
    let body = r#"{"id":"msg-1","from":{"id":"g"},"deliveryStatus":"delivered"}"#;
    let Outcome::Accepted(acceptance) = outcome(Operation::Guest, &reply(200, body)) else {
        panic!("accepted")
    };
    assert_eq!(acceptance.id.as_deref(), Some("msg-1"));
    assert_eq!(acceptance.status.as_deref(), Some("delivered"));
    assert!(matches!(
        outcome(Operation::Greet, &reply(204, "")),
        Outcome::Accepted(_)
    ));
}

#[test]
fn a_success_that_cannot_be_read_leaves_a_send_in_doubt() {
    let page = reply(200, "<html><body>Welcome to the hotel</body></html>");
    assert!(matches!(
        outcome(Operation::Structured, &page),
        Outcome::InDoubt { .. }
    ));
    assert!(matches!(
        Dialect::Guides.contact(&page),
        Err(Outcome::ServerError(_))
    ));
}

#[test]
fn a_missing_scope_is_named_with_where_to_grant_it() {
    let body = r#"{"message":"no","code":"missing.permissions","status":403,"contextId":"ctx-1"}"#;
    let Outcome::Rejected(refusal) = outcome(Operation::Structured, &reply(403, body)) else {
        panic!("rejected")
    };
    assert_eq!(refusal.missing_scope.as_deref(), Some("messages:send"));
    assert!(refusal.hint.contains("messages:send"), "{}", refusal.hint);
    assert_eq!(
        (refusal.code.as_str(), refusal.context_id.as_deref()),
        ("missing.permissions", Some("ctx-1"))
    );
}

#[test]
fn an_expired_session_has_a_code_of_its_own() {
    let body = r#"{"message":"Contact ID is invalid or session has expired","status":400}"#;
    let Outcome::Rejected(refusal) = outcome(Operation::Proactive, &reply(400, body)) else {
        panic!("rejected")
    };
    assert_eq!(refusal.code, "session_expired");
}

#[test]
fn a_conflict_is_throttling_only_when_it_speaks_of_a_limit() {
    let conflict = reply(409, r#"{"message":"conversation is active"}"#);
    assert!(matches!(
        outcome(Operation::Outbound, &conflict),
        Outcome::Conflict(_)
    ));
    let named = reply(409, r#"{"message":"outbound rate limit hit"}"#);
    assert_eq!(
        outcome(Operation::Outbound, &named),
        Outcome::Throttled { retry_after: None }
    );
    let mut timed = conflict;
    timed.headers.push(("Retry-After".into(), "3".into()));
    let expected = Outcome::Throttled {
        retry_after: Some(Duration::from_secs(3)),
    };
    assert_eq!(outcome(Operation::Outbound, &timed), expected);
}

#[test]
fn what_never_opened_was_not_sent_and_what_was_lost_is_in_doubt() {
    let outcome = |failure| Dialect::Guides.outcome(Operation::Outbound, Err(&failure));
    assert!(matches!(
        outcome(TransportFailure::NeverOpened("refused".into())),
        Outcome::NeverOpened { .. }
    ));
    assert!(matches!(
        outcome(TransportFailure::ReplyLost("reset".into())),
        Outcome::InDoubt { .. }
    ));
}

#[test]
fn a_redirect_answers_nothing() {
    assert!(matches!(
        outcome(Operation::Outbound, &reply(302, "")),
        Outcome::InDoubt { .. }
    ));
    assert!(matches!(
        outcome(Operation::Contact, &reply(302, "")),
        Outcome::Rejected(_)
    ));
}

#[test]
fn an_audience_page_bears_missing_parts() {
    let body = r#"{"bucket":[{"key":{"customer":{"id":"1","address":null}},"metrics":{"sessions":{"count":2}}},{},{"key":{}}],"nextPageToken":"t"}"#;
    let page = Dialect::Guides.audience_page(&reply(200, body)).unwrap();
    assert_eq!(page.rows.len(), 3);
    assert_eq!(
        (page.rows[0].sessions, page.rows[0].address.as_deref()),
        (Some(2), None)
    );
    assert_eq!(page.next.as_deref(), Some("t"));
    assert_eq!(
        Dialect::Guides
            .audience_page(&reply(200, "{}"))
            .unwrap()
            .rows,
        []
    );
}

#[test]
fn the_customer_of_an_earlier_chat_is_its_first_customer() {
    let body = r#"{"id":"c","status":"closed","participants":[{"id":"1","type":"agent","address":"x"},{"id":"2","type":"customer","address":"ana@example.org"}]}"#;
    let history = Dialect::Guides.history(&reply(200, body)).unwrap();
    assert_eq!(history.customer_address.as_deref(), Some("ana@example.org"));
    assert!(history.is_over());
    let active = reply(200, r#"{"id":"c","status":"active"}"#);
    assert!(!Dialect::Guides.history(&active).unwrap().is_over());
}

#[test]
fn a_token_reply_that_cannot_be_read_is_never_quoted() {
    let broken = reply(200, r#"{"access_token":"s3cret-token""#);
    let problem = format!("{:?}", Dialect::Guides.token_grant(&broken).unwrap_err());
    assert!(!problem.contains("s3cret-token"), "{problem}");
    let wrong = reply(401, r#"{"error":"invalid_client"}"#);
    let Err(Outcome::Unauthorized(refusal)) = Dialect::Guides.token_grant(&wrong) else {
        panic!("unauthorized")
    };
    assert_eq!(refusal.code, "invalid_client");
}

#[test]
fn only_the_two_look_ups_can_be_forwarded() {
    let contacts = "/api/v2/conversations/messaging/contacts";
    let allowed =
        |path: &str, query: Option<&str>| Dialect::Guides.forwardable(path, query).is_some();
    assert!(allowed(&format!("{contacts}/c-1"), None));
    assert!(allowed(
        "/api/v2/conversations/webchats/c-1",
        Some("expand=participants,transcripts")
    ));
    assert!(allowed(
        "/api/v2/conversations/webchats/c-1",
        Some("expand=participants%2Ctranscripts&")
    ));
    assert!(!allowed(&format!("{contacts}/c-1/messages"), None));
    assert!(!allowed(&format!("{contacts}/../outbound"), None));
    assert!(!allowed(&format!("{contacts}/c-1"), Some("x=1")));
    assert!(!allowed(contacts, None));
    assert!(!allowed("/api/v2/webchat/messaging", None));
    assert!(!allowed(
        "/api/v2/conversations/webchats/c-1",
        Some("expand=secrets")
    ));
}
