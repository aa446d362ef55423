//! What the engine does when the platform, the credentials or the network fail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use std::time::Duration;

use serde_json::json;
use tidings_core::api::HealthView;
use tidings_core::delivery::DeliveryState as S;
use tidings_core::policy::Policy;
use tidings_engine::engine::{Engine, EngineOptions};
use tidings_engine::genesys::Genesys;
use tidings_engine::jobs::send::{self, SendError, SendOrder};

mod support;
use support::CONNECTION;
use support::cloud::{World, connection, email};

#[tokio::test]
async fn an_outage_leaves_the_rest_pending_and_they_go_when_it_ends() {
    let world = World::without_engine(10).await;
    let mut rows = Vec::new();
    for n in 0..60 {
        rows.push(world.submit(email(&format!("a{n}@example.org"))).await);
    }
    world
        .faults(json!([{"operation": "*", "kind": "5xx", "rate": 1.0, "status": 503}]))
        .await;
    let mut world = world;
    world.start(EngineOptions {
        unfollowed: true,
        ..EngineOptions::default()
    });
    let paused = async {
        loop {
            let health = world.fixture.ledger.health(CONNECTION).await.unwrap();
            if matches!(health, HealthView::Paused { .. }) {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), paused)
        .await
        .expect("the connection paused");
    world.faults(json!([])).await;
    let (mut taken, mut in_doubt) = (0, 0);
    for row in &rows {
        match world.end_of(row).await.state {
            S::InDoubt => in_doubt += 1,
            S::Accepted => taken += 1,
            other => panic!("{other}"),
        }
    }
    assert!((3..=8).contains(&in_doubt), "{in_doubt} in doubt");
    assert_eq!(world.taken().await.len(), taken);
    let health = world.fixture.ledger.health(CONNECTION).await.unwrap();
    assert_eq!(health, HealthView::Ready);
}

#[tokio::test]
async fn refused_credentials_queue_nothing_and_are_shown() {
    let world = World::without_engine(10).await;
    let wrong = Genesys::new(connection(&world.base, "wrong-wrong")).unwrap();
    let order = SendOrder {
        draft: serde_json::from_value(email("ana@example.org")).unwrap(),
        actor: "ana".into(),
        idempotency_key: None,
        on_server_error: None,
        follower: None,
    };
    let ledger = &world.fixture.ledger;
    let refused = send::submit(ledger, &wrong, &Policy::default(), order).await;
    let Err(SendError::Credentials(refusal)) = refused else {
        panic!("taken with wrong credentials: {refused:?}");
    };
    assert!(!refusal.to_string().contains("wrong-wrong"));
    let row = world.fixture.submit("ana@example.org").await;
    let owner = world.owner.id().clone();
    let options = EngineOptions {
        unfollowed: true,
        ..EngineOptions::default()
    };
    let engine = Engine::start(ledger.clone(), owner, vec![wrong], options).unwrap();
    let shown = async {
        loop {
            let row = ledger.delivery(&row.id).await.unwrap();
            if row.code.as_deref() == Some("credentials_refused") {
                break row;
            }
            tokio::task::yield_now().await;
        }
    };
    let shown = tokio::time::timeout(Duration::from_secs(20), shown)
        .await
        .expect("the reason is shown at the row");
    assert_eq!(shown.state, S::Pending);
    assert!(matches!(
        ledger.health(CONNECTION).await.unwrap(),
        HealthView::Refused { .. }
    ));
    engine.shutdown().await;
    assert!(world.taken().await.is_empty());
}

#[tokio::test]
async fn a_platform_that_is_down_is_proof_that_nothing_was_sent() {
    let world = World::without_engine(10).await;
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let down = Genesys::new(connection(&format!("http://{address}"), "x")).unwrap();
    let ledger = &world.fixture.ledger;
    let row = world.fixture.submit("ana@example.org").await;
    let options = EngineOptions {
        unfollowed: true,
        ..EngineOptions::default()
    };
    let owner = world.owner.id().clone();
    let engine = Engine::start(ledger.clone(), owner, vec![down], options).unwrap();
    let shown = async {
        while ledger.delivery(&row.id).await.unwrap().code.is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), shown)
        .await
        .expect("the reason is shown at the row");
    engine.shutdown().await;
    let row = ledger.delivery(&row.id).await.unwrap();
    assert_eq!((row.state, row.attempts), (S::Pending, 0));
    assert_eq!(row.code.as_deref(), Some("never_opened"));
}

#[tokio::test]
async fn a_shutdown_lets_what_is_on_its_way_end_and_records_it() {
    let mut world = World::new(10).await;
    world
        .faults(json!([{"operation": "outbound", "kind": "slow", "rate": 1.0, "ms": 1500}]))
        .await;
    let row = world.submit(email("ana@example.org")).await;
    while world.fixture.state(&row).await != S::Attempting {
        tokio::task::yield_now().await;
    }
    world.engine.take().unwrap().shutdown().await;
    assert_eq!(world.fixture.state(&row).await, S::Accepted);
}

#[tokio::test]
async fn cut_connections_and_unreadable_replies_are_in_doubt() {
    let world = World::new(10).await;
    for kind in ["cut", "malformed"] {
        world
            .faults(json!([{"operation": "outbound", "kind": kind, "rate": 1.0, "count": 1}]))
            .await;
        let done = world.send(email("ana@example.org")).await;
        assert_eq!(done.state, S::InDoubt, "{kind}: {done:?}");
    }
}

#[tokio::test]
async fn a_real_organization_is_in_rehearsal_and_nothing_is_submitted() {
    let world = World::without_engine(10).await;
    let real = Genesys::new(connection("https://api.mypurecloud.com", "x")).unwrap();
    let order = SendOrder {
        draft: serde_json::from_value(email("ana@example.org")).unwrap(),
        actor: "ana".into(),
        idempotency_key: None,
        on_server_error: None,
        follower: None,
    };
    let refused = send::submit(&world.fixture.ledger, &real, &Policy::default(), order).await;
    assert!(matches!(refused, Err(SendError::Barred(_))));
}

#[tokio::test]
async fn a_send_that_no_engine_takes_ends_as_unsent() {
    let world = World::without_engine(10).await;
    let row = world.submit(email("ana@example.org")).await;
    let patience = Duration::from_millis(1);
    let ledger = &world.fixture.ledger;
    let done = tidings_engine::jobs::follow::delivery_within(ledger, &row.id, patience);
    let done = done.await.unwrap();
    assert_eq!(
        (done.state, done.code.as_deref()),
        (S::Unsent, Some("not_begun"))
    );
}

#[tokio::test]
async fn a_command_follows_while_another_process_sends() {
    let world = World::new(10).await;
    let other = world.fixture.reopen().await;
    let me = other.register_owner("send").await.unwrap();
    let order = SendOrder {
        draft: serde_json::from_value(email("ana@example.org")).unwrap(),
        actor: "cli".into(),
        idempotency_key: None,
        on_server_error: None,
        follower: Some(me.id().clone()),
    };
    let waiting = Engine::start(
        other.clone(),
        me.id().clone(),
        vec![world.genesys.clone()],
        EngineOptions::default(),
    )
    .unwrap();
    let sent = send::submit(&other, &world.genesys, &Policy::default(), order)
        .await
        .unwrap()
        .into_delivery();
    let done = tidings_engine::jobs::follow::delivery(&other, &sent.id);
    let done = tokio::time::timeout(Duration::from_secs(20), done)
        .await
        .expect("the other engine sends it")
        .unwrap();
    assert_eq!(done.state, S::Accepted);
    waiting.shutdown().await;
    assert_eq!(world.taken().await.len(), 1);
}
