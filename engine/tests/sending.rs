//! The engine against the real sandbox, with its faults.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use serde_json::json;
use tidings_core::delivery::DeliveryState as S;

mod support;
use support::cloud::{World, email};

#[tokio::test]
async fn a_message_is_taken_once_and_its_row_says_so() {
    let world = World::new(10).await;
    let done = world.send(email("ana@example.org")).await;
    assert_eq!(done.state, S::Accepted, "{done:?}");
    assert!(done.conversation_id.is_some() && done.latency_ms.is_some());
    let taken = world.taken().await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0]["target"], "ana@example.org");
    assert_eq!(taken[0]["body"]["subject"], "Hello Ana");
}

#[tokio::test]
async fn a_rate_limit_is_waited_out_and_uses_no_attempt_up() {
    let world = World::new(10).await;
    world
        .faults(json!([{"operation": "outbound", "kind": "429", "rate": 1.0, "count": 1}]))
        .await;
    let done = world.send(email("ana@example.org")).await;
    assert_eq!(done.state, S::Accepted, "{done:?}");
    assert_eq!((done.attempts, done.retry.attempts), (2, 0));
    assert_eq!(world.taken().await.len(), 1);
}

#[tokio::test]
async fn a_lost_reply_is_in_doubt_and_never_sent_again() {
    let world = World::new(10).await;
    world
        .faults(json!([{"operation": "outbound", "kind": "lost_reply", "rate": 1.0, "count": 1}]))
        .await;
    let done = world.send(email("ana@example.org")).await;
    assert_eq!(done.state, S::InDoubt, "{done:?}");
    assert!(done.hint.is_some());
    assert_eq!(world.taken().await.len(), 1);
}

#[tokio::test]
async fn a_server_error_is_in_doubt_or_repeated_as_the_guide_says() {
    let world = World::new(10).await;
    let once = |operation: &str| json!([{"operation": operation, "kind": "5xx", "rate": 1.0, "count": 1, "status": 503}]);
    world.faults(once("outbound")).await;
    let outbound = world.send(email("ana@example.org")).await;
    assert_eq!(outbound.state, S::InDoubt, "{outbound:?}");
    world.faults(once("guest")).await;
    let person = world.lines("/_sandbox/population?limit=10").await.remove(0);
    let guest = world
        .send(json!({
            "operation": "guest", "guestId": person["guestId"],
            "conversationId": person["conversationId"], "text": "Hello"
        }))
        .await;
    assert_eq!(guest.state, S::Accepted, "{guest:?}");
    assert_eq!(guest.attempts, 2);
    let audit = world.fixture.ledger.transmissions(10).await.unwrap();
    assert_eq!(audit.len(), 1, "one record a transmission");
    assert_eq!(audit[0].response_id, guest.message_id);
    assert_eq!(world.fixture.ledger.metrics().await.unwrap().sent, 1);
}

#[tokio::test]
async fn a_dead_token_is_renewed_once_in_the_middle_of_a_send() {
    let world = World::new(10).await;
    world.send(email("ana@example.org")).await;
    world
        .faults(
            json!([{"operation": "outbound", "kind": "token_expired", "rate": 1.0, "count": 1}]),
        )
        .await;
    let done = world.send(email("ben@example.org")).await;
    assert_eq!(done.state, S::Accepted, "{done:?}");
    assert_eq!(world.taken().await.len(), 2);
}
