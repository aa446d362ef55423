//! Guide 000's whole job against the real sandbox: everybody eligible once, through faults and
//! crashes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tidings_core::api::{AudienceFilter, CampaignState};
use tidings_core::delivery::DeliveryState as S;
use tidings_core::message::draft::{Draft, OutboundChannel, OutboundDraft};
use tidings_core::policy::Policy;
use tidings_engine::engine::EngineOptions;
use tidings_engine::genesys::Genesys;
use tidings_engine::jobs::audience::{AudienceReader, criteria, last_days};
use tidings_engine::jobs::follow;
use tidings_engine::jobs::notify::{self, NotifyError, NotifyOrder, Opened, Reading};
use tidings_engine::ledger::{Campaign, CampaignCounts};

mod support;
use support::CONNECTION;
use support::cloud::{World, connection, email};

fn order(per_minute: u32) -> NotifyOrder {
    let mut draft = email("");
    draft["name"] = json!("");
    draft["subject"] = json!("Hello {{name | default: \"there\"}}");
    let Ok(Draft::Outbound(draft)) = serde_json::from_value(draft) else {
        panic!("no outbound draft");
    };
    NotifyOrder {
        audience: AudienceFilter {
            connection: CONNECTION.into(),
            days: 30,
            channel: OutboundChannel::Email,
            min_sessions: 1,
        },
        draft,
        name: None,
        per_minute: Some(per_minute),
        on_server_error: None,
        again: false,
        actor: "ana".into(),
        follower: None,
    }
}

async fn open(world: &World, order: NotifyOrder) -> Result<Opened, NotifyError> {
    let ledger = &world.fixture.ledger;
    notify::open(ledger, &world.genesys, &Policy::default(), order).await
}

async fn read(world: &World, campaign: &Campaign, partial: bool) -> Reading {
    let ledger = &world.fixture.ledger;
    notify::read(
        ledger,
        &world.genesys,
        &Policy::default(),
        campaign,
        partial,
        |_| {},
    )
    .await
    .unwrap()
}

async fn opened(world: &World, order: NotifyOrder) -> Campaign {
    match open(world, order).await.unwrap() {
        Opened::New(campaign) | Opened::Resumed(campaign) | Opened::Finished(campaign) => campaign,
    }
}

async fn finish(world: &World, campaign: &Campaign) -> CampaignCounts {
    follow::campaign(&world.fixture.ledger, &campaign.id, |_| {})
        .await
        .unwrap()
}

/// How often the platform took a message for each address.
async fn taken(world: &World) -> BTreeMap<String, u32> {
    let mut taken = BTreeMap::new();
    for entry in world.taken().await {
        let target = entry["target"].as_str().unwrap().to_ascii_lowercase();
        *taken.entry(target).or_default() += 1;
    }
    taken
}

/// Addresses of everybody with a session in the last 30 days and an e-mail address, by the
/// sandbox's own list.
async fn expected(world: &World) -> BTreeSet<String> {
    let people = world.lines("/_sandbox/population?limit=100000").await;
    people
        .iter()
        .filter(|person| person["sessions30d"].as_u64() > Some(0))
        .filter_map(|person| person["address"].as_str())
        .filter(|address| tidings_core::address::EmailAddress::parse(address).is_ok())
        .map(|address| address.trim().to_ascii_lowercase())
        .collect()
}

fn assert_adds_up(counts: &CampaignCounts, population: usize) {
    let people = u64::try_from(population).unwrap();
    assert!(counts.audience() <= people, "{counts:?}");
    assert_eq!(counts.open(), 0);
}

#[tokio::test]
async fn everybody_eligible_gets_one_and_the_counts_add_up() {
    let world = World::new(300).await;
    let campaign = opened(&world, order(60_000)).await;
    assert_eq!(read(&world, &campaign, false).await, Reading::Complete);
    let counts = finish(&world, &campaign).await;
    assert_adds_up(&counts, 300);
    let taken = taken(&world).await;
    assert!(taken.values().all(|times| *times == 1));
    let reached: BTreeSet<_> = taken.into_keys().collect();
    let conflicts = counts.of(S::Conflict);
    let rejected = counts.of(S::Rejected);
    let expected = expected(&world).await;
    assert!(reached.is_subset(&expected));
    let missing = u64::try_from(expected.difference(&reached).count()).unwrap();
    assert_eq!(missing, conflicts + rejected, "{counts:?}");
}

#[tokio::test]
async fn a_finished_campaign_is_reported_and_another_content_under_its_name_is_refused() {
    let world = World::new(20).await;
    let campaign = opened(&world, order(60_000)).await;
    read(&world, &campaign, false).await;
    finish(&world, &campaign).await;
    let before = world.taken().await.len();
    let again = open(&world, order(60_000)).await.unwrap();
    assert!(matches!(again, Opened::Finished(_)), "{again:?}");
    let mut other = order(60_000);
    other.name = Some(campaign.name.clone());
    other.draft = OutboundDraft {
        body: "Something else.".into(),
        ..other.draft
    };
    let refused = open(&world, other).await;
    assert!(matches!(refused, Err(NotifyError::OtherContent { .. })));
    assert_eq!(world.taken().await.len(), before);
    let mut anew = order(60_000);
    anew.again = true;
    let anew = open(&world, anew).await.unwrap();
    assert!(matches!(&anew, Opened::New(campaign) if campaign.run == 2));
}

#[tokio::test]
async fn a_query_that_breaks_off_sends_nothing_and_goes_on_at_its_page() {
    let world = World::new(400).await;
    let campaign = opened(&world, order(60_000)).await;
    let ledger = &world.fixture.ledger;
    let policy = Policy::default();
    let (page, read_one) = tokio::sync::oneshot::channel();
    let mut page = Some(page);
    let reading = notify::read(ledger, &world.genesys, &policy, &campaign, false, |_| {
        if let Some(page) = page.take() {
            page.send(()).unwrap();
        }
    });
    tokio::select! {
        _ = reading => panic!("400 customers on one page"),
        _ = read_one => {}
    }
    let campaign = ledger.campaign(&campaign.id).await.unwrap();
    let refused = Genesys::new(connection(&world.base, "wrong")).unwrap();
    let reading = notify::read(
        ledger,
        &refused,
        &Policy::default(),
        &campaign,
        false,
        |_| {},
    )
    .await;
    assert!(matches!(reading, Ok(Reading::Broken(_))), "{reading:?}");
    let view = ledger.campaign(&campaign.id).await.unwrap();
    let counts = ledger.counts(&campaign.id).await.unwrap();
    assert_eq!(view.state(&counts), CampaignState::Broken);
    assert!((100..400).contains(&counts.audience()), "{counts:?}");
    assert!(world.taken().await.is_empty());
    let Opened::Resumed(campaign) = open(&world, order(60_000)).await.unwrap() else {
        panic!("not resumed");
    };
    assert_eq!(read(&world, &campaign, false).await, Reading::Complete);
    let counts = finish(&world, &campaign).await;
    assert_adds_up(&counts, 400);
    let mut reader = AudienceReader::new(
        world.genesys.clone(),
        campaign.window.unwrap(),
        criteria(OutboundChannel::Email, 1),
    );
    while reader.next_page().await.unwrap().is_some() {}
    assert_eq!(reader.counts().audience, counts.audience());
}

#[tokio::test]
async fn after_every_crash_the_same_campaign_goes_on_and_nobody_gets_two() {
    let mut world = World::without_engine(200).await;
    world
        .faults(json!([
            {"operation": "outbound", "kind": "lost_reply", "rate": 0.05},
            {"operation": "outbound", "kind": "429", "rate": 0.02},
        ]))
        .await;
    let campaign = opened(&world, order(12_000)).await;
    read(&world, &campaign, false).await;
    for _ in 0..4 {
        world.start(EngineOptions {
            unfollowed: true,
            ..EngineOptions::default()
        });
        let before = world.taken().await.len();
        while world.taken().await.len() < before + 15 {
            tokio::task::yield_now().await;
        }
        world.crash().await;
    }
    world.faults(json!([])).await;
    world.start(EngineOptions {
        unfollowed: true,
        ..EngineOptions::default()
    });
    let counts = finish(&world, &campaign).await;
    assert_adds_up(&counts, 200);
    let taken = taken(&world).await;
    let twice: Vec<_> = taken.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(
        counts.of(S::InDoubt) > 0,
        "no crash hit an attempt: {counts:?}"
    );
    let unknown = counts.of(S::InDoubt) + counts.of(S::Conflict) + counts.of(S::Rejected);
    let missing = expected(&world).await.len() - taken.len();
    assert!(u64::try_from(missing).unwrap() <= unknown, "{counts:?}");
}

#[tokio::test]
async fn an_audience_is_read_without_a_ledger_too() {
    let world = World::without_engine(250).await;
    let who = criteria(OutboundChannel::Email, 1);
    let mut reader = AudienceReader::new(world.genesys.clone(), last_days(30), who);
    let mut met = 0;
    while let Some(verdicts) = reader.next_page().await.unwrap() {
        met += u64::try_from(verdicts.len()).unwrap();
    }
    assert_eq!(reader.counts().audience, met);
    let expected = u64::try_from(expected(&world).await.len()).unwrap();
    assert_eq!(reader.counts().eligible, expected);
    let stats: Vec<Value> = world.lines("/_sandbox/stats").await;
    assert!(stats[0]["requests"]["audience"]["200"].as_u64() > Some(1));
}
