use super::*;

#[tokio::test]
async fn a_web_message_reaches_the_guest_and_opens_or_goes_on_a_conversation() {
    let sandbox = sandbox().await;
    let person = reachable(&sandbox).await;
    let contact = text(&person, "livingContactId");
    let reply = good(&sandbox, AGENTLESS, &web(&contact, "Hello")).await;
    assert_eq!(reply.at("/messengerType"), "webmessaging");
    assert_eq!(reply.at("/toAddress"), person["guestId"]);
    assert_eq!(reply.at("/message/status"), "sent");
    assert_eq!(reply.at("/message/normalizedMessage/text"), "Hello");
    assert_eq!(
        reply.at("/message/conversationId"),
        reply.at("/conversationId")
    );

    let messages = shown(&sandbox, &format!("guest={}", text(&person, "guestId")), 1).await;
    assert_eq!(messages[0]["content"]["text"], "Hello");
    assert_eq!(messages[0]["id"], reply.at("/id"));
    let ledger = sandbox.ledger().await;
    assert_eq!(ledger[0]["operation"], "proactive");
    assert_eq!(ledger[0]["target"], contact);

    // A second one goes on in the same conversation: it is within 72 hours.
    let second = good(&sandbox, AGENTLESS, &web(&contact, "Again")).await;
    assert_eq!(second.at("/conversationId"), reply.at("/conversationId"));
}

#[tokio::test]
async fn an_sms_is_an_outbound_job_and_its_limits_are_those_of_sms() {
    let sandbox = sandbox().await;
    let mut body = sms("+447700900123");
    let reply = good(&sandbox, AGENTLESS, &body).await;
    assert_eq!(reply.at("/fromAddress"), directory::SMS_MOBILE_DE);
    assert_eq!(sandbox.ledger().await[0]["operation"], "outbound");
    body["textBody"] = "x".repeat(765).into();
    good(&sandbox, AGENTLESS, &body).await;
    body["textBody"] = "x".repeat(766).into();
    let reply = sandbox.post(AGENTLESS, &body).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(
        reply.message().contains("maximum for sms is 765"),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn whatsapp_takes_approved_templates_only() {
    let sandbox = sandbox().await;
    let send = |response: &str, order: Option<&str>| {
        let mut parameters = vec![json!({ "id": "first_name", "value": "Ada" })];
        parameters.extend(order.map(|order| json!({ "id": "order", "value": order })));
        json!({
            "fromAddress": directory::WHATSAPP, "toAddressMessengerType": "whatsapp",
            "toAddress": "13175555555",
            "messagingTemplate": { "responseId": response, "bodyParameters": parameters },
        })
    };
    let free = json!({
        "fromAddress": directory::WHATSAPP, "toAddressMessengerType": "whatsapp",
        "toAddress": "13175555555", "textBody": "Hello",
    });
    let bad = StatusCode::BAD_REQUEST;
    refused(
        &sandbox,
        AGENTLESS,
        &free,
        bad,
        "messagingTemplate is required",
    )
    .await;
    let pending = send(directory::TEMPLATE_PENDING, None);
    refused(&sandbox, AGENTLESS, &pending, bad, "is not approved").await;
    let incomplete = send(directory::TEMPLATE_APPROVED, None);
    refused(&sandbox, AGENTLESS, &incomplete, bad, "`order`").await;
    let unknown = send("none", Some("17"));
    refused(
        &sandbox,
        AGENTLESS,
        &unknown,
        StatusCode::NOT_FOUND,
        "Response none",
    )
    .await;
    let mut plus = send(directory::TEMPLATE_APPROVED, Some("17"));
    plus["toAddress"] = "+13175555555".into();
    refused(&sandbox, AGENTLESS, &plus, bad, "digits of an E.164").await;

    let reply = good(
        &sandbox,
        AGENTLESS,
        &send(directory::TEMPLATE_APPROVED, Some("17")),
    )
    .await;
    let words = "Hello Ada, your order 17 has been shipped.";
    assert_eq!(reply.at("/message/normalizedMessage/text"), words);
}

#[tokio::test]
async fn senders_and_recipients_that_cannot_be_used_are_named() {
    let sandbox = sandbox().await;
    let person = reachable(&sandbox).await;
    let contact = text(&person, "livingContactId");
    let people = sandbox.get("/_sandbox/population").await.lines();
    let find = |test: fn(&Value) -> bool| {
        text(
            people.iter().find(|l| test(l)).unwrap(),
            "externalContactId",
        )
    };
    let merged = find(|line| {
        line["livingContactId"].is_string() && line["livingContactId"] != line["externalContactId"]
    });
    let deleted =
        find(|line| line["externalContactId"].is_string() && line.get("livingContactId").is_none());
    let cleared = find(|line| {
        line["sessionCleared"] == true
            && line["livingContactId"] == line["externalContactId"]
            && line["livingContactId"].is_string()
    });
    let (bad, missing) = (StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND);
    let from = |sender: &str| {
        let mut body = web(&contact, "Hello");
        body["fromAddress"] = sender.into();
        body
    };
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };
    for (body, status, says) in [
        (
            from(directory::KIOSK),
            bad,
            "Identity resolution is not enabled",
        ),
        (from(directory::OLD_SHOP), bad, "is not active"),
        (from("none"), missing, "Deployment none not found"),
        (
            web("none", "Hello"),
            missing,
            "External contact none not found",
        ),
        (web(&deleted, "Hello"), missing, "not found"),
        (web(&merged, "Hello"), bad, "was merged into"),
        (web(&cleared, "Hello"), bad, "the guest cleared it"),
        (
            with(web(&contact, "Hello"), "toAddress", "x".into()),
            bad,
            "not allowed for webmessaging",
        ),
        (
            with(web(&contact, "Hello"), "externalContactId", Value::Null),
            bad,
            "is required for webmessaging",
        ),
        (
            web(&contact, &"x".repeat(2001)),
            bad,
            "maximum for webmessaging is 2000",
        ),
        (
            with(sms("+447700900123"), "fromAddress", "+15550001111".into()),
            bad,
            "not a phone number provisioned",
        ),
        (
            with(
                sms("+447700900123"),
                "fromAddress",
                directory::SMS_INACTIVE.into(),
            ),
            bad,
            "is not active",
        ),
        (sms("447700900123"), bad, "E.164"),
        (
            with(sms("+447700900123"), "toAddressMessengerType", "fax".into()),
            bad,
            "must be one of",
        ),
    ] {
        refused(&sandbox, AGENTLESS, &body, status, says).await;
    }
}

#[tokio::test]
async fn an_active_conversation_is_joined_only_if_that_is_asked_for() {
    let sandbox = sandbox().await;
    let agent = in_chat(&sandbox, false).await;
    let mut body = web(&text(&agent, "livingContactId"), "Hello");
    let says = "An active conversation is already in progress";
    refused(&sandbox, AGENTLESS, &body, StatusCode::BAD_REQUEST, says).await;
    body["useExistingActiveConversation"] = true.into();
    let joined = good(&sandbox, AGENTLESS, &body).await;
    assert_eq!(joined.at("/conversationId"), agent["conversationId"]);
    assert_eq!(joined.at("/message/direction"), "outbound");
}

#[tokio::test]
async fn a_bot_takes_what_barges_in_as_the_customers_words() {
    let sandbox = sandbox().await;
    let person = in_chat(&sandbox, true).await;
    let mut body = web(&text(&person, "livingContactId"), "Your order is ready");
    body["useExistingActiveConversation"] = true.into();
    let joined = good(&sandbox, AGENTLESS, &body).await;
    assert_eq!(joined.at("/conversationId"), person["conversationId"]);
    assert_eq!(joined.at("/message/direction"), "inbound");
    let messages = shown(&sandbox, &format!("guest={}", text(&person, "guestId")), 1).await;
    assert_eq!(messages[0]["author"], "guest");
}

#[tokio::test]
async fn a_conversation_of_an_agents_own_needs_an_agent() {
    let mut sandbox = sandbox().await;
    let body =
        json!({ "queueId": "q", "toAddress": "+447700900123", "toAddressMessengerType": "sms" });
    let path = "/api/v2/conversations/messages";
    refused(
        &sandbox,
        path,
        &body,
        StatusCode::BAD_REQUEST,
        "user context",
    )
    .await;
    sandbox.sign_in_by_basic(LIMITED_CLIENT).await;
    let reply = sandbox.post(AGENTLESS, &sms("+447700900123")).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(
        reply.at("/messageParams/permissions"),
        "conversation:message:create"
    );
}
