//! Budgets of the published API, with the real sandbox: which one binds, and whom it holds up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use serde_json::{Value, json};
use tidings_core::api::BudgetView;
use tidings_core::delivery::DeliveryState as S;

mod support;
use support::cloud::World;

const LONG_CODE: &str = "+13175550100";

fn sms(to: &str) -> Value {
    json!({
        "operation": "outbound", "channel": "sms", "to": to, "from": LONG_CODE,
        "format": "text", "body": "We missed you.",
    })
}

fn email(to: &str) -> Value {
    json!({
        "operation": "outbound", "channel": "email", "to": to,
        "from": "care@mail.sandbox.example", "subject": "Hello",
        "format": "text", "body": "We missed you.",
    })
}

async fn budget(world: &World, name: &str) -> BudgetView {
    let all = world.genesys.budgets(&world.fixture.ledger).await.unwrap();
    let found = all.iter().find(|budget| budget.name == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {all:?}"))
        .clone()
}

#[tokio::test]
async fn a_number_that_has_to_wait_holds_up_nobody_who_writes_otherwise() {
    let world = World::on_platform(6000).await;
    let mut texts = Vec::new();
    for n in 0..4 {
        texts.push(world.submit(sms(&format!("+4930123450{n}"))).await);
    }
    let mail = world.submit(email("ana@example.org")).await;
    assert_eq!(world.end_of(&mail).await.state, S::Accepted);
    for text in &texts {
        let done = world.end_of(text).await;
        assert_eq!(done.state, S::Accepted, "{done:?}");
    }
    let taken = world.taken().await;
    let order: Vec<_> = taken
        .iter()
        .map(|line| line["target"].as_str().unwrap())
        .collect();
    let last = order.iter().rposition(|target| target.starts_with('+'));
    let mail = order.iter().position(|target| *target == "ana@example.org");
    assert_eq!(order.len(), 5, "{order:?}");
    assert!(mail < last, "the e-mail waited for the number: {order:?}");
    let sender = budget(&world, "sender:+13175550100").await;
    assert_eq!(
        (sender.per_minute, sender.source.as_str()),
        (60, "published")
    );
    // Right after the last one, the number is what the next would have to wait for.
    assert!(sender.binds || sender.due_at.is_none(), "{sender:?}");
}

#[tokio::test]
async fn the_client_s_limit_is_what_the_platform_tells() {
    let world = World::on_platform(1200).await;
    assert_eq!(
        world.send(email("ana@example.org")).await.state,
        S::Accepted
    );
    assert_eq!(
        world.send(email("ben@example.org")).await.state,
        S::Accepted
    );
    let client = budget(&world, "client").await;
    assert_eq!(
        (client.per_minute, client.source.as_str()),
        (1200, "told by the platform")
    );
    assert_eq!(budget(&world, "organization_email").await.per_minute, 1200);
}
