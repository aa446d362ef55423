//! The ledger on a real SQLite file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use std::fs;

use tidings_core::api::{DeliveryFilter, Resolution};
use tidings_core::delivery::DeliveryState as S;
use tidings_engine::ledger::{
    AudienceProgress, AudienceState, Beginning, Begun, EventChange, Exclusion, IdempotencyKey,
    InDoubt, InboundEvent, Ledger, LedgerError, Location, Receipt, StopScope, Submitted,
};

mod support;
use support::{CONNECTION, Fixture, accepted, beginning, bounds, recipient, single, ticket};

#[tokio::test]
async fn a_send_goes_from_pending_by_attempting_to_accepted_and_each_step_is_an_event() {
    let fixture = Fixture::new().await;
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    let sent = fixture.submit("ana@example.org").await;
    assert_eq!(sent.state, S::Pending);
    let taken = fixture.claim(owner.id()).await.remove(0);
    let begun = fixture
        .ledger
        .begin_attempt(Beginning {
            budgets: vec![("client".into(), "{}".into())],
            ..beginning(&taken)
        })
        .await;
    assert_eq!(begun.unwrap(), Begun::Yes);
    let done = fixture
        .ledger
        .settle(ticket(&taken), accepted("m-1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(done.message_id.as_deref(), Some("m-1"));
    let states: Vec<_> = fixture
        .ledger
        .timeline(&sent.id)
        .await
        .unwrap()
        .iter()
        .map(|entry| entry.state)
        .collect();
    assert_eq!(states, [S::Pending, S::Attempting, S::Accepted]);
    assert_eq!(
        fixture.ledger.budgets(CONNECTION).await.unwrap(),
        [("client".to_owned(), "{}".to_owned())]
    );
}

#[tokio::test]
async fn a_key_repeats_its_delivery_and_refuses_another_body() {
    let fixture = Fixture::new().await;
    let key = |body: &str| {
        Some(IdempotencyKey {
            actor: "ana".into(),
            key: "k".into(),
            body_hash: body.into(),
        })
    };
    let bounds = bounds();
    let submit = |body: &str| {
        let to = recipient("ana@example.org", None);
        fixture.ledger.submit(single(), to, key(body), &bounds)
    };
    let first = submit("a").await.unwrap();
    assert!(matches!(first, Submitted::New(_)));
    let again = submit("a").await.unwrap();
    assert!(matches!(again, Submitted::Repeated(_)));
    assert_eq!(first.into_delivery().id, again.into_delivery().id);
    assert!(matches!(submit("b").await, Err(LedgerError::KeyReused)));
}

#[tokio::test]
async fn a_row_is_taken_once_and_a_lost_lease_cannot_begin_or_settle() {
    let fixture = Fixture::new().await;
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    fixture.submit("ana@example.org").await;
    let first = fixture.claim(owner.id()).await.remove(0);
    assert!(fixture.claim(owner.id()).await.is_empty());
    fixture.ledger.release(vec![ticket(&first)]).await.unwrap();
    let second = fixture.claim(owner.id()).await.remove(0);
    let begin = |row| fixture.ledger.begin_attempt(beginning(row));
    assert_eq!(begin(&first).await.unwrap(), Begun::No);
    assert_eq!(begin(&second).await.unwrap(), Begun::Yes);
    let twice = begin(&second).await.unwrap();
    assert_eq!(twice, Begun::No, "an attempt began twice on one row");
    let stale = fixture.ledger.settle(ticket(&first), accepted("m")).await;
    assert_eq!(stale.unwrap(), None);
}

#[tokio::test]
async fn nothing_begins_after_the_stop_switch_was_turned() {
    let fixture = Fixture::new().await;
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    fixture.submit("ana@example.org").await;
    let taken = fixture.claim(owner.id()).await.remove(0);
    let other = fixture.reopen().await;
    other.stop(StopScope::All, "ana").await.unwrap();
    let begun = fixture.ledger.begin_attempt(beginning(&taken));
    assert_eq!(begun.await.unwrap(), Begun::No);
    fixture.ledger.release(vec![ticket(&taken)]).await.unwrap();
    assert!(fixture.claim(owner.id()).await.is_empty());
    let stops = fixture.reopen().await.stops().await.unwrap();
    assert_eq!(stops[0].by, "ana");
    other.resume(StopScope::All, "ben").await.unwrap();
    assert_eq!(fixture.claim(owner.id()).await.len(), 1);
}

#[tokio::test]
async fn what_a_dead_process_had_on_its_way_is_in_doubt_and_what_it_had_taken_is_free() {
    let fixture = Fixture::new().await;
    let begun = fixture.submit("ana@example.org").await;
    let taken = fixture.submit("ben@example.org").await;
    let died = fixture.ledger.register_owner("test").await.unwrap();
    let rows = fixture.claim(died.id()).await;
    let first = rows.iter().find(|row| row.id == begun.id).unwrap();
    let began = fixture.ledger.begin_attempt(beginning(first));
    assert_eq!(began.await.unwrap(), Begun::Yes);

    let survivor = fixture.reopen().await;
    assert_eq!(survivor.recover().await.unwrap(), 0, "its owner lives");
    drop(died);
    assert_eq!(survivor.recover().await.unwrap(), 1);
    assert_eq!(fixture.state(&begun).await, S::InDoubt);
    assert_eq!(fixture.state(&taken).await, S::Pending);
    let late = fixture.ledger.settle(ticket(first), accepted("m")).await;
    assert_eq!(late.unwrap(), None, "a reply after the row was given up");
    let owner = survivor.register_owner("test").await.unwrap();
    assert_eq!(fixture.claim(owner.id()).await.len(), 1);
}

#[tokio::test]
async fn a_person_settles_what_is_in_doubt_one_way_or_the_other() {
    let fixture = Fixture::new().await;
    for (resolution, state) in [
        (Resolution::Sent, S::Accepted),
        (Resolution::Unsent, S::Pending),
    ] {
        let sent = fixture.submit("ana@example.org").await;
        let died = fixture.ledger.register_owner("test").await.unwrap();
        let row = fixture.claim(died.id()).await.remove(0);
        let begun = fixture.ledger.begin_attempt(beginning(&row));
        assert_eq!(begun.await.unwrap(), Begun::Yes);
        drop(died);
        fixture.ledger.recover().await.unwrap();
        let which = InDoubt::Campaign(sent.campaign.clone());
        let settled = fixture.ledger.resolve(which.clone(), resolution, "ana");
        assert_eq!(settled.await.unwrap(), 1);
        assert_eq!(fixture.state(&sent).await, state);
        let again = fixture.ledger.resolve(which, resolution, "ana").await;
        assert_eq!(again.unwrap(), 0);
    }
}

#[tokio::test]
async fn an_audience_counts_everybody_once_and_keeps_its_place() {
    let fixture = Fixture::new().await;
    let campaign = fixture.audience("winback").await;
    let page = vec![
        recipient("ana@example.org", Some("c1")),
        recipient("ANA@example.org", Some("c2")),
        recipient("ana@work.example", Some("c1")),
        recipient("ben@example.org", Some("c3")),
    ];
    let broken = vec![Exclusion {
        customer: Some("c4".into()),
        address: None,
        reason: "no_address".into(),
    }];
    let progress = |state, cursor: Option<&str>| AudienceProgress {
        state,
        cursor: cursor.map(str::to_owned),
        error: None,
    };
    let reading = progress(AudienceState::Reading, Some("page-2"));
    let counts = fixture
        .ledger
        .append_page(&campaign.id, page, broken, reading)
        .await
        .unwrap();
    assert_eq!((counts.added, counts.excluded), (2, 3));
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    assert!(
        fixture.claim(owner.id()).await.is_empty(),
        "sent before the audience was complete"
    );
    let kept = fixture.reopen().await.campaign(&campaign.id).await.unwrap();
    assert_eq!(kept.cursor.as_deref(), Some("page-2"));
    fixture
        .ledger
        .append_page(
            &campaign.id,
            vec![recipient("ben@example.org", None)],
            Vec::new(),
            progress(AudienceState::Complete, None),
        )
        .await
        .unwrap();
    let counts = fixture.ledger.counts(&campaign.id).await.unwrap();
    assert_eq!(counts.audience(), 6);
    assert_eq!(counts.excluded["duplicate"], 3);
    assert_eq!(counts.of(S::Pending), 2);
    assert_eq!(fixture.claim(owner.id()).await.len(), 2);
}

#[tokio::test]
async fn a_single_message_does_not_wait_behind_a_campaign() {
    let fixture = Fixture::new().await;
    let campaign = fixture.audience("winback").await;
    let progress = AudienceProgress {
        state: AudienceState::Complete,
        cursor: None,
        error: None,
    };
    let everybody = (0..150)
        .map(|n| recipient(&format!("a{n}@example.org"), None))
        .collect();
    fixture
        .ledger
        .append_page(&campaign.id, everybody, Vec::new(), progress)
        .await
        .unwrap();
    let single = fixture.submit("ana@example.org").await;
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    assert_eq!(fixture.claim(owner.id()).await[0].id, single.id);
}

#[tokio::test]
async fn a_receipt_counts_once_even_when_it_overtakes_the_reply() {
    let fixture = Fixture::new().await;
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    let sent = fixture.submit("ana@example.org").await;
    let row = fixture.claim(owner.id()).await.remove(0);
    let begun = fixture.ledger.begin_attempt(beginning(&row));
    assert_eq!(begun.await.unwrap(), Begun::Yes);
    let event = |json: serde_json::Value| serde_json::from_value::<InboundEvent>(json).unwrap();
    let read = event(serde_json::json!({
        "event": "message.status", "conversationId": "c", "messageId": "m-1",
        "status": "read", "at": "2026-11-20T10:00:00Z"
    }));
    let receive = |event| fixture.ledger.receive(CONNECTION, event);
    assert_eq!(receive(read.clone()).await.unwrap(), Receipt::Kept);
    fixture
        .ledger
        .settle(ticket(&row), accepted("m-1"))
        .await
        .unwrap();
    assert_eq!(fixture.state(&sent).await, S::Read);
    assert_eq!(receive(read).await.unwrap(), Receipt::Repeated);
    let tap = event(serde_json::json!({
        "event": "message.received", "conversationId": "c", "messageId": "m-1",
        "value": "billing", "label": "Billing", "at": "2026-11-20T10:01:00Z"
    }));
    let Receipt::Applied(answered) = receive(tap).await.unwrap() else {
        panic!("the tap found no delivery");
    };
    assert_eq!(answered.state, S::Replied);
    assert_eq!(answered.answer.unwrap().value.as_deref(), Some("billing"));
}

#[tokio::test]
async fn an_event_reaches_listeners_of_this_process_and_readers_of_another() {
    let fixture = Fixture::new().await;
    let other = fixture.reopen().await;
    let before = other.last_event().await.unwrap();
    let mut listener = fixture.ledger.subscribe();
    let sent = fixture.submit("ana@example.org").await;
    let heard = listener.recv().await.unwrap();
    let read = other.events_after(before, 10).await.unwrap();
    assert_eq!(read, [heard]);
    let EventChange::Delivery(view) = &read[0].change else {
        panic!("no delivery");
    };
    assert_eq!(view.id, sent.id.to_string());
}

#[tokio::test]
async fn lists_go_page_by_page_from_the_newest() {
    let fixture = Fixture::new().await;
    for n in 0..5 {
        fixture.submit(&format!("a{n}@example.org")).await;
    }
    let mut filter = DeliveryFilter::default();
    let mut seen = Vec::new();
    loop {
        let page = fixture.ledger.deliveries(&filter, 2).await.unwrap();
        assert_eq!(page.total, 5);
        seen.extend(page.rows.into_iter().map(|row| row.id));
        filter.cursor = page.next;
        if filter.cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted_by(|newer, older| newer > older));
}

#[tokio::test]
async fn deadlines_end_what_is_still_waiting() {
    let fixture = Fixture::new().await;
    let mut campaign = single();
    campaign.deadline = tidings_engine::clock::now();
    let late = fixture
        .ledger
        .submit(
            campaign,
            recipient("ana@example.org", None),
            None,
            &bounds(),
        )
        .await
        .unwrap()
        .into_delivery();
    let early = fixture.submit("ben@example.org").await;
    assert_eq!(fixture.ledger.expire().await.unwrap(), 1);
    assert_eq!(fixture.state(&late).await, S::Expired);
    assert_eq!(fixture.state(&early).await, S::Pending);
}

#[tokio::test]
async fn a_second_serve_is_told_so_and_commands_are_not() {
    let fixture = Fixture::new().await;
    let first = fixture.ledger.lock_for_serving().unwrap();
    let other = fixture.reopen().await;
    let error = other.lock_for_serving().unwrap_err();
    assert_eq!(error.code(), "data_in_use");
    let folder = fixture.folder.path().display().to_string();
    assert!(error.to_string().contains(&folder), "{error}");
    assert!(other.check().await.is_ok());
    drop(first);
    assert!(other.lock_for_serving().is_ok());
}

#[tokio::test]
async fn a_damaged_file_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::in_folder(folder.path());
    fs::write(location.file(), [b'x'; 4096]).unwrap();
    let error = Ledger::open(location.clone()).await.unwrap_err();
    assert_eq!(error.code(), "database_damaged", "{error}");
    assert_eq!(fs::read(location.file()).unwrap(), [b'x'; 4096]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Ledger::open(Location::in_folder(file.join("data")))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "data_folder");
    assert!(error.to_string().contains("--data"), "{error}");
}

#[tokio::test]
async fn the_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    Ledger::open(Location::in_folder(&data)).await.unwrap();
    let mode = fs::metadata(&data).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn many_writers_at_once_lose_nothing() {
    let fixture = Fixture::new().await;
    let other = fixture.reopen().await;
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..200 {
        let ledger = if n % 2 == 0 { &fixture.ledger } else { &other };
        let ledger = ledger.clone();
        writers.spawn(async move {
            let to = recipient(&format!("a{n}@example.org"), None);
            ledger.submit(single(), to, None, &bounds()).await.unwrap();
        });
    }
    writers.join_all().await;
    let page = fixture
        .ledger
        .deliveries(&DeliveryFilter::default(), 1)
        .await;
    assert_eq!(page.unwrap().total, 200);
}
