use super::*;

fn mail(to: &str) -> Value {
    json!({
        "senderType": "Outbound",
        "fromAddress": { "email": "shop@mail.sandbox.example", "name": "Shop" },
        "toAddresses": [{ "email": to, "name": "Ana" }],
        "replyToAddress": { "email": "help@mail.sandbox.example" },
        "subject": "Your order",
        "htmlBody": "<p>It is ready.</p>",
        "textBody": "It is ready.",
    })
}

#[tokio::test]
async fn a_mail_is_shown_to_its_one_recipient() {
    let sandbox = sandbox().await;
    let reply = good(&sandbox, MAIL, &mail("ana@customer.example")).await;
    assert_eq!(reply.at("/subject"), "Your order");
    assert!(reply.at("/dateCreated").is_string());
    let messages = shown(&sandbox, "address=ana@customer.example", 1).await;
    assert_eq!(messages[0]["content"]["format"], "html");
    let ledger = sandbox.ledger().await;
    assert_eq!(
        (&ledger[0]["operation"], &ledger[0]["target"]),
        (&json!("outbound"), &json!("ana@customer.example"))
    );

    let path = format!(
        "/api/v2/conversations/emails/{}",
        text(&reply.json(), "conversationId")
    );
    let conversation = sandbox.get(&path).await;
    assert_eq!(conversation.at("/participants/0/purpose"), "customer");
    assert_eq!(conversation.at("/participants/0/subject"), "Your order");
    assert_eq!(
        conversation.at("/participants/0/address"),
        "ana@customer.example"
    );

    let mut second = mail("ana@customer.example");
    second["conversationId"] = reply.at("/conversationId");
    let second = good(&sandbox, MAIL, &second).await;
    assert_eq!(second.at("/conversationId"), reply.at("/conversationId"));
    assert_ne!(second.at("/id"), reply.at("/id"));
}

#[tokio::test]
async fn a_bounce_shows_later_in_the_conversation_and_in_analytics() {
    let sandbox = sandbox().await;
    let reply = good(&sandbox, MAIL, &mail("bounce@customer.example")).await;
    let id = text(&reply.json(), "conversationId");
    let path = format!("/api/v2/conversations/emails/{id}");
    assert!(
        sandbox
            .get(&path)
            .await
            .at("/participants/0/errorInfo")
            .is_null()
    );
    let bounced = until(&sandbox, &path, |it| {
        it.at("/participants/0/errorInfo").is_object()
    })
    .await;
    assert!(bounced.at("/participants/0/errorInfo/message").is_string());
    let details = sandbox
        .get(&format!("/api/v2/analytics/conversations/{id}/details"))
        .await;
    assert_eq!(
        details.at("/participants/1/sessions/0/deliveryStatus"),
        "DeliveryFailed"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_mail_is_refused_by_field() {
    let sandbox = sandbox().await;
    let with = |field: &str, value: Value| {
        let mut body = mail("ana@customer.example");
        body[field] = value;
        body
    };
    let to = json!({ "email": "ana@customer.example" });
    for (body, says) in [
        (
            with("toAddresses", json!([to, to])),
            "exactly one recipient",
        ),
        (
            with("toAddresses", json!([{ "email": "ana@" }])),
            "not an e-mail address",
        ),
        (
            with("fromAddress", json!({ "email": "a@new.sandbox.example" })),
            "is not verified",
        ),
        (
            with("fromAddress", json!({ "email": "a@elsewhere.example" })),
            "is not an outbound domain",
        ),
        (
            with("senderType", json!("Inbound")),
            "must be one of Outbound",
        ),
        (
            with("subject", json!("x".repeat(401))),
            "the maximum is 400",
        ),
        (
            with("replyToAddress", json!({ "email": "nobody" })),
            "not an e-mail address",
        ),
    ] {
        refused(&sandbox, MAIL, &body, StatusCode::BAD_REQUEST, says).await;
    }
    let lost = with("conversationId", json!("none"));
    refused(
        &sandbox,
        MAIL,
        &lost,
        StatusCode::NOT_FOUND,
        "Conversation none",
    )
    .await;
}
