use super::*;

#[tokio::test]
async fn the_pages_hold_every_web_chat_that_started_on_a_day_the_interval_touches() {
    let sandbox = sandbox().await;
    for (interval, from, to) in [
        (LATELY, "2026-10-21", "2026-11-20"),
        (
            "2026-11-01T13:00:00Z/2026-11-03T00:00:00.001Z",
            "2026-11-01",
            "2026-11-04",
        ),
        (
            "2026-07-20T00:00:00+02:00/2026-08-01T00:00:00Z",
            "2026-07-19",
            "2026-08-01",
        ),
    ] {
        let expected = chats(&sandbox, from, to).await;
        let rows = all(&sandbox, &web_messaging(interval), 37).await;
        assert_eq!(starts(&rows), expected, "{interval}");
        let distinct: BTreeSet<_> = ids(&rows).into_iter().collect();
        assert_eq!(distinct.len(), rows.len());
    }
}

#[tokio::test]
async fn grouped_by_customer_they_are_the_customers_and_counts_of_the_guides() {
    let mut sandbox = sandbox().await;
    let rows = all(&sandbox, &web_messaging(LATELY), 100).await;
    let mut counts: Vec<usize> = by_customer(&rows).values().map(BTreeSet::len).collect();
    counts.sort_unstable();

    sandbox.sign_in(FULL_CLIENT).await;
    let (from, to) = LATELY.split_once('/').unwrap();
    let query = json!({
        "dateFrom": from, "dateTo": to, "groupBy": ["customer"], "metrics": ["sessions"],
        "filters": [{ "type": "equal", "field": "channel", "value": "webchat" }], "size": 100,
    });
    let mut expected = Vec::new();
    let mut path = DETAILS.to_owned();
    loop {
        let page = sandbox.post(&path, &query).await;
        let bucket = page.at("/bucket").as_array().cloned().unwrap();
        let counts = bucket
            .iter()
            .map(|one| one["metrics"]["sessions"]["count"].as_u64().unwrap());
        expected.extend(counts.map(|count| usize::try_from(count).unwrap()));
        match page.at("/nextPageToken") {
            Value::String(token) => path = format!("{DETAILS}?nextPageToken={token}"),
            _ => break,
        }
    }
    expected.sort_unstable();
    assert_eq!(counts, expected);
}

#[tokio::test]
async fn a_page_is_the_same_whether_it_is_read_first_or_last_and_from_which_end() {
    let sandbox = sandbox().await;
    let query = json!({ "interval": LATELY });
    let rows = all(&sandbox, &query, 100).await;
    let middle = page(&sandbox, &query, 10, 7).await.at("/conversations");
    assert_eq!(middle.as_array().unwrap(), &rows[60..70]);

    let descending = json!({ "interval": LATELY, "order": "desc" });
    let mut reversed = all(&sandbox, &descending, 33).await;
    reversed.reverse();
    assert_eq!(ids(&reversed), ids(&rows));

    let by_end = json!({ "interval": LATELY, "orderBy": "conversationEnd" });
    let ends: Vec<_> = all(&sandbox, &by_end, 100)
        .await
        .iter()
        .map(|row| row["conversationEnd"].as_str().unwrap_or("open").to_owned())
        .collect();
    assert!(ends.is_sorted() && ends.len() == rows.len());
}

#[tokio::test]
async fn a_customer_is_known_by_contact_or_address_or_cookie_alone() {
    let sandbox = sandbox().await;
    let people = sandbox.get("/_sandbox/population").await.lines();
    let ids = |field: &str| -> BTreeSet<&str> {
        people
            .iter()
            .filter_map(|line| line[field].as_str())
            .collect()
    };
    let (first, living) = (ids("externalContactId"), ids("livingContactId"));
    let rows = all(&sandbox, &web_messaging(LATELY), 100).await;
    let mut seen = BTreeSet::new();
    for row in &rows {
        let customer = customer(row);
        let address = customer["sessions"][0]["addressFrom"].as_str();
        seen.insert(match customer["externalContactId"].as_str() {
            Some(id) if living.contains(id) => "contact",
            Some(id) => {
                assert!(first.contains(id), "{id}");
                "contact of former times"
            }
            None if address.is_some() => "address",
            None => "cookie",
        });
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        ["address", "contact", "contact of former times", "cookie"]
    );
}

#[tokio::test]
async fn filters_nest_and_combine() {
    let sandbox = sandbox().await;
    let rows = all(&sandbox, &json!({ "interval": LATELY }), 100).await;
    let count = |test: fn(&Value) -> bool| rows.iter().filter(|row| test(row)).count();
    let media = |row: &Value| customer(row)["sessions"][0]["mediaType"].clone();
    let ended = json!({ "dimension": "conversationEnd", "operator": "exists" });
    let open = json!({ "dimension": "conversationEnd", "operator": "notExists" });
    let is = |dimension: &str, value: &str| json!({ "dimension": dimension, "value": value });
    let and = |predicates: Value| json!({ "type": "and", "predicates": predicates });

    for (filters, expected) in [
        (
            json!({ "conversationFilters": [and(json!([ended]))] }),
            count(|row| row.get("conversationEnd").is_some()),
        ),
        (
            json!({ "conversationFilters": [and(json!([open]))] }),
            count(|row| row.get("conversationEnd").is_none()),
        ),
        (
            json!({ "segmentFilters": [{ "type": "or", "predicates": [
                is("mediaType", "email"), is("mediaType", "voice"),
            ] }] }),
            rows.iter().filter(|row| media(row) != "message").count(),
        ),
        (
            json!({ "segmentFilters": [{ "type": "and", "clauses": [
                { "type": "or", "predicates": [is("mediaType", "email"), is("mediaType", "message")] },
                { "type": "or", "predicates": [is("purpose", "agent")] },
            ] }] }),
            rows.iter()
                .filter(|row| media(row) != "voice" && row["participants"][1]["purpose"] == "agent")
                .count(),
        ),
        // No single segment is both.
        (
            json!({ "segmentFilters": [and(json!([is("purpose", "agent"), is("purpose", "customer")]))] }),
            0,
        ),
        (
            json!({ "surveyFilters": [{ "type": "and", "predicates": [] }] }),
            0,
        ),
    ] {
        let mut query = filters;
        query["interval"] = LATELY.into();
        let found = all(&sandbox, &query, 100).await;
        assert_eq!(found.len(), expected, "{query}");
    }
}

#[tokio::test]
async fn one_person_is_found_by_contact_and_a_facet_counts_their_conversations() {
    let sandbox = sandbox().await;
    let rows = all(&sandbox, &web_messaging(LATELY), 100).await;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in rows
        .iter()
        .filter_map(|row| customer(row)["externalContactId"].as_str())
    {
        *counts.entry(id).or_default() += 1;
    }
    let (id, count) = counts.into_iter().max_by_key(|(_, count)| *count).unwrap();
    let mut query = web_messaging(LATELY);
    query["segmentFilters"][0]["predicates"][2] =
        json!({ "dimension": "externalContactId", "value": id });
    query["aggregations"] =
        json!([{ "type": "termFrequency", "dimension": "externalContactId", "size": 5 }]);
    let page = page(&sandbox, &query, 25, 1).await;
    assert_eq!(page.at("/totalHits"), count);
    assert_eq!(
        page.at("/aggregations/0/results"),
        json!([{ "value": id, "count": count }])
    );
}

#[tokio::test]
async fn an_empty_answer_has_no_list() {
    let sandbox = sandbox().await;
    let query = json!({ "interval": "2020-01-01T00:00:00Z/2020-01-02T00:00:00Z" });
    let page = page(&sandbox, &query, 25, 1).await;
    assert_eq!(page.json(), json!({ "totalHits": 0 }));
}

#[tokio::test]
async fn limits_and_unknown_words_are_refused_by_name() {
    let sandbox = sandbox().await;
    let too_long =
        "You must specify a search interval as part of your query that does not exceed 31 days.";
    let paging = |size: u32, number: u32| json!({ "interval": LATELY, "paging": { "pageSize": size, "pageNumber": number } });
    let predicate = |predicate: Value| json!({ "interval": LATELY, "segmentFilters": [{ "type": "and", "predicates": [predicate] }] });
    for (query, message) in [
        (
            json!({ "interval": "2026-10-01T00:00:00Z/2026-11-01T00:00:00.001Z" }),
            too_long,
        ),
        (
            json!({ "interval": "2026-10-01T00:00:00Z" }),
            "is not an interval",
        ),
        (paging(101, 1), "pageSize must be a number from 1 to 100"),
        (
            paging(100, 1001),
            "Pagination may not exceed 100000 results",
        ),
        (
            predicate(json!({ "dimension": "mood", "value": "good" })),
            "`mood` is not a dimension",
        ),
        (
            predicate(json!({ "dimension": "purpose" })),
            "predicates.0.value is required",
        ),
        (
            json!({ "interval": LATELY, "order": "up" }),
            "must be one of asc, desc, unordered",
        ),
    ] {
        let reply = sandbox.post(DETAILS, &query).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(reply.message().contains(message), "{}", reply.text);
        assert!(
            reply.at("/details/0/fieldName").is_string(),
            "{}",
            reply.text
        );
    }
    let reply = sandbox.post(DETAILS, &paging(100, 1000)).await;
    assert_eq!(reply.status, StatusCode::OK, "exactly 100000 is allowed");
}

#[tokio::test]
async fn pages_that_drift_repeat_rows_and_lose_none() {
    let sandbox = sandbox().await;
    let query = web_messaging(LATELY);
    let steady = all(&sandbox, &query, 20).await;
    sandbox
        .arm(&json!([{ "operation": "audience", "kind": "drift", "rate": 0.5 }]))
        .await;
    let drifting = all(&sandbox, &query, 20).await;
    assert!(drifting.len() > steady.len(), "{} rows", drifting.len());
    let distinct: BTreeSet<_> = ids(&drifting).into_iter().collect();
    assert_eq!(distinct, ids(&steady).into_iter().collect());
}

#[tokio::test]
async fn conversations_are_found_by_id_too() {
    let sandbox = sandbox().await;
    let rows = page(&sandbox, &web_messaging(LATELY), 3, 2)
        .await
        .at("/conversations");
    let ids: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["conversationId"].as_str().unwrap())
        .collect();
    let path = "/api/v2/analytics/conversations";
    let one = sandbox.get(&format!("{path}/{}/details", ids[0])).await;
    assert_eq!(one.json(), rows[0]);
    let query = format!("{path}/details?id={}&id={}&id=none", ids[1], ids[2]);
    let several = sandbox.get(&query).await;
    assert_eq!(several.at("/conversations"), json!([rows[1], rows[2]]));
    let unknown = sandbox.get(&format!("{path}/none/details")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn aggregates_count_by_day_what_the_details_list() {
    let sandbox = sandbox().await;
    let rows = all(&sandbox, &web_messaging(LATELY), 100).await;
    let query = json!({
        "interval": LATELY, "granularity": "P1D", "groupBy": ["messageType"],
        "metrics": ["nConversations", "tConversationDuration"],
        "filter": { "type": "and", "predicates": [
            { "dimension": "mediaType", "value": "message" },
            { "dimension": "purpose", "value": "customer" },
        ] },
    });
    let path = "/api/v2/analytics/conversations/aggregates/query";
    let reply = sandbox.post(path, &query).await;
    assert_eq!(
        reply.at("/results/0/group"),
        json!({ "messageType": "webmessaging" })
    );
    let days = reply.at("/results/0/data");
    let counts = days.as_array().unwrap().iter();
    let counts = counts.map(|day| day["metrics"][0]["stats"]["count"].as_u64().unwrap());
    assert_eq!(counts.sum::<u64>(), rows.len() as u64);
    assert_eq!(
        days[0]["interval"],
        "2026-10-21T00:00:00.000Z/2026-10-22T00:00:00.000Z"
    );
}

#[tokio::test]
async fn what_happened_since_is_in_the_pages_once_and_at_its_place() {
    let sandbox = sandbox().await;
    let open = json!({ "interval": LATELY, "conversationFilters": [{ "type": "and", "predicates": [
        { "dimension": "conversationEnd", "operator": "notExists" },
    ] }] });
    let everything = json!({ "interval": LATELY });
    let sent = json!({ "interval": LATELY, "segmentFilters": [{ "type": "and", "predicates": [
        { "dimension": "purpose", "value": "api" },
    ] }] });
    let before = all(&sandbox, &everything, 100).await;
    let were_open = all(&sandbox, &open, 100).await;
    assert!(all(&sandbox, &sent, 100).await.is_empty());

    // Ten of the open chats end, ten others are written into.
    let people = sandbox.get("/_sandbox/population").await.lines();
    let live: Vec<&Value> = people
        .iter()
        .filter(|line| {
            let is_listed = ids(&were_open)
                .iter()
                .any(|id| line["conversationId"] == **id);
            is_listed && line["livingContactId"].is_string() && line.get("sessionCleared").is_none()
        })
        .collect();
    let (ended, joined) = (&live[..10], &live[10..20]);
    for line in ended {
        let who = json!({ "contactId": line["contactId"] });
        let reply = sandbox.post("/_sandbox/webchat/end", &who).await;
        assert_eq!(reply.status, StatusCode::OK);
    }
    for line in joined {
        let message = json!({
            "fromAddress": tidings_sandbox::directory::WEB_SHOP,
            "toAddressMessengerType": "webmessaging",
            "externalContactId": line["livingContactId"],
            "textBody": "Hello",
            "useExistingActiveConversation": true,
        });
        let reply = sandbox
            .post("/api/v2/conversations/messages/agentless", &message)
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    }

    for size in [7, 100] {
        let after = all(&sandbox, &everything, size).await;
        assert_eq!(ids(&after), ids(&before), "pages of {size}");
    }
    let mut are_open = ids(&were_open);
    are_open.retain(|id| !ended.iter().any(|line| line["conversationId"] == **id));
    assert_eq!(ids(&all(&sandbox, &open, 13).await), are_open);
    // What barged in on a bot counts as the customer's words, not as ours.
    let ours = joined
        .iter()
        .filter(|line| line.get("botSessionId").is_none());
    let ours: BTreeSet<&str> = ours
        .map(|line| line["conversationId"].as_str().unwrap())
        .collect();
    let rows = all(&sandbox, &sent, 3).await;
    assert_eq!(ids(&rows).into_iter().collect::<BTreeSet<_>>(), ours);
    assert!(starts(&rows).is_sorted());
}
