//! Users, one-time links and sessions on a real SQLite file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use std::time::Duration;

use tidings_engine::ledger::accounts::LinkState;

mod support;
use support::Fixture;

const HOUR: Duration = Duration::from_hours(1);

async fn spend(fixture: &Fixture, secret: &str, name: &str) -> LinkState {
    let spent = fixture
        .ledger
        .spend_link(secret.into(), name.into(), "$argon2id$…".into())
        .await
        .unwrap();
    spent.0
}

#[tokio::test]
async fn a_link_makes_an_account_once() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    assert!(!ledger.has_account().await.unwrap());
    let kept = ledger.keep_link("admin", "admin", "secret-1".into(), HOUR);
    kept.await.unwrap();
    assert!(
        !ledger.has_account().await.unwrap(),
        "nobody chose a password"
    );
    assert_eq!(spend(&fixture, "wrong", "ana").await, LinkState::Unknown);
    assert_eq!(spend(&fixture, "secret-1", "ana").await, LinkState::Spent);
    assert_eq!(
        spend(&fixture, "secret-1", "eve").await,
        LinkState::UsedBefore
    );
    assert!(ledger.has_account().await.unwrap());
    let ana = ledger.user_named("ana").await.unwrap().unwrap();
    assert_eq!(ana.role, "admin");
    assert!(!format!("{ana:?}").contains("argon2id"));
    assert!(ledger.user_named("eve").await.unwrap().is_none());
}

#[tokio::test]
async fn a_newer_link_ends_the_older_and_time_ends_both() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    for (secret, lifetime) in [("old", HOUR), ("new", Duration::ZERO)] {
        let kept = ledger.keep_link("admin", "admin", secret.into(), lifetime);
        kept.await.unwrap();
    }
    assert_eq!(ledger.link_state("old").await.unwrap(), LinkState::Unknown);
    assert_eq!(spend(&fixture, "new", "ana").await, LinkState::Expired);
    assert!(!ledger.has_account().await.unwrap());
}

#[tokio::test]
async fn a_taken_name_is_said_and_leaves_the_link_good() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    for (name, secret) in [("ana", "a"), ("ben", "b")] {
        let kept = ledger.keep_link(name, "admin", secret.into(), HOUR);
        kept.await.unwrap();
    }
    let taken = ledger.spend_link("b".into(), "ana".into(), "hash".into());
    assert_eq!(taken.await.unwrap_err().code(), "taken");
    assert_eq!(spend(&fixture, "b", "ben").await, LinkState::Spent);
}

#[tokio::test]
async fn a_session_ends_by_itself_by_sign_out_and_with_a_new_password() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let kept = ledger.keep_link("ana", "admin", "a".into(), HOUR);
    kept.await.unwrap();
    spend(&fixture, "a", "ana").await;
    let ana = ledger.user_named("ana").await.unwrap().unwrap();
    for (token, lifetime) in [("short", Duration::ZERO), ("one", HOUR), ("two", HOUR)] {
        let started = ledger.start_session(&ana.id, token.into(), lifetime);
        started.await.unwrap();
    }
    let user = |token: &'static str| ledger.session_user(token);
    assert!(user("short").await.unwrap().is_none());
    assert_eq!(user("one").await.unwrap(), Some(ana.clone()));
    ledger.end_session("one").await.unwrap();
    assert!(user("one").await.unwrap().is_none());
    assert!(user("two").await.unwrap().is_some());
    let kept = ledger.keep_link("ana", "admin", "again".into(), HOUR);
    kept.await.unwrap();
    spend(&fixture, "again", "ana").await;
    assert!(user("two").await.unwrap().is_none());
}
