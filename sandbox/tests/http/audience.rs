use reqwest::StatusCode;
use serde_json::{Value, json};
use tidings_sandbox::Options;

use crate::support::{Answer, TestSandbox, options};

const PATH: &str = "/api/v2/analytics/conversations/details/query";

fn query(from: &str, to: &str) -> Value {
    json!({
        "dateFrom": from, "dateTo": to, "groupBy": ["customer"], "metrics": ["sessions"],
        "filters": [{ "type": "equal", "field": "channel", "value": "webchat" }], "size": 100,
    })
}

async fn sandbox() -> TestSandbox {
    let now = tidings_sandbox::parse_time("2026-11-20T00:00:00Z").unwrap();
    TestSandbox::with(Options {
        customers: 1500,
        now: Some(now),
        ..options()
    })
    .await
}

/// All buckets, as guide 000 reads them.
async fn all(sandbox: &TestSandbox, body: &Value) -> Vec<Value> {
    let mut buckets = Vec::new();
    let mut path = PATH.to_owned();
    loop {
        let page = sandbox.post(&path, body).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let bucket = page.at("/bucket").as_array().cloned().unwrap();
        assert!(bucket.len() <= 100);
        buckets.extend(bucket);
        match page.at("/nextPageToken") {
            Value::String(token) => path = format!("{PATH}?nextPageToken={token}"),
            _ => return buckets,
        }
    }
}

#[tokio::test]
async fn the_pages_hold_exactly_the_customers_with_a_chat_in_the_window() {
    let sandbox = sandbox().await;
    let people = sandbox.get("/_sandbox/population").await.lines();
    for (from, to) in [
        ("2026-10-21T00:00:00.000Z", "2026-11-20T00:00:00.000Z"),
        ("2026-11-13T01:30:00.000000+01:30", "2026-11-20T00:00:00Z"),
        ("2026-09-01T00:00:00Z", "2026-09-15T12:00:00Z"),
    ] {
        let (start, end) = (from.get(..10).unwrap(), to);
        let mut expected: Vec<(String, u64)> = people
            .iter()
            .map(|line| {
                let times = line["sessionTimes"].as_array().unwrap();
                let within = |t: &&Value| t.as_str() >= Some(start) && t.as_str() < Some(end);
                let count = times.iter().filter(within).count() as u64;
                (line["address"].as_str().unwrap_or("-").to_owned(), count)
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        let buckets = all(&sandbox, &query(from, to)).await;
        let mut found: Vec<(String, u64)> = buckets
            .iter()
            .map(|bucket| {
                let address = bucket["key"]["customer"]["address"].as_str().unwrap_or("-");
                let count = bucket["metrics"]["sessions"]["count"].as_u64().unwrap();
                (address.to_owned(), count)
            })
            .collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert!(found.len() > 50);
        assert_eq!(found, expected, "{from} to {to}");
    }
}

#[tokio::test]
async fn what_is_unknown_of_a_customer_is_left_out_and_never_null() {
    let sandbox = sandbox().await;
    let buckets = all(
        &sandbox,
        &query("2026-07-01T00:00:00Z", "2026-11-20T00:00:00Z"),
    )
    .await;
    let customers: Vec<_> = buckets
        .iter()
        .map(|bucket| &bucket["key"]["customer"])
        .collect();
    assert!(
        !Value::from_iter(buckets.clone())
            .to_string()
            .contains("null")
    );
    for field in ["id", "address", "name"] {
        assert!(
            customers
                .iter()
                .any(|customer| customer.get(field).is_none()),
            "{field}"
        );
    }
    assert!(customers.iter().any(|customer| customer["name"] == ""));
}

#[tokio::test]
async fn another_channel_is_another_audience() {
    let sandbox = sandbox().await;
    let mut body = query("2026-07-01T00:00:00Z", "2026-11-20T00:00:00Z");
    let chats = all(&sandbox, &body).await.len();
    body["filters"][0]["value"] = json!("voice");
    let calls = all(&sandbox, &body).await.len();
    body["filters"] = json!([]);
    let any = all(&sandbox, &body).await.len();
    assert!(
        0 < calls && calls < chats && chats < any,
        "{calls} {chats} {any}"
    );
}

#[tokio::test]
async fn a_wrong_query_is_400_and_says_which_field() {
    let sandbox = sandbox().await;
    let good = query("2026-10-21T00:00:00Z", "2026-11-20T00:00:00Z");
    let cases = [
        ("size", json!(101), "/size"),
        ("size", json!(0), "/size"),
        ("dateFrom", json!("yesterday"), "/dateFrom"),
        ("dateTo", json!("2026-10-20T00:00:00Z"), "/dateTo"),
        ("groupBy", json!(["agent"]), "/groupBy"),
        ("metrics", json!([]), "/metrics"),
    ];
    for (field, value, pointer) in cases {
        let mut body = good.clone();
        body[field] = value;
        let reply: Answer = sandbox.post(PATH, &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{field}");
        assert_eq!(reply.at("/details/0/fieldName"), pointer);
    }
}

#[tokio::test]
async fn a_page_token_is_stable_and_fits_its_own_query_only() {
    let sandbox = sandbox().await;
    let body = query("2026-10-21T00:00:00Z", "2026-11-20T00:00:00Z");
    let first = sandbox.post(PATH, &body).await;
    assert_eq!(first.text, sandbox.post(PATH, &body).await.text);
    let token = first.at("/nextPageToken").as_str().unwrap().to_owned();
    let path = format!("{PATH}?nextPageToken={token}");
    let other = query("2026-10-22T00:00:00Z", "2026-11-20T00:00:00Z");
    assert_eq!(
        sandbox.post(&path, &other).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(sandbox.post(&path, &body).await.status, StatusCode::OK);
    let garbled = format!("{PATH}?nextPageToken=abc");
    assert_eq!(
        sandbox.post(&garbled, &body).await.status,
        StatusCode::BAD_REQUEST
    );
}
