//! Receipts, answers, greetings, guide 004's records, and the forward, with the real sandbox.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use axum::http::StatusCode;
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use tidings_core::api::Mode;
use tidings_core::delivery::DeliveryState as S;
use tidings_core::endpoint::WebhookUrl;
use tidings_core::policy::Policy;
use tidings_core::recipient::RecipientKey;
use tidings_engine::engine::EngineOptions;
use tidings_engine::genesys::ForwardError;
use tidings_engine::jobs::inbound::{self, Handled};
use tidings_engine::jobs::send;
use tidings_engine::ledger::{EventChange, List, NewlyListed};

mod support;
use support::cloud::World;
use support::webhook::Webhook;

async fn reporting() -> (World, Webhook) {
    let webhook = Webhook::answering(StatusCode::OK).await;
    let mut world = World::reporting_to(100, Some(webhook.address.clone())).await;
    world.start(EngineOptions {
        unfollowed: true,
        ..EngineOptions::default()
    });
    (world, webhook)
}

async fn person(world: &World, fits: impl Fn(&Value) -> bool) -> Value {
    let people = world.lines("/_sandbox/population?limit=100").await;
    people.into_iter().find(fits).unwrap()
}

async fn handle(world: &World, event: Value) -> Handled {
    let ledger = &world.fixture.ledger;
    inbound::handle(ledger, &world.genesys, &Policy::default(), event)
        .await
        .unwrap()
}

fn quick_reply(contact: &Value) -> Value {
    json!({
        "operation": "structured", "contactId": contact,
        "content": {"type": "quick-reply", "title": "How can we help?", "choices": [
            {"label": "Billing", "value": "billing"}, {"label": "Agent", "value": "agent"}]}
    })
}

#[tokio::test]
async fn a_receipt_and_a_tap_move_the_delivery_on_once_each() {
    let (world, mut webhook) = reporting().await;
    let person = person(&world, |person| person["contactOpen"] == true).await;
    let sent = world.send(quick_reply(&person["contactId"])).await;
    assert_eq!(sent.state, S::Accepted, "{sent:?}");
    let (_, delivered) = webhook.next().await;
    assert_eq!(delivered["status"], "delivered");
    handle(&world, delivered.clone()).await;
    assert_eq!(world.fixture.state(&sent).await, S::Delivered);
    assert_eq!(handle(&world, delivered).await, Handled::Nothing);
    let tap = json!({
        "event": "message.received", "conversationId": sent.conversation_id.clone().unwrap_or("c".into()),
        "contactId": person["contactId"], "messageId": sent.message_id, "value": "billing",
        "label": "Billing", "at": "2026-11-20T10:00:00Z"
    });
    let Handled::Receipt(answered) = handle(&world, tap.clone()).await else {
        panic!("the tap found no delivery");
    };
    assert_eq!(answered.id, sent.id);
    assert_eq!(answered.state, S::Replied);
    assert_eq!(answered.answer.unwrap().text, "Billing");
    assert_eq!(handle(&world, tap).await, Handled::Nothing);
}

#[tokio::test]
async fn an_outbound_message_is_found_by_the_one_id_it_has() {
    let (world, mut webhook) = reporting().await;
    let sent = world
        .send(support::cloud::email("ana@nobody.example"))
        .await;
    assert_eq!(sent.state, S::Accepted, "{sent:?}");
    let (_, delivered) = webhook.next().await;
    handle(&world, delivered).await;
    assert_eq!(world.fixture.state(&sent).await, S::Delivered);
}

#[tokio::test]
async fn a_returning_customer_is_greeted_once_by_name() {
    let (world, mut webhook) = reporting().await;
    let person = person(&world, |person| {
        person["contactOpen"] == false
            && person["conversationStatus"] == "closed"
            && person["address"]
                .as_str()
                .is_some_and(|it| it.contains('@'))
    })
    .await;
    let start = json!({"contactId": person["contactId"]});
    world.control("/_sandbox/webchat/start", start).await;
    let (_, event) = webhook.next().await;
    let Handled::Greeting(row) = handle(&world, event.clone()).await else {
        panic!("not greeted: {event}");
    };
    let done = world.end_of(&row).await;
    assert_eq!(done.state, S::Accepted, "{done:?}");
    let greeted = handle(&world, event).await;
    assert!(matches!(greeted, Handled::Greeting(again) if again.id == row.id));
    let taken = world.taken().await;
    assert_eq!(taken.len(), 1);
    let name = done.name.unwrap();
    let text = taken[0]["body"]["message"]["text"].as_str().unwrap();
    assert!(text.ends_with(&format!("{name}?")), "{text}");
}

#[tokio::test]
async fn whom_rehearsal_or_the_suppression_list_keeps_out_is_known_by_the_address_looked_up() {
    let (world, mut webhook) = reporting().await;
    let ledger = &world.fixture.ledger;
    let bounds = world.genesys.bounds();
    let returning = |at: usize| {
        let world = &world;
        async move {
            let people = world.lines("/_sandbox/population").await.into_iter();
            let mut closed = people.filter(|person| {
                let address = person["address"].as_str();
                person["contactOpen"] == false
                    && person["conversationStatus"] == "closed"
                    && address.is_some_and(|it| it.contains('@'))
            });
            closed.nth(at).unwrap()
        }
    };
    let mut ended = Vec::new();
    for at in 0..3 {
        let person = returning(at).await;
        let listed = vec![NewlyListed {
            recipient: RecipientKey::parse(person["address"].as_str().unwrap()).unwrap(),
            reason: String::new(),
        }];
        match at {
            0 => {
                let rehearsal = ledger.set_mode(bounds, Mode::Rehearsal, None, "ana");
                rehearsal.await.unwrap();
            }
            1 => {
                let connection = bounds.connection.clone();
                let list = List::Allowed { connection };
                ledger.list(list, listed, "ana").await.unwrap();
            }
            _ => {
                ledger
                    .set_mode(bounds, Mode::Live, None, "ana")
                    .await
                    .unwrap();
                ledger.list(List::Suppressed, listed, "ana").await.unwrap();
            }
        }
        let start = json!({"contactId": person["contactId"]});
        world.control("/_sandbox/webchat/start", start).await;
        // The receipt of the one before may come first.
        let row = loop {
            let (_, event) = webhook.next().await;
            if let Handled::Greeting(row) = handle(&world, event).await {
                break row;
            }
        };
        let done = world.end_of(&row).await;
        ended.push((done.state, done.code));
    }
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(
        ended,
        [
            (S::Rejected, code("rehearsal")),
            (S::Accepted, None),
            (S::Suppressed, code("suppressed")),
        ]
    );
    assert_eq!(world.taken().await.len(), 1);
}

#[tokio::test]
async fn nobody_is_greeted_while_the_earlier_chat_goes_on_and_that_is_recorded() {
    let (world, _webhook) = reporting().await;
    let active = person(&world, |person| person["conversationStatus"] == "active").await;
    let event = json!({
        "event": "webchat:conversation:start", "conversationId": "new-conversation",
        "previousConversationId": active["conversationId"], "agentId": "agent-1"
    });
    let Handled::Greeting(row) = handle(&world, event).await else {
        panic!("no row");
    };
    let done = world.end_of(&row).await;
    assert_eq!(
        (done.state, done.code.as_deref()),
        (S::Rejected, Some("still_active"))
    );
    let without = json!({"conversationId": "c", "previousConversationId": null, "agentId": "a"});
    assert_eq!(handle(&world, without).await, Handled::Nothing);
    let events = world.fixture.ledger.events_after(0, 100).await.unwrap();
    let noted = |change: &EventChange| matches!(change, EventChange::Note { text } if text.contains("not greeted"));
    assert!(events.iter().any(|event| noted(&event.change)));
    assert!(world.taken().await.is_empty());
}

#[tokio::test]
async fn each_transmission_is_audited_and_told_once_and_a_failing_webhook_holds_nothing_up() {
    for answer in [StatusCode::ACCEPTED, StatusCode::INTERNAL_SERVER_ERROR] {
        let mut analytics = Webhook::answering(answer).await;
        let mut world = World::without_engine(100).await;
        world.start(EngineOptions {
            unfollowed: true,
            analytics: Some(WebhookUrl::parse(&analytics.address).unwrap()),
            ..EngineOptions::default()
        });
        let person = person(&world, |person| person["contactOpen"] == true).await;
        let guest = json!({
            "operation": "guest", "guestId": person["guestId"],
            "conversationId": person["conversationId"], "text": "Hello"
        });
        world
            .faults(json!([{"operation": "guest", "kind": "5xx", "rate": 1.0, "count": 1}]))
            .await;
        let sent = world.send(guest.clone()).await;
        assert_eq!(sent.state, S::Accepted, "{sent:?}");
        let (headers, event) = analytics.next().await;
        assert_eq!(headers["x-source"], "genesys-transmitter");
        assert!(!headers.contains_key("authorization") && !headers.contains_key("cookie"));
        assert_eq!(
            (&event["status"], &event["error"]),
            (&json!("success"), &Value::Null)
        );
        world
            .faults(json!([{"operation": "guest", "kind": "lost_reply", "rate": 1.0, "count": 1}]))
            .await;
        world.send(guest).await;
        let (_, event) = analytics.next().await;
        assert_eq!(
            (&event["status"], &event["latency_ms"]),
            (&json!("failed"), &json!(0.0))
        );
        let refused = json!({
            "operation": "guest", "guestId": "g", "conversationId": "c", "text": "blocked_keyword"
        });
        let refused = serde_json::from_value(refused).unwrap();
        let connection = world.genesys.connection();
        let refused = send::check(&refused, connection, &Policy::default());
        assert!(refused.is_err());
        world.engine.take().unwrap().shutdown().await;
        assert!(analytics.is_empty(), "more events than transmissions");
        let metrics = world.fixture.ledger.metrics().await.unwrap();
        assert_eq!((metrics.sent, metrics.failed), (1, 1));
        assert!((metrics.delivery_rate - 50.0).abs() < f64::EPSILON);
    }
}

#[tokio::test]
async fn only_allow_listed_reads_are_forwarded_and_without_their_headers() {
    let world = World::without_engine(100).await;
    let person = person(&world, |person| person["contactOpen"] == true).await;
    let contact = person["contactId"].as_str().unwrap();
    let path = format!("/api/v2/conversations/messaging/contacts/{contact}");
    let reply = world.genesys.forward(&path, None).await.unwrap();
    assert_eq!(reply.status, StatusCode::OK);
    assert!(!reply.headers.contains_key("connection"));
    let body: Vec<_> = reply.body.try_collect().await.unwrap();
    let body: Value = serde_json::from_slice(&body.concat()).unwrap();
    assert_eq!(body["id"], contact);
    for path in [
        "/api/v2/conversations/messaging/outbound",
        "/api/v2/conversations/messaging/contacts/../outbound",
        "/api/v2/users/me",
    ] {
        let refused = world.genesys.forward(path, None).await;
        assert!(matches!(refused, Err(ForwardError::NotAllowed)), "{path}");
    }
}
