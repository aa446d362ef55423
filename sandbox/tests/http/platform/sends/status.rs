use super::*;

async fn details(sandbox: &TestSandbox, id: &str, status: &str) -> Answer {
    let path = format!("/api/v2/conversations/messages/{id}/details");
    until(sandbox, &path, |reply| reply.at("/status") == status).await
}

#[tokio::test]
async fn a_message_is_sent_then_delivered_then_read_and_analytics_agrees() {
    let sandbox = sandbox().await;
    let person = reachable(&sandbox).await;
    let reply = good(
        &sandbox,
        AGENTLESS,
        &web(&text(&person, "livingContactId"), "Hello"),
    )
    .await;
    let (id, conversation) = (
        text(&reply.json(), "id"),
        text(&reply.json(), "conversationId"),
    );
    details(&sandbox, &id, "delivery-success").await;

    let guest = format!("guest={}", text(&person, "guestId"));
    let read = sandbox
        .post(
            &format!("/_sandbox/messenger/read?{guest}"),
            &json!({ "upTo": 1000 }),
        )
        .await;
    assert_eq!(read.status, StatusCode::NO_CONTENT);
    let read = details(&sandbox, &id, "read").await;
    let receipts: Vec<_> = read.at("/normalizedReceipts").as_array().cloned().unwrap();
    let receipts: Vec<_> = receipts
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(receipts, ["Sent", "Delivered", "Read"]);

    let messages = format!("/api/v2/conversations/messages/{conversation}/messages");
    let one = sandbox.get(&format!("{messages}/{id}")).await;
    assert_eq!(one.at("/status"), "read");
    let bulk = good(&sandbox, &format!("{messages}/bulk"), &json!([id, "none"])).await;
    assert_eq!(bulk.at("/entities"), json!([one.json()]));

    let row = sandbox
        .get(&format!(
            "/api/v2/analytics/conversations/{conversation}/details"
        ))
        .await;
    let api = row.at("/participants").as_array().cloned().unwrap();
    let api = api.iter().find(|one| one["purpose"] == "api").unwrap();
    assert_eq!(api["sessions"][0]["deliveryStatus"], "Read");
    assert_eq!(api["sessions"][0]["direction"], "outbound");
}

#[tokio::test]
async fn analytics_pages_list_the_sends_by_status() {
    let sandbox = sandbox().await;
    let mut times = Vec::new();
    for number in [
        "+447700900120",
        "+447700900121",
        "+12015550198",
        "+12015550199",
    ] {
        let reply = good(&sandbox, AGENTLESS, &sms(number)).await;
        times.push(text(&reply.json(), "timestamp"));
    }
    // The day of the sends, or the two days around midnight.
    let (first, last) = (&times[0][..10], &times[3][..10]);
    let interval = format!("{first}T00:00:00Z/{last}T23:59:59.999Z");
    let query = |status: &str| {
        json!({
            "interval": interval,
            "segmentFilters": [{ "type": "and", "predicates": [
                { "dimension": "direction", "value": "outbound" },
                { "dimension": "messageType", "value": "sms" },
                { "dimension": "purpose", "value": "api" },
                { "dimension": "deliveryStatus", "value": status },
            ] }],
        })
    };
    let path = "/api/v2/analytics/conversations/details/query";
    for (status, count) in [("DeliverySuccess", 2), ("DeliveryFailed", 1), ("Failed", 1)] {
        loop {
            let page = good(&sandbox, path, &query(status)).await;
            if page.at("/totalHits") == count {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn numbers_that_cannot_be_reached_fail_later_with_the_reason() {
    let sandbox = sandbox().await;
    for (number, status, reason) in [
        ("+12015550198", "delivery-failed", "InvalidDestination"),
        ("+12015550199", "failed", "RecipientOptedOut"),
    ] {
        let reply = good(&sandbox, AGENTLESS, &sms(number)).await;
        assert_eq!(reply.at("/message/status"), "sent");
        let failed = details(&sandbox, &text(&reply.json(), "id"), status).await;
        let last = failed.at("/normalizedReceipts/1");
        assert_eq!(last["reasons"][0]["code"], reason);
        assert_eq!(last["isFinalReceipt"], true);
    }
    assert_eq!(sandbox.ledger().await.len(), 2, "both were accepted");
}

#[tokio::test]
async fn what_exceeds_a_numbers_throughput_is_accepted_and_fails_later() {
    let sandbox = sandbox().await;
    let mut ids = Vec::new();
    for number in 0..64 {
        let mut body = sms(&format!("+4477009{number:05}"));
        body["fromAddress"] = directory::SMS_LOCAL.into();
        let reply = good(&sandbox, AGENTLESS, &body).await;
        ids.push(text(&reply.json(), "id"));
    }
    details(&sandbox, &ids[0], "delivery-success").await;
    let last = details(&sandbox, &ids[63], "failed").await;
    assert_eq!(
        last.at("/normalizedReceipts/1/reasons/0/code"),
        "RateLimited"
    );
}

#[tokio::test]
async fn messages_are_looked_for_in_their_own_conversation() {
    let mut sandbox = sandbox().await;
    let one = good(&sandbox, AGENTLESS, &sms("+447700900123")).await;
    let two = good(&sandbox, AGENTLESS, &sms("+447700900124")).await;
    let path = |conversation: &Answer, message: &Answer| {
        let (conversation, message) = (
            text(&conversation.json(), "conversationId"),
            text(&message.json(), "id"),
        );
        format!("/api/v2/conversations/messages/{conversation}/messages/{message}")
    };
    assert_eq!(sandbox.get(&path(&one, &one)).await.status, StatusCode::OK);
    assert_eq!(
        sandbox.get(&path(&one, &two)).await.status,
        StatusCode::NOT_FOUND
    );
    let unknown = sandbox
        .get("/api/v2/conversations/messages/none/details")
        .await;
    assert_eq!(unknown.at("/entityId"), "none");
    sandbox.sign_in_by_basic(LIMITED_CLIENT).await;
    assert_eq!(
        sandbox.get(&path(&one, &one)).await.status,
        StatusCode::OK,
        "reading is allowed"
    );
}
