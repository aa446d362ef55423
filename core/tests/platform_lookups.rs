//! What look-ups by the published API mean, and which of them may be forwarded; natively and in
//! WebAssembly. The replies have the fields that Genesys' own client libraries list.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::time::Duration;

use serde_json::{Value, json};
use tidings_core::audience::Interval;
use tidings_core::conversation::{Company, Standing};
use tidings_core::dialect::{AudienceQuery, Dialect, Query, Read, platform};
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

#[test]
fn an_audience_is_asked_for_page_by_page_by_its_web_messaging_customers() {
    let query = |cursor: Option<&str>| AudienceQuery {
        from: at("2026-06-01T00:00:00.000Z"),
        to: at("2026-06-02T00:00:00.000Z"),
        cursor: cursor.map(str::to_owned),
    };
    let asked = |cursor| {
        let request = Dialect::Platform.read_request(&Read::Audience(query(cursor)));
        assert_eq!(
            request.target,
            "/api/v2/analytics/conversations/details/query"
        );
        serde_json::from_str::<Value>(request.body.as_deref().unwrap_or_default()).unwrap()
    };
    assert_eq!(
        asked(None),
        json!({
            "interval": "2026-06-01T00:00:00.000Z/2026-06-02T00:00:00.000Z",
            "order": "asc", "orderBy": "conversationStart",
            "paging": {"pageSize": 100, "pageNumber": 1},
            "segmentFilters": [{"type": "and", "predicates": [
                {"dimension": "mediaType", "value": "message"},
                {"dimension": "messageType", "value": "webmessaging"},
                {"dimension": "purpose", "value": "customer"},
            ]}],
        })
    );
    assert_eq!(asked(Some("3"))["paging"]["pageNumber"], 3);
    assert_eq!(asked(Some("three"))["paging"]["pageNumber"], 1);
}

#[test]
fn a_conversation_of_an_audience_is_a_row_with_whatever_is_known_of_its_customer() {
    let body = json!({"conversations": [
        {"conversationId": "1", "participants": [
            {"purpose": "agent", "participantName": "Bo"},
            {"purpose": "customer", "externalContactId": ID, "participantName": "Ana"},
        ]},
        {"conversationId": "2"},
    ]});
    let page = Dialect::Platform
        .audience_page(&reply(200, &body.to_string()))
        .unwrap();
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.id.as_deref(), row.name.as_deref(), row.sessions))
        .collect();
    assert_eq!(
        rows,
        [(Some(ID), Some("Ana"), Some(1)), (None, None, Some(1))]
    );
    // Addresses are with the contacts, and the next page is asked for by its number.
    assert!(page.rows.iter().all(|row| row.address.is_none()));
    assert_eq!(page.next, None);
    let nobody = Dialect::Platform.audience_page(&reply(200, "{}")).unwrap();
    assert_eq!(nobody.rows, []);
    assert!(
        Dialect::Platform
            .audience_page(&reply(500, "down"))
            .is_err()
    );
}

#[test]
fn an_earlier_conversation_tells_a_greeting_whether_it_is_over_and_whose_it_was() {
    let told = |end: &str, state: &str| {
        let customer = format!(
            r#"{{"purpose":"customer","externalContactId":"{ID}","attributes":{{"context.email":"ana@example.org"}},"messages":[{{"id":"m-1","state":"{state}"}}]}}"#
        );
        let body = format!(r#"{{"id":"{ID}",{end}"participants":[{customer}]}}"#);
        Dialect::Platform.history(&reply(200, &body)).unwrap()
    };
    let over = told(r#""endTime":"2026-06-01T12:00:00.000Z","#, "disconnected");
    assert_eq!(over.status, "closed");
    assert!(over.is_over());
    assert_eq!(over.customer_address.as_deref(), Some("ana@example.org"));
    assert_eq!(over.customer_contact, ContactId::parse(ID).ok());
    let under_way = told("", "connected");
    assert_eq!(under_way.status, "active: the customer is with somebody");
    assert!(!under_way.is_over());
}

#[test]
fn a_contact_without_an_id_is_no_answer() {
    let body = format!(r#"{{"id":"{ID}","type":"Curated"}}"#);
    let contact = Dialect::Platform.contact(&reply(200, &body)).unwrap();
    assert_eq!(
        (contact.id.as_str(), contact.status.as_deref()),
        (ID, Some("Curated"))
    );
    assert_eq!(contact.conversation_id, None);
    let Err(outcome) = Dialect::Platform.contact(&reply(200, r#"{"type":"Curated"}"#)) else {
        panic!("a contact without an id");
    };
    assert!(outcome.to_string().contains("it has no id"), "{outcome}");
}

#[test]
fn each_look_up_asks_at_its_own_address() {
    for (read, target) in [
        (
            Read::History(ConversationId::parse(ID).unwrap()),
            format!("/api/v2/conversations/{ID}"),
        ),
        (
            Read::Contact(ContactId::parse(ID).unwrap()),
            format!("/api/v2/externalcontacts/contacts/{ID}"),
        ),
    ] {
        assert_eq!(Dialect::Platform.read_request(&read).target, target);
    }
}

#[test]
fn what_became_of_messages_is_asked_with_everything_encoded() {
    let message = platform::status::MessageStatus {
        message: "m/1".to_owned(),
    };
    assert_eq!(
        message.request().target,
        "/api/v2/conversations/messages/m%2F1/details"
    );
    let mail = platform::status::MailStatus {
        conversation: "c?1".to_owned(),
    };
    assert_eq!(mail.request().target, "/api/v2/conversations/emails/c%3F1");
}

#[test]
fn what_was_sent_is_asked_newest_first_and_both_media_at_once() {
    let interval = Interval::new(
        at("2026-06-01T00:00:00.000Z"),
        at("2026-06-02T00:00:00.000Z"),
    )
    .unwrap();
    let request = platform::status::SentPage {
        interval,
        number: 2,
    }
    .request();
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap_or_default()).unwrap();
    assert_eq!(
        (
            &body["order"],
            &body["orderBy"],
            &body["paging"]["pageNumber"]
        ),
        (&json!("desc"), &json!("conversationStart"), &json!(2))
    );
    assert_eq!(body["interval"], interval.to_string());
    let filter = &body["segmentFilters"][0];
    assert_eq!(filter["type"], "and");
    assert_eq!(filter["predicates"][0]["value"], "outbound");
    let media: Vec<_> = filter["clauses"][0]["predicates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|predicate| &predicate["value"])
        .collect();
    assert_eq!(media, ["message", "email"]);
}
