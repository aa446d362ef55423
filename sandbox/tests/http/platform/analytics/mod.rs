//! Who talked to the organization.

mod details;
mod jobs;

use std::collections::{BTreeMap, BTreeSet};

use reqwest::StatusCode;
use serde_json::{Value, json};
use tidings_sandbox::{FULL_CLIENT, Options};

use crate::support::{Answer, TestSandbox, options};

const DETAILS: &str = "/api/v2/analytics/conversations/details/query";
const JOBS: &str = "/api/v2/analytics/conversations/details/jobs";
const LATELY: &str = "2026-10-21T00:00:00.000Z/2026-11-20T00:00:00.000Z";

async fn sandbox() -> TestSandbox {
    let now = tidings_sandbox::parse_time("2026-11-20T00:00:00Z").unwrap();
    let mut sandbox = TestSandbox::with(Options {
        customers: 800,
        now: Some(now),
        ..options()
    })
    .await;
    sandbox.sign_in_by_basic(FULL_CLIENT).await;
    sandbox
}

/// Web messaging of customers, as `PLATFORM-API` §5.2 shows it.
fn web_messaging(interval: &str) -> Value {
    json!({
        "interval": interval,
        "segmentFilters": [{ "type": "and", "predicates": [
            { "dimension": "mediaType", "value": "message" },
            { "dimension": "messageType", "value": "webmessaging" },
            { "dimension": "purpose", "value": "customer" },
        ] }],
    })
}

async fn page(sandbox: &TestSandbox, query: &Value, size: usize, number: usize) -> Answer {
    let mut query = query.clone();
    query["paging"] = json!({ "pageSize": size, "pageNumber": number });
    let page = sandbox.post(DETAILS, &query).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    page
}

/// All rows, page by page, as a client that trusts the latest `totalHits` reads them.
async fn all(sandbox: &TestSandbox, query: &Value, size: usize) -> Vec<Value> {
    let mut rows = Vec::new();
    for number in 1.. {
        let page = page(sandbox, query, size, number).await;
        let total = usize::try_from(page.at("/totalHits").as_u64().unwrap()).unwrap();
        rows.extend(
            page.at("/conversations")
                .as_array()
                .cloned()
                .unwrap_or_default(),
        );
        if number * size >= total {
            break;
        }
    }
    rows
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["conversationId"].as_str().unwrap())
        .collect()
}

/// The customer's side of a row.
fn customer(row: &Value) -> &Value {
    let mut participants = row["participants"].as_array().unwrap().iter();
    participants
        .find(|one| one["purpose"] == "customer")
        .unwrap()
}

/// Who it was: the cookie is the one thing that every web session has.
fn identity(row: &Value) -> &str {
    let id = &customer(row)["sessions"][0]["journeyCustomerId"];
    id.as_str().unwrap_or_else(|| panic!("nobody: {row}"))
}

/// Conversations by customer.
fn by_customer(rows: &[Value]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut customers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        let id = row["conversationId"].as_str().unwrap();
        customers.entry(identity(row)).or_default().insert(id);
    }
    customers
}

/// The start times of the population's web chats from one midnight to another, sorted.
async fn chats(sandbox: &TestSandbox, from: &str, to: &str) -> Vec<String> {
    let people = sandbox.get("/_sandbox/population").await.lines();
    let times = people
        .iter()
        .flat_map(|line| line["sessionTimes"].as_array().unwrap());
    let times = times.map(|time| time.as_str().unwrap().to_owned());
    let mut within: Vec<String> = times
        .filter(|t| t.as_str() >= from && t.as_str() < to)
        .collect();
    within.sort_unstable();
    within
}

fn starts(rows: &[Value]) -> Vec<String> {
    let starts = rows
        .iter()
        .map(|row| row["conversationStart"].as_str().unwrap().to_owned());
    starts.collect()
}
