use super::*;

fn path(what: &str) -> String {
    format!(
        "/api/v2/conversations/messages/{}/inbound/open/{what}",
        directory::FIELD_APP
    )
}

fn from(id: &str) -> Value {
    json!({
        "from": { "id": id, "idType": "Opaque", "nickname": "Ada" },
        "time": "2026-07-01T10:00:00.000Z",
        "messageId": "mw-0001",
    })
}

#[tokio::test]
async fn a_guest_writes_is_answered_and_the_middleware_reports_delivery() {
    let sandbox = sandbox().await;
    let body =
        json!({ "channel": from("guest-41"), "text": "Hello", "metadata": { "source": "test" } });
    let said = good(
        &sandbox,
        &path("message?prefetchConversationId=true"),
        &body,
    )
    .await;
    assert_eq!(said.at("/type"), "Text");
    assert_eq!(said.at("/channel/platform"), "Open");
    assert_eq!(said.at("/metadata/source"), "test");
    let conversation = text(&said.json(), "conversationId");
    let messages = shown(&sandbox, "address=guest-41", 1).await;
    assert_eq!(messages[0]["author"], "guest");
    assert_eq!(sandbox.ledger().await[0]["operation"], "guest");

    // The guest is with a bot now: an answer has to join.
    let mut answer = json!({
        "fromAddress": directory::FIELD_APP, "toAddressMessengerType": "open",
        "toAddress": "guest-41", "textBody": "Hello Ada",
    });
    let busy = sandbox.post(AGENTLESS, &answer).await;
    assert!(
        busy.message()
            .contains("An active conversation is already in progress"),
        "{}",
        busy.text
    );
    let ended = sandbox
        .post(
            &format!("/api/v2/conversations/{conversation}/disconnect"),
            &json!({}),
        )
        .await;
    assert_eq!(ended.status, StatusCode::ACCEPTED, "{}", ended.text);
    let answered = good(&sandbox, AGENTLESS, &answer).await;
    assert_eq!(answered.at("/conversationId"), conversation);

    let id = text(&answered.json(), "id");
    let receipt = |status: &str| {
        json!({
            "id": id, "status": status, "isFinalReceipt": true,
            "channel": { "to": { "id": "guest-41" }, "time": "2026-07-01T10:00:01Z" },
            "reasons": [{ "code": "MessageExpired", "message": "too late" }],
        })
    };
    let failed = good(&sandbox, &path("receipt"), &receipt("Failed")).await;
    assert_eq!(failed.at("/type"), "Receipt");
    let details = sandbox
        .get(&format!("/api/v2/conversations/messages/{id}/details"))
        .await;
    assert_eq!(details.at("/status"), "delivery-failed");
    assert_eq!(
        details.at("/normalizedReceipts/0/reasons/0/code"),
        "MessageExpired"
    );
    answer["toAddress"] = "guest-42".into();
    let other = good(&sandbox, AGENTLESS, &answer).await;
    assert_ne!(other.at("/conversationId"), conversation);
}

#[tokio::test]
async fn events_taps_and_the_old_form_are_taken_and_wrong_ones_refused() {
    let sandbox = sandbox().await;
    let typing = json!({ "channel": from("guest-43"), "events": [{ "eventType": "Typing" }] });
    let event = good(&sandbox, &path("event"), &typing).await;
    assert_eq!(event.at("/events/0/eventType"), "Typing");
    let old = json!({
        "type": "Text", "direction": "Inbound", "text": "Hi",
        "channel": {
            "platform": "Open", "type": "Private", "to": { "id": directory::FIELD_APP },
            "from": { "id": "guest-43", "idType": "Opaque" }, "time": "2026-07-01T10:00:00Z",
        },
    });
    let old = good(
        &sandbox,
        "/api/v2/conversations/messages/inbound/open",
        &old,
    )
    .await;
    let tap = json!({
        "channel": from("guest-43"), "originatingMessageId": old.at("/id"),
        "buttonResponse": { "type": "QuickReply", "text": "Morning", "payload": "am" },
    });
    let tapped = good(&sandbox, &path("structured/response"), &tap).await;
    assert_eq!(tapped.at("/content/0/buttonResponse/payload"), "am");
    let messages = shown(&sandbox, "address=guest-43", 2).await;
    assert_eq!(
        (&messages[1]["value"], &messages[1]["inReplyTo"]),
        (&json!("am"), &old.at("/id"))
    );

    let no_time = json!({ "channel": { "from": { "id": "g", "idType": "Opaque" } }, "text": "x" });
    let two = json!({ "channel": from("g"), "content": [{}, {}] });
    for (path, body, says) in [
        (path("message"), no_time, "channel.time is required"),
        (path("message"), two, "one attachment at most"),
        (
            path("message"),
            json!({ "channel": from("g") }),
            "text or content is required",
        ),
        (
            path("receipt").replace(directory::FIELD_APP, "none"),
            json!({}),
            "integration none",
        ),
    ] {
        let reply = sandbox.post(&path, &body).await;
        assert!(reply.message().contains(says), "{}", reply.text);
    }
}
