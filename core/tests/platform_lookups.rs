//! What look-ups by the published API mean, and which of them may be forwarded; natively and in
//! WebAssembly. The replies have the fields that Genesys' own client libraries list.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::time::Duration;

use tidings_core::conversation::{Company, Standing};
use tidings_core::dialect::{Dialect, Query, platform};
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::outcome::Outcome;
use tidings_core::request::Reply;
use tidings_core::time::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ID: &str = "0f5e3c1a-77a0-4c39-9a0e-4f3d1c1f2ee1";
const THREADING: Duration = Duration::from_hours(72);

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Where a conversation with these participants stands at noon of 2026-06-02.
fn standing(end: &str, participants: &str) -> Standing {
    let body = format!(
        r#"{{"id":"{ID}","startTime":"2026-06-01T10:00:00.000Z",{end}"participants":[{participants}]}}"#
    );
    let query = platform::ConversationQuery(ConversationId::parse(ID).unwrap());
    let conversation = query.answer(&reply(200, &body)).unwrap();
    conversation.standing(THREADING, at("2026-06-02T12:00:00.000Z"))
}

fn participant(purpose: &str, state: &str, rest: &str) -> String {
    format!(r#"{{"purpose":"{purpose}","messages":[{{"id":"m-1","state":"{state}"{rest}}}]}}"#)
}

#[test]
fn an_open_conversation_says_with_whom_the_customer_is() {
    let customer = participant("customer", "connected", "");
    for (purpose, company) in [
        ("agent", Company::Agent),
        ("acd", Company::Queue),
        ("workflow", Company::Bot),
        ("botflow", Company::Bot),
    ] {
        let both = format!("{customer},{}", participant(purpose, "connected", ""));
        assert_eq!(standing("", &both), Standing::Active(company), "{purpose}");
    }
    let parked = participant("agent", "parked", "");
    assert_eq!(standing("", &parked), Standing::Active(Company::Agent));
}

#[test]
fn a_closed_one_can_be_taken_up_again_for_a_while_unless_the_guest_is_gone() {
    let over = |time: &str, reason: &str| {
        let rest = format!(r#","disconnectedTime":"{time}","disconnectType":"{reason}""#);
        standing(
            &format!(r#""endTime":"{time}","#),
            &participant("customer", "disconnected", &rest),
        )
    };
    assert_eq!(
        over("2026-06-01T12:00:00.000Z", "client"),
        Standing::Threadable {
            until: at("2026-06-04T12:00:00.000Z")
        }
    );
    assert_eq!(over("2026-05-20T12:00:00.000Z", "client"), Standing::Closed);
    for gone in [
        "session.expired",
        "sessionExpired",
        "SESSION_EXPIRED",
        "inactivity",
    ] {
        let standing = over("2026-06-01T12:00:00.000Z", gone);
        assert_eq!(standing, Standing::GuestGone, "{gone}");
    }
}

#[test]
fn a_merged_contact_leads_to_the_one_that_stands_for_it() {
    let query = platform::ContactQuery(ContactId::parse(ID).unwrap());
    let other = "b1f0c6a2-77a0-4c39-9a0e-4f3d1c1f2e55";
    let body = format!(
        r#"{{"id":"{ID}","personalEmail":"no address","workEmail":"ana@example.org","mergedTo":{{"id":"{other}"}}}}"#
    );
    let contact = query.answer(&reply(200, &body)).unwrap();
    assert_eq!(contact.leads_to, ContactId::parse(other).ok());
    assert_eq!(contact.email.unwrap().as_str(), "ana@example.org");
    let itself = format!(r#"{{"id":"{ID}","canonicalContact":{{"id":"{ID}"}}}}"#);
    assert_eq!(query.answer(&reply(200, &itself)).unwrap().leads_to, None);
}

#[test]
fn an_unknown_conversation_and_an_unreadable_one_are_no_answer() {
    let query = platform::ConversationQuery(ConversationId::parse(ID).unwrap());
    let unknown =
        r#"{"message":"Conversation not found","code":"not.found","status":404,"contextId":"c-1"}"#;
    let Err(Outcome::Rejected(refusal)) = query.answer(&reply(404, unknown)) else {
        panic!("not rejected");
    };
    assert_eq!(
        (refusal.status, refusal.context_id.as_deref()),
        (404, Some("c-1"))
    );
    for body in ["", "<html></html>", "[]", "{}"] {
        assert!(
            matches!(
                query.answer(&reply(200, body)),
                Err(Outcome::ServerError(_))
            ),
            "{body}"
        );
    }
}

#[test]
fn only_look_ups_of_one_thing_are_forwarded() {
    let forwarded =
        |path: &str, query: Option<&str>| Dialect::Platform.forwardable(path, query).is_some();
    for path in [
        format!("/api/v2/conversations/{ID}"),
        format!("/api/v2/externalcontacts/contacts/{ID}"),
        format!("/api/v2/conversations/messages/{ID}/details"),
    ] {
        assert!(forwarded(&path, None), "{path}");
        assert!(!forwarded(&path, Some("expand=identifiers")), "{path}");
        assert!(!forwarded(&format!("{path}/.."), None), "{path}");
    }
    for path in [
        "/api/v2/conversations/messages/agentless",
        "/api/v2/conversations/emails/agentless",
        "/api/v2/conversations/messages",
        "/api/v2/oauth/clients",
        "/api/v2/externalcontacts/contacts",
        "/api/v2/conversations/%2e%2e",
    ] {
        assert!(!forwarded(path, None), "{path}");
    }
}
