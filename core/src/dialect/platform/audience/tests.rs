use serde_json::{Value, json};

use super::*;
use crate::audience::sightings;
use crate::testing::test;

fn interval() -> Interval {
    let at = |text| Timestamp::parse(text).unwrap();
    Interval::new(at("2026-06-01T00:00:00Z"), at("2026-06-28T00:00:00Z")).unwrap()
}

fn reply(body: &Value) -> Reply {
    Reply {
        status: 200,
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    }
}

fn page() -> Ask {
    Ask::Page {
        interval: interval(),
        number: 2,
    }
}

#[test]
fn a_page_and_a_job_ask_for_the_same_conversations() {
    let body = |ask: &Ask| -> Value { serde_json::from_str(&ask.request().body.unwrap()).unwrap() };
    let page = body(&page());
    let job = body(&Ask::Submit {
        interval: interval(),
    });
    assert_eq!(
        page["interval"],
        "2026-06-01T00:00:00.000Z/2026-06-28T00:00:00.000Z"
    );
    assert_eq!(page["paging"], json!({ "pageSize": 100, "pageNumber": 2 }));
    assert_eq!(page["segmentFilters"], job["segmentFilters"]);
    assert_eq!(page["interval"], job["interval"]);
    assert_eq!(job.get("paging"), None, "a job refuses it");
    assert_eq!(job["startOfDayIntervalMatching"], true);
}

#[test]
fn a_cursor_is_encoded_into_the_address() {
    let ask = Ask::Results {
        id: "job-1".into(),
        cursor: Some("a+b/c=".into()),
        size: Some(500),
    };
    assert_eq!(
        ask.request().target,
        "/api/v2/analytics/conversations/details/jobs/job-1/results?pageSize=500&cursor=a%2Bb%2Fc%3D"
    );
}

#[test]
fn what_is_missing_or_null_is_nothing() {
    let empty = (Answer::Page { total: 0, rows: 0 }, Vec::new());
    for body in [
        json!({ "totalHits": 0 }),
        json!({ "conversations": null }),
        json!({}),
    ] {
        assert_eq!(page().answer(&reply(&body)), Ok(empty.clone()));
    }
    let bare = json!({ "totalHits": 1, "conversations": [
        { "conversationId": "c1", "participants": [{ "purpose": "customer", "sessions": null }] },
    ]});
    let (_, conversations) = page().answer(&reply(&bare)).unwrap();
    assert_eq!(
        conversations[0].customers,
        [crate::audience::CustomerParty::default()]
    );
}

#[test]
fn the_customer_is_found_among_the_participants() {
    let body = json!({ "totalHits": 1, "conversations": [{
        "conversationId": "c1",
        "conversationStart": "2026-06-02T10:00:00.000Z",
        "conversationEnd": "2026-06-02T10:05:00.000Z",
        "participants": [
            { "purpose": "agent", "participantName": "Agent", "sessions": [{
                "mediaType": "message", "messageType": "webmessaging", "sessionId": "s0" }] },
            { "purpose": "customer", "participantName": "Ana", "externalContactId": "E1",
              "attributes": { "context.email": "ana@example.org", "context.visits": 3 },
              "sessions": [
                { "sessionId": "s1", "mediaType": "message", "messageType": "webmessaging",
                  "direction": "inbound", "addressFrom": "guest", "addressTo": "deployment",
                  "journeyCustomerId": "cookie", "cleared": true },
                { "sessionId": "s2", "mediaType": "voice" },
            ]},
        ],
    }]});
    let (_, conversations) = page().answer(&reply(&body)).unwrap();
    let seen = sightings(&conversations[0], interval());
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].key.contact(), Some("e1"));
    assert_eq!(
        seen[0].person.sessions(),
        1,
        "the call is no session of web messaging"
    );
    assert_eq!(seen[0].person.name(), Some("Ana"));
    assert!(seen[0].person.has_cleared());
}

#[test]
fn a_job_tells_its_state_and_where_its_results_go_on() {
    let state = Ask::State { id: "j".into() };
    let failed = json!({ "state": "FAILED", "errorMessage": "too much" });
    let reason = Some("too much".to_owned());
    let answer = Answer::State(JobState::Failed { reason });
    assert_eq!(state.answer(&reply(&failed)), Ok((answer, Vec::new())));
    let results = Ask::Results {
        id: "j".into(),
        cursor: None,
        size: None,
    };
    let body = json!({ "conversations": [], "dataAvailabilityDate": "2026-06-27T00:00:00Z" });
    let answer = Answer::Results {
        cursor: None,
        available: Timestamp::parse("2026-06-27T00:00:00Z"),
    };
    assert_eq!(results.answer(&reply(&body)), Ok((answer, Vec::new())));
    let no_job = Ask::Submit {
        interval: interval(),
    }
    .answer(&reply(&json!({})));
    assert!(matches!(no_job, Err(Outcome::ServerError(_))));
}
