//! The look-ups of what an organization has, by their public side: what is asked, what is
//! understood of an answer, and what is said where it is none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tidings_core::channel::Channel;
use tidings_core::dialect::Query;
use tidings_core::dialect::platform::directory;
use tidings_core::directory::NextPage;
use tidings_core::id::ResponseId;
use tidings_core::operation::Operation;
use tidings_core::outcome::Outcome;
use tidings_core::request::{Method, Reply};
use tidings_core::response::Unfilled;
use tidings_core::time::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn reply(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    }
}

fn answer<Q: Query>(query: &Q, body: &Value) -> Q::Answer {
    match query.answer(&reply(200, body)) {
        Ok(answer) => answer,
        Err(outcome) => panic!("{outcome:?}"),
    }
}

fn asks(query: &impl Query, target: &str) {
    let request = query.request();
    assert_eq!(request.method, Method::Get);
    assert_eq!(request.target, target);
}

#[test]
fn the_token_tells_whose_it_is_and_what_it_may() {
    let query = directory::owner();
    asks(&query, "/api/v2/tokens/me?preserveIdleTTL=true");
    let owner = answer(
        &query,
        &json!({
            "homeOrganization": {"id": "o-1", "name": "Acme"},
            "authorizedScope": ["messaging"],
            "OAuthClient": {"id": "k-1", "name": "Tidings", "authorizedGrantType": "CLIENT_CREDENTIALS",
                "state": "active", "roleDivisions": [{"roleId": "r-2"}, {"roleId": "r-1"}, {"roleId": "r-2"}, {}]},
            "dateTokenIdles": "2026-06-02T12:00:00.000Z",
        }),
    );
    assert_eq!(owner.organization.as_deref(), Some("Acme"));
    assert_eq!(owner.idles_at, Timestamp::parse("2026-06-02T12:00:00Z"));
    assert_eq!(owner.scopes, ["messaging"]);
    assert_eq!(owner.client.unwrap().roles, ["r-1", "r-2"]);
}

#[test]
fn the_organization_its_clock_and_the_client_have_a_call_each() {
    asks(&directory::organization(), "/api/v2/organizations/me");
    let organization = answer(
        &directory::organization(),
        &json!({"id": "o-1", "name": "Acme", "state": "active"}),
    );
    assert_eq!(organization.name.as_deref(), Some("Acme"));
    asks(&directory::clock(), "/api/v2/date");
    let noon = json!({"currentDate": "2026-06-02T12:00:00.000Z"});
    assert_eq!(
        answer(&directory::clock(), &noon),
        Timestamp::parse("2026-06-02T12:00:00Z")
    );
    assert_eq!(
        answer(&directory::clock(), &json!({"currentDate": "noon"})),
        None
    );
    asks(&directory::client("a/b"), "/api/v2/oauth/clients/a%2Fb");
    let client = answer(&directory::client("k-1"), &json!({"name": "Tidings"}));
    assert_eq!(
        (client.name.as_deref(), client.roles.len()),
        (Some("Tidings"), 0)
    );
}

#[test]
fn a_proof_asks_for_nobody_and_takes_any_answer() {
    let nobody = "00000000-0000-0000-0000-000000000000";
    asks(
        &directory::conversation(),
        &format!("/api/v2/conversations/{nobody}"),
    );
    asks(
        &directory::contact(),
        &format!("/api/v2/externalcontacts/contacts/{nobody}"),
    );
    asks(
        &directory::message(),
        &format!("/api/v2/conversations/messages/{nobody}/details"),
    );
    let from = Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
    let to = Timestamp::parse("2026-06-02T00:00:00Z").unwrap();
    let query = directory::conversations(from, to);
    let request = query.request();
    assert_eq!(
        (request.method, request.operation),
        (Method::Post, Operation::Audience)
    );
    let body: Value = serde_json::from_str(&request.body.unwrap()).unwrap();
    assert_eq!(
        body["interval"],
        "2026-06-01T00:00:00.000Z/2026-06-02T00:00:00.000Z"
    );
    assert_eq!(body["paging"], json!({"pageSize": 1, "pageNumber": 1}));
    assert!(query.answer(&reply(200, &json!({"anything": 1}))).is_ok());
    assert!(matches!(
        query.answer(&reply(403, &json!({"code": "missing.permissions"}))),
        Err(Outcome::Rejected(_))
    ));
}

#[test]
fn lists_are_read_page_by_page() {
    asks(
        &directory::libraries(None),
        "/api/v2/responsemanagement/libraries?pageSize=100",
    );
    let page = answer(
        &directory::libraries(None),
        &json!({"entities": [{"id": "l-1"}, {"name": "without an id"}], "pageNumber": 1, "pageCount": 2}),
    );
    assert_eq!(
        (page.items, page.next),
        (vec!["l-1".to_owned()], Some(NextPage::Number(2)))
    );
    let next = NextPage::Cursor("abc%3D".into());
    asks(
        &directory::responses("l/1", Some(&next)),
        "/api/v2/responsemanagement/responses?libraryId=l%2F1&pageSize=100&after=abc%3D",
    );
    let page = answer(
        &directory::responses("l-1", None),
        &json!({"entities": [
            {"id": "r-1", "name": "Hello", "messagingTemplate": {"whatsApp": {"templateStatus": "APPROVED"}}},
            {"id": "r-2", "messagingTemplate": {}},
        ], "nextUri": "/api/v2/x?after=n%2B1&pageSize=100"}),
    );
    let [first, second] = page.items.try_into().unwrap();
    assert_eq!(
        (first.is_whatsapp, first.status.as_deref()),
        (true, Some("APPROVED"))
    );
    assert_eq!((second.is_whatsapp, second.name.as_str()), (false, ""));
    assert_eq!(page.next, Some(NextPage::Cursor("n%2B1".into())));
    let last = json!({"entities": [], "pageNumber": 1, "pageCount": 9, "nextUri": "?after=x"});
    assert_eq!(
        answer(&directory::libraries(None), &last).next,
        None,
        "an empty page is the last"
    );
    let strange = json!({"entities": [{"id": "l-1"}], "nextUri": "/x?after=a b\"c"});
    assert_eq!(answer(&directory::libraries(None), &strange).next, None);
}

#[test]
fn a_canned_response_says_its_plain_text_with_its_gaps() {
    let id = ResponseId::parse("r-1").unwrap();
    let query = directory::response(&id);
    asks(&query, "/api/v2/responsemanagement/responses/r-1");
    let response = answer(
        &query,
        &json!({"id": "r-1", "name": "Greeting", "texts": [
            {"content": "Subject", "contentType": "text/plain", "type": "subject"},
            {"content": "<p>Hi</p>", "contentType": "text/html"},
            {"content": "Hi {{name}} of {{company}}"},
        ], "substitutions": [{"id": "name", "defaultValue": ""}, {"id": "company", "defaultValue": "Acme"}]}),
    );
    let missing = response.fill(&BTreeMap::new()).unwrap_err();
    assert!(
        matches!(&missing, Unfilled::Missing { missing, .. } if missing.as_slice() == ["name"])
    );
    assert!(missing.to_string().contains("name"), "{missing}");
    let values = BTreeMap::from([("name".to_owned(), "Ana".to_owned())]);
    let content = serde_json::to_value(response.fill(&values).unwrap()).unwrap();
    assert_eq!(content, json!({"type": "text", "text": "Hi Ana of Acme"}));
    let unknown = BTreeMap::from([("nobody".to_owned(), "x".to_owned())]);
    let unknown = response.fill(&unknown).unwrap_err().to_string();
    assert!(
        unknown.contains("nobody") && unknown.contains("company"),
        "{unknown}"
    );
}

#[test]
fn only_messengers_with_integrations_have_a_list_of_them() {
    for channel in Channel::ALL {
        let listed = directory::integrations(channel, None);
        let expected = matches!(channel, Channel::Open | Channel::WhatsApp | Channel::Apple);
        assert_eq!(listed.is_some(), expected, "{channel}");
    }
}

#[test]
fn an_answer_that_cannot_be_read_says_so_and_what_to_look_at() {
    let page = Reply {
        status: 200,
        headers: Vec::new(),
        body: b"<html>Sign in to the hotel</html>".to_vec(),
    };
    let Err(Outcome::ServerError(refusal)) = directory::organization().answer(&page) else {
        panic!("a page is no organization")
    };
    assert_eq!(refusal.code, "unreadable_reply");
    assert!(!refusal.hint.is_empty(), "{refusal:?}");
}
