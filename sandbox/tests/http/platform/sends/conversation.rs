use super::*;

#[tokio::test]
async fn an_agents_words_go_into_the_communication_they_are_sent_to() {
    let sandbox = sandbox().await;
    let person = in_chat(&sandbox, false).await;
    let id = text(&person, "conversationId");
    let path = format!(
        "/api/v2/conversations/messages/{id}/communications/{}/messages",
        text(&person, "communicationId")
    );
    let sent = good(&sandbox, &path, &json!({ "textBody": "Good morning" })).await;
    assert_eq!(sent.at("/direction"), "outbound");
    assert_eq!(sandbox.ledger().await[0]["operation"], "greet");
    let messages = shown(&sandbox, &format!("guest={}", text(&person, "guestId")), 1).await;
    assert_eq!(messages[0]["sender"], "agent");
    let typing = sandbox
        .post(
            &format!("{}typing", path.strip_suffix("messages").unwrap()),
            &json!({ "typing": { "type": "On", "duration": 1000 } }),
        )
        .await;
    assert_eq!(typing.status, StatusCode::NO_CONTENT, "{}", typing.text);

    let whole = sandbox.get(&format!("/api/v2/conversations/{id}")).await;
    let customers = whole.at("/participants/0/messages/0/id");
    let wrong = path.replace(
        &text(&person, "communicationId"),
        customers.as_str().unwrap(),
    );
    let reply = sandbox.post(&wrong, &json!({ "textBody": "x" })).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.text);

    let state = json!({ "state": "disconnected" });
    let request = sandbox
        .request(
            Method::PATCH,
            &format!("/api/v2/conversations/messages/{id}"),
        )
        .header("content-type", "application/json");
    let ended = answer(request.body(state.to_string()).send().await.unwrap()).await;
    assert_eq!(
        ended.at("/participants/0/messages/0/state"),
        "disconnected",
        "{}",
        ended.text
    );
    let late = sandbox.post(&path, &json!({ "textBody": "x" })).await;
    assert!(late.message().contains("is disconnected"), "{}", late.text);
}

#[tokio::test]
async fn a_bots_session_carries_quick_replies_cards_and_carousels() {
    let sandbox = sandbox().await;
    let person = in_chat(&sandbox, true).await;
    let path = "/api/v2/integrations/botconnectors/outgoing/messages";
    let say = |message: Value| json!({ "botSessionId": person["botSessionId"], "botId": "b", "botVersion": "1", "botState": "MOREDATA", "replyMessages": [message] });
    let choice = |text: &str, payload: &str| json!({ "contentType": "QuickReply", "quickReply": { "text": text, "payload": payload, "action": "Message" } });
    let card = json!({ "title": "Plan S", "description": "10 GB", "image": "https://cdn.example/s.png", "actions": [
        { "type": "Postback", "text": "Choose", "payload": "plan_s" },
        { "type": "Link", "text": "Details", "url": "https://example.org/s" },
    ] });
    let content = [
        json!([choice("Morning", "am"), choice("Evening", "pm")]),
        json!([{ "contentType": "Card", "card": card }]),
        json!([{ "contentType": "Carousel", "carousel": { "cards": [card, card] } }]),
    ];
    for content in content {
        let message =
            say(json!({ "type": "Structured", "text": "Which one?", "content": content }));
        let reply = good(&sandbox, path, &message).await;
        assert!(reply.at("/messageId").is_string());
    }
    let messages = shown(&sandbox, &format!("guest={}", text(&person, "guestId")), 3).await;
    let kinds: Vec<_> = messages
        .iter()
        .map(|it| it["content"]["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["quick-reply", "card", "carousel"]);
    assert_eq!(
        messages[0]["content"]["choices"][1],
        json!({ "label": "Evening", "value": "pm" })
    );
    assert_eq!(sandbox.ledger().await[0]["operation"], "structured");

    let mut lost = say(json!({ "type": "Text", "text": "x" }));
    lost["botSessionId"] = "none".into();
    let lost = sandbox.post(path, &lost).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND, "{}", lost.text);
}

#[tokio::test]
async fn conversations_tell_who_is_in_them_and_keep_what_is_set() {
    let sandbox = sandbox().await;
    let person = sandbox
        .customer(|line| {
            line["name"] != ""
                && line["name"].is_string()
                && line["livingContactId"].is_string()
                && line["email"].is_string()
                && line["contactOpen"] == true
        })
        .await;
    let id = text(&person, "conversationId");
    let path = format!("/api/v2/conversations/{id}");
    let whole = sandbox.get(&path).await;
    let customer = whole.at("/participants/0");
    assert_eq!(customer["purpose"], "customer");
    assert_eq!(customer["name"], person["name"]);
    assert_eq!(customer["externalContactId"], person["livingContactId"]);
    assert_eq!(customer["attributes"]["context.email"], person["email"]);
    assert!(whole.at("/endTime").is_null());
    let set = json!({ "attributes": { "order": "17" } });
    let attributes = format!("{path}/participants/{}/attributes", text(&customer, "id"));
    let request = sandbox
        .request(Method::PATCH, &attributes)
        .header("content-type", "application/json");
    let patched = answer(request.body(set.to_string()).send().await.unwrap()).await;
    assert_eq!(patched.status, StatusCode::ACCEPTED, "{}", patched.text);
    let messages = sandbox
        .get(&format!("/api/v2/conversations/messages/{id}"))
        .await;
    assert_eq!(messages.at("/participants/0/attributes/order"), "17");
    assert_eq!(messages.at("/participants/0/type"), "webmessaging");

    let previous = sandbox
        .get(&format!(
            "/api/v2/conversations/{}",
            text(&person, "previousConversationId")
        ))
        .await;
    assert_eq!(previous.status, StatusCode::OK, "{}", previous.text);
    assert_eq!(
        sandbox.get("/api/v2/conversations/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_guest_who_answers_makes_the_conversation_live() {
    let sandbox = sandbox().await;
    let sent = good(&sandbox, AGENTLESS, &sms("+447700900123")).await;
    let id = text(&sent.json(), "conversationId");
    let row = format!("/api/v2/analytics/conversations/{id}/details");
    let before = sandbox.get(&row).await;
    assert_eq!(before.at("/customerParticipation"), false);
    assert_eq!(before.at("/originatingDirection"), "outbound");
    assert!(before.at("/conversationEnd").is_string());

    let typed = sandbox
        .post(
            "/_sandbox/messenger/answer?address=%2B447700900123",
            &json!({ "text": "Thanks" }),
        )
        .await;
    assert_eq!(typed.status, StatusCode::NO_CONTENT, "{}", typed.text);
    let after = sandbox.get(&row).await;
    assert_eq!(after.at("/customerParticipation"), true);
    assert!(after.at("/conversationEnd").is_null());
    let busy = sandbox.post(AGENTLESS, &sms("+447700900123")).await;
    assert!(
        busy.message().contains("An active conversation"),
        "{}",
        busy.text
    );
    let bulk = good(
        &sandbox,
        &format!("/api/v2/conversations/messages/{id}/messages/bulk"),
        &json!([]),
    )
    .await;
    assert_eq!(bulk.at("/entities/1/status"), "received");
}
