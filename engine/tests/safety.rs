//! Who may be written to at all, as the ledger decides it in the transaction that begins an
//! attempt.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use std::sync::Arc;

use tidings_core::address::EmailAddress;
use tidings_core::api::{DeliveryFilter, ListChange, Mode};
use tidings_core::delivery::DeliveryState as S;
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::recipient::{Recipient, RecipientKey};
use tidings_engine::bounds::Bounds;
use tidings_engine::ledger::{
    Barred, Beginning, Begun, ClaimFilter, Delivery, EventChange, Ledger, LedgerError, List,
    NewlyListed, StopScope,
};

mod support;
use support::{CONNECTION, Fixture, beginning, bounds, filter, recipient, single};

/// Those of a real organization.
fn real() -> Bounds {
    Bounds {
        starting_mode: Mode::Rehearsal,
        identity: "https://api.mypurecloud.com client".into(),
        ..bounds()
    }
}

fn key(text: &str) -> RecipientKey {
    RecipientKey::parse(text).unwrap()
}

fn allowed() -> List {
    List::Allowed {
        connection: CONNECTION.into(),
    }
}

async fn put_on(ledger: &Ledger, list: List, text: &str) -> ListChange {
    let one = NewlyListed {
        recipient: key(text),
        reason: "asked us to".into(),
    };
    ledger.list(list, vec![one], "ana").await.unwrap()
}

/// Begins the attempt that the row's lane would.
async fn begin(ledger: &Ledger, row: &Delivery, bounds: &Bounds) -> Begun {
    let beginning = Beginning {
        bounds: bounds.clone(),
        ..beginning(row)
    };
    ledger.begin_attempt(beginning).await.unwrap()
}

async fn notes(ledger: &Ledger) -> Vec<String> {
    let events = ledger.events_after(0, 1000).await.unwrap();
    let notes = events.into_iter().filter_map(|event| match event.change {
        EventChange::Note { text } => Some(text),
        _ => None,
    });
    notes.collect()
}

#[tokio::test]
async fn somebody_suppressed_between_claim_and_attempt_gets_nothing() {
    let fixture = Fixture::new().await;
    let owner = fixture.ledger.register_owner("test").await.unwrap();
    fixture.submit("Ana@example.org").await;
    let row = fixture.claim(owner.id()).await.remove(0);
    // By another process, while the row waits for its pace.
    put_on(&fixture.reopen().await, List::Suppressed, "ana@EXAMPLE.org").await;
    let begun = begin(&fixture.ledger, &row, &bounds()).await;
    assert!(matches!(begun, Begun::Barred(Barred::Suppressed(_))));
    let ended = fixture.ledger.delivery(&row.id).await.unwrap();
    assert_eq!(ended.state, S::Suppressed);
    assert_eq!(ended.code.as_deref(), Some("suppressed"));
    assert!(ended.reason.unwrap().contains("asked us to"));
    assert!(ended.hint.unwrap().contains("tidings suppress remove"));
    let timeline = fixture.ledger.timeline(&row.id).await.unwrap();
    assert_eq!(timeline.last().unwrap().state, S::Suppressed);
}

#[tokio::test]
async fn one_entry_stops_every_row_of_the_person_and_no_other() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let owner = ledger.register_owner("test").await.unwrap();
    let campaign = fixture.audience("spring").await;
    let rows = vec![
        recipient("ana@example.org", Some("customer-1")),
        recipient("ben@example.org", Some("customer-2")),
        Recipient::Contact {
            contact_id: ContactId::parse("4930123456").unwrap(),
        },
    ];
    let progress = tidings_engine::ledger::AudienceProgress {
        state: tidings_engine::ledger::AudienceState::Complete,
        cursor: None,
        error: None,
    };
    ledger
        .append_page(&campaign.id, rows, Vec::new(), progress)
        .await
        .unwrap();
    put_on(ledger, List::Suppressed, "customer-1").await;
    put_on(ledger, List::Suppressed, "+49 30 123456").await;
    let claimed = ledger.claim(filter(owner.id())).await.unwrap();
    assert_eq!(claimed.barred, 2);
    let [ben] = claimed.rows.as_slice() else {
        panic!("{claimed:?}");
    };
    assert_eq!(ben.address, "ben@example.org");
    let counts = ledger.counts(&campaign.id).await.unwrap();
    assert_eq!((counts.of(S::Suppressed), counts.of(S::Pending)), (2, 1));
}

#[tokio::test]
async fn in_rehearsal_only_those_who_are_named_are_reached() {
    let mut named_in_file = real();
    named_in_file.allowed = Arc::new([key("file@example.org")].into());
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    put_on(ledger, allowed(), "list@example.org").await;
    // The list of another connection allows nobody here.
    let other = List::Allowed {
        connection: "other".into(),
    };
    put_on(ledger, other, "other@example.org").await;
    for to in ["file@example.org", "List@example.org"] {
        let sent = ledger
            .submit(single(), recipient(to, None), None, &named_in_file)
            .await;
        assert!(sent.is_ok(), "{to}");
    }
    for to in ["ana@example.org", "other@example.org"] {
        let refused = ledger
            .submit(single(), recipient(to, None), None, &named_in_file)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), "rehearsal");
        assert!(matches!(refused, LedgerError::Barred(_)));
    }
    let total = ledger
        .deliveries(&DeliveryFilter::default(), 10)
        .await
        .unwrap();
    assert_eq!(total.total, 2, "a refused send left a row");
}

#[tokio::test]
async fn a_campaign_made_while_live_is_refused_once_the_connection_is_in_rehearsal() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let owner = ledger.register_owner("test").await.unwrap();
    let real = real();
    ledger
        .set_mode(&real, Mode::Live, Some("Acme".into()), "ana")
        .await
        .unwrap();
    for to in ["ana@example.org", "ben@example.org"] {
        ledger
            .submit(single(), recipient(to, None), None, &real)
            .await
            .unwrap();
    }
    let claim = |limit| {
        ledger.claim(ClaimFilter {
            bounds: real.clone(),
            limit,
            ..filter(owner.id())
        })
    };
    let taken = claim(1).await.unwrap().rows.remove(0);
    let other = fixture.reopen().await;
    let changed = other.set_mode(&real, Mode::Rehearsal, None, "ben").await;
    assert!(changed.unwrap());
    // One row waits in a lane's queue, the other in the ledger.
    let begun = begin(ledger, &taken, &real).await;
    assert!(matches!(begun, Begun::Barred(Barred::Rehearsal { .. })));
    let claimed = claim(10).await.unwrap();
    assert_eq!((claimed.rows.len(), claimed.barred), (0, 1));
    let ended = ledger.delivery(&taken.id).await.unwrap();
    assert_eq!(ended.state, S::Rejected);
    assert_eq!(ended.code.as_deref(), Some("rehearsal"));
    assert!(ended.hint.unwrap().contains("tidings connection allow"));
    let said = notes(ledger).await;
    assert!(said[0].contains("ana switched") && said[0].contains("Acme"));
    assert!(said[1].contains("ben switched") && said[1].contains("rehearsal"));
}

#[tokio::test]
async fn live_is_given_to_an_address_and_a_client_and_not_to_a_name() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    ledger
        .set_mode(&real(), Mode::Live, Some("Acme".into()), "ana")
        .await
        .unwrap();
    assert_eq!(ledger.mode(&real()).await.unwrap(), Mode::Live);
    let elsewhere = Bounds {
        identity: "https://api.mypurecloud.ie client".into(),
        ..real()
    };
    assert_eq!(ledger.mode(&elsewhere).await.unwrap(), Mode::Rehearsal);
    // The safe switch holds wherever the name leads.
    ledger
        .set_mode(&bounds(), Mode::Rehearsal, None, "ana")
        .await
        .unwrap();
    let moved = Bounds {
        identity: "http://127.0.0.1:1 sandbox".into(),
        ..bounds()
    };
    assert_eq!(ledger.mode(&moved).await.unwrap(), Mode::Rehearsal);
}

#[tokio::test]
async fn a_greeting_waits_for_its_look_up_before_rehearsal_decides() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let owner = ledger.register_owner("test").await.unwrap();
    let returning = |email: Option<&str>| Recipient::Conversation {
        conversation_id: ConversationId::parse("conv-2").unwrap(),
        previous_conversation_id: ConversationId::parse("conv-1").unwrap(),
        email: email.map(|email| EmailAddress::parse(email).unwrap()),
    };
    ledger
        .submit(single(), returning(None), None, &real())
        .await
        .unwrap();
    let claimed = ledger
        .claim(ClaimFilter {
            bounds: real(),
            ..filter(owner.id())
        })
        .await
        .unwrap();
    assert_eq!(claimed.barred, 0);
    // The attempt itself gives nobody the benefit of the doubt.
    let begun = begin(ledger, &claimed.rows[0], &real()).await;
    assert!(matches!(begun, Begun::Barred(Barred::Rehearsal { .. })));
    assert!(
        ledger
            .barred(&real(), &returning(Some("ana@example.org")), None)
            .await
            .unwrap()
            .is_some()
    );
    put_on(ledger, allowed(), "ana@example.org").await;
    let known = returning(Some("Ana@example.org"));
    assert_eq!(ledger.barred(&real(), &known, None).await.unwrap(), None);
}

#[tokio::test]
async fn a_list_is_read_in_pages_and_says_who_changed_it() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    for n in 0..5 {
        put_on(ledger, List::Suppressed, &format!("a{n}@example.org")).await;
    }
    let again = put_on(ledger, List::Suppressed, "A1@example.org").await;
    assert_eq!((again.changed, again.unchanged), (0, 1));
    put_on(ledger, List::Suppressed, "ben@example.com").await;
    let page = ledger.listed(&List::Suppressed, "ORG", None, 3).await;
    let page = page.unwrap();
    assert_eq!((page.rows.len(), page.total), (3, 5));
    assert_eq!(page.rows[0].recipient, "a0@example.org");
    assert_eq!(page.rows[0].added_by, "ana");
    let rest = ledger
        .listed(&List::Suppressed, "ORG", page.next.as_deref(), 3)
        .await
        .unwrap();
    assert_eq!((rest.rows.len(), rest.next), (2, None));
    let off = vec![key("a0@example.org"), key("nobody@example.org")];
    let off = ledger.unlist(List::Suppressed, off, "ben").await.unwrap();
    assert_eq!((off.changed, off.unchanged), (1, 1));
    let said = notes(ledger).await;
    assert_eq!(
        said.last().unwrap(),
        "ben took a0@example.org off the suppression list"
    );
    let both = [key("a0@example.org"), key("a1@example.org")];
    let listed = ledger.listed_among(&List::Suppressed, &both).await.unwrap();
    assert_eq!(listed, [key("a1@example.org")].into());
}

#[tokio::test]
async fn every_turn_of_the_stop_switch_is_told_with_all_that_are_turned() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    let one = StopScope::Connection(CONNECTION.into());
    ledger.stop(one.clone(), "ana").await.unwrap();
    let both = ledger.stop(StopScope::All, "ben").await.unwrap();
    assert_eq!(both.len(), 2);
    // Turned already: no news, and the first one's name stays.
    let again = ledger.stop(StopScope::All, "cid").await.unwrap();
    assert_eq!(again, both);
    let waits = fixture.submit("ana@example.org").await;
    assert_eq!(waits.state, S::Pending);
    assert_eq!(waits.code.as_deref(), Some("stopped"));
    ledger.resume(StopScope::All, "ana").await.unwrap();
    assert!(ledger.stopped(CONNECTION).await.unwrap().is_some());
    assert!(ledger.stopped("other").await.unwrap().is_none());
    ledger.resume(one, "ana").await.unwrap();
    let told: Vec<_> = ledger
        .events_after(0, 100)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|event| match event.change {
            EventChange::Stops(stops) => Some(stops.len()),
            _ => None,
        })
        .collect();
    assert_eq!(told, [1, 2, 1, 0]);
    let said = notes(ledger).await;
    assert_eq!(said[0], "ana stopped the connection \"sandbox\"");
    assert_eq!(said[1], "ben stopped everything");
    assert_eq!(said[2], "ana let everything send again");
}

#[tokio::test]
async fn what_is_said_in_a_bot_s_session_needs_both_names() {
    let fixture = Fixture::new().await;
    let ledger = &fixture.ledger;
    put_on(ledger, allowed(), "ana@example.org").await;
    let ana = recipient("ana@example.org", None);
    let session = key("session-1");
    let barred = ledger.barred(&real(), &ana, Some(&session)).await.unwrap();
    let barred = barred.expect("anybody may be talking there");
    assert!(barred.to_string().contains("session-1"), "{barred}");
    put_on(ledger, allowed(), "session-1").await;
    let barred = ledger.barred(&real(), &ana, Some(&session)).await;
    assert_eq!(barred.unwrap(), None);
    let ben = recipient("ben@example.org", None);
    let barred = ledger.barred(&real(), &ben, Some(&session)).await;
    assert!(barred.unwrap().is_some());
    // On the suppression list it stops whatever is said in it, in live mode too.
    put_on(ledger, List::Suppressed, "session-1").await;
    let barred = ledger.barred(&bounds(), &ana, Some(&session)).await;
    assert!(matches!(barred.unwrap(), Some(Barred::Suppressed(_))));
}
