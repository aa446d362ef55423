use core::time::Duration;

use super::*;
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::outcome::{Outcome, Refusal};
use crate::retry::{OnServerError, RetryPolicy};
use crate::testing::test;
use crate::time::{Entropy, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_millis(1_000_000);
const EMAIL: Criteria = Criteria {
    address: AddressKind::Email,
    min_sessions: 1,
};

fn policy() -> RetryPolicy {
    RetryPolicy::for_operation(Dialect::Guides, Operation::Audience, OnServerError::Retry)
}

fn pager(criteria: Criteria) -> Pager {
    Pager::new(criteria, policy(), Entropy(7))
}

fn row(id: &str, address: &str, sessions: u64) -> CustomerRow {
    CustomerRow {
        id: Some(id.into()),
        address: Some(address.into()),
        name: None,
        sessions: Some(sessions),
    }
}

fn page(rows: Vec<CustomerRow>, next: Option<&str>) -> AudiencePage {
    AudiencePage {
        rows,
        next: next.map(str::to_owned),
    }
}

fn fetch(pager: &mut Pager) -> PageRequest {
    match pager.poll(NOW) {
        PagerStep::Fetch(request) => request,
        step => panic!("no page is wanted: {step:?}"),
    }
}

fn reasons(verdicts: &[Verdict]) -> Vec<&'static str> {
    verdicts
        .iter()
        .map(|verdict| match verdict {
            Verdict::Eligible(_) => "eligible",
            Verdict::Excluded { reason, .. } => reason.code(),
        })
        .collect()
}

fn refusal(status: u16) -> Refusal {
    Refusal {
        status,
        code: "bad.request".into(),
        message: "The query is not valid.".into(),
        hint: String::new(),
        missing_scope: None,
        context_id: None,
    }
}

#[test]
fn every_exclusion_has_its_reason() {
    let criteria = Criteria {
        min_sessions: 2,
        ..EMAIL
    };
    let mut pager = pager(criteria);
    let request = fetch(&mut pager);
    let rows = vec![
        CustomerRow::default(),
        row("1", "ana@example.org", 0),
        row("2", "ana@example.org", 1),
        row("3", "  ", 2),
        row("4", "ana@", 2),
        row("5", "+442079460000", 2),
        row("6", "ana@example.org", 2),
        row("7", "ANA@Example.org", 9),
        row("6", "bea@example.org", 9),
        row("8", "bea@example.org", 2),
    ];
    let verdicts = pager.handle_page(request, page(rows, None));
    assert_eq!(
        reasons(&verdicts),
        [
            "no_sessions",
            "no_sessions",
            "below_min_sessions",
            "no_address",
            "invalid_email",
            "invalid_email",
            "eligible",
            "duplicate",
            "duplicate",
            "eligible",
        ]
    );
    assert_eq!(pager.poll(NOW), PagerStep::Done);
    let json = serde_json::to_value(&pager.checkpoint().counts).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "audience": 10,
            "eligible": 2,
            "excluded": {
                "no_sessions": 2, "below_min_sessions": 1, "no_address": 1, "invalid_email": 2,
                "duplicate": 2
            }
        })
    );
}

#[test]
fn a_text_message_needs_a_phone_number() {
    let criteria = Criteria {
        address: AddressKind::Phone,
        min_sessions: 0,
    };
    let mut pager = pager(criteria);
    let request = fetch(&mut pager);
    let rows = vec![
        row("1", "+44 20 7946 0000", 1),
        row("2", "+442079460000", 1),
        row("3", "ana@example.org", 1),
        row("4", "+442079460001", 0),
    ];
    let verdicts = pager.handle_page(request, page(rows, None));
    assert_eq!(
        reasons(&verdicts),
        ["eligible", "duplicate", "invalid_phone", "no_sessions"]
    );
}

#[test]
fn what_is_missing_or_empty_is_nothing() {
    let mut pager = pager(EMAIL);
    let request = fetch(&mut pager);
    let rows = ["ana@example.org", "bea@example.org"].map(|address| CustomerRow {
        id: Some(String::new()),
        address: Some(address.into()),
        name: Some(" ".into()),
        sessions: Some(1),
    });
    let verdicts = pager.handle_page(request, page(rows.into(), Some("")));
    let [Verdict::Eligible(ana), Verdict::Eligible(_)] = verdicts.as_slice() else {
        panic!("{verdicts:?}");
    };
    assert_eq!((&ana.id, &ana.name), (&None, &None));
    assert_eq!(pager.poll(NOW), PagerStep::Done);
}

#[test]
fn pages_are_followed_by_their_cursor_one_at_a_time() {
    let mut pager = pager(EMAIL);
    let request = fetch(&mut pager);
    assert_eq!(request.cursor(), None);
    assert_eq!(pager.poll(NOW), PagerStep::Pending);
    pager.handle_page(request, page(vec![], Some("a")));
    let request = fetch(&mut pager);
    assert_eq!(request.cursor(), Some("a"));
    pager.handle_page(request, page(vec![], None));
    assert_eq!(pager.poll(NOW), PagerStep::Done);
    assert_eq!(pager.checkpoint().position, Position::End);
}

#[test]
fn a_cursor_that_comes_back_breaks_the_query_off_and_keeps_what_was_read() {
    let mut pager = pager(EMAIL);
    for (next, address) in [("a", "ana@x.org"), ("b", "bea@x.org"), ("a", "cleo@x.org")] {
        let request = fetch(&mut pager);
        pager.handle_page(request, page(vec![row(address, address, 1)], Some(next)));
    }
    assert_eq!(pager.poll(NOW), PagerStep::Broken(BreakOff::CursorRepeated));
    assert_eq!(pager.checkpoint().counts.eligible, 2);
    assert_eq!(pager.checkpoint().position, Position::Page("b".into()));
}

#[test]
fn a_rate_limit_repeats_the_same_page_however_often() {
    let mut pager = pager(EMAIL);
    let request = fetch(&mut pager);
    pager.handle_page(request, page(vec![], Some("a")));
    let mut now = NOW;
    for _ in 0..10 {
        let PagerStep::Fetch(request) = pager.poll(now) else {
            panic!("no page is wanted");
        };
        assert_eq!(request.cursor(), Some("a"));
        pager.handle_failure(
            request,
            Outcome::Throttled { retry_after: None },
            Entropy(0),
            now,
        );
        let until = now.saturating_add(Duration::from_secs(5));
        assert_eq!(pager.poll(now), PagerStep::WaitUntil(until));
        assert_eq!(pager.poll_timeout(), Some(until));
        now = until;
    }
    assert!(matches!(pager.poll(now), PagerStep::Fetch(_)));
}

#[test]
fn a_dead_token_is_replaced_once() {
    let mut pager = pager(EMAIL);
    let request = fetch(&mut pager);
    pager.handle_failure(
        request,
        Outcome::Unauthorized(refusal(401)),
        Entropy(0),
        NOW,
    );
    assert_eq!(pager.poll(NOW), PagerStep::RefreshToken);
    let request = fetch(&mut pager);
    pager.handle_failure(
        request,
        Outcome::Unauthorized(refusal(401)),
        Entropy(0),
        NOW,
    );
    assert!(matches!(
        pager.poll(NOW),
        PagerStep::Broken(BreakOff::Failed(_))
    ));
}

#[test]
fn another_error_ends_the_query_and_a_new_pager_goes_on_at_its_page() {
    let mut first = pager(EMAIL);
    let request = fetch(&mut first);
    first.handle_page(
        request,
        page(vec![row("1", "ana@example.org", 1)], Some("a")),
    );
    let request = fetch(&mut first);
    first.handle_failure(request, Outcome::Rejected(refusal(400)), Entropy(0), NOW);
    let PagerStep::Broken(reason) = first.poll(NOW) else {
        panic!("not broken off");
    };
    assert_eq!(reason.to_string(), "The query is not valid.");
    let kept = first.checkpoint().clone();
    let mut second = Pager::resume(EMAIL, policy(), kept, [], Entropy(8));
    assert_eq!(fetch(&mut second).cursor(), Some("a"));
}

#[test]
fn a_clock_that_steps_back_does_not_stretch_a_wait() {
    let mut pager = pager(EMAIL);
    let request = fetch(&mut pager);
    pager.handle_failure(
        request,
        Outcome::Throttled { retry_after: None },
        Entropy(0),
        NOW,
    );
    let earlier = NOW.saturating_sub(Duration::from_secs(1));
    assert!(matches!(pager.poll(earlier), PagerStep::Fetch(_)));
}

#[test]
fn a_customer_becomes_the_recipient_of_a_campaign() {
    let mut pager = pager(EMAIL);
    let request = fetch(&mut pager);
    let verdicts = pager.handle_page(request, page(vec![row("1", "Ana@X.org", 3)], None));
    let [Verdict::Eligible(customer)] = verdicts.as_slice() else {
        panic!("{verdicts:?}");
    };
    let recipient = Recipient::from(customer.clone());
    assert_eq!(
        (recipient.target(), recipient.person()),
        ("Ana@x.org", Some("1"))
    );
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Rows in which a customer id always has the same address, as a query grouped by customer
    /// gives them.
    fn any_rows() -> impl Strategy<Value = Vec<CustomerRow>> {
        let row =
            (0u32..30, proptest::option::of(0u64..4)).prop_map(|(id, sessions)| CustomerRow {
                id: Some(id.to_string()),
                address: match id % 5 {
                    0 => None,
                    1 => Some(format!("no address {id}")),
                    _ => Some(format!("customer{}@example.org", id / 2)),
                },
                name: None,
                sessions,
            });
        proptest::collection::vec(row, 0..60)
    }

    /// Reads all pages, going on with a new pager after each page in `restarts`.
    fn read(
        rows: &[CustomerRow],
        size: usize,
        restarts: &[usize],
    ) -> (Vec<Verdict>, AudienceCounts) {
        let pages: Vec<_> = rows.chunks(size).collect();
        let (mut pager, mut verdicts) = (pager(EMAIL), Vec::new());
        for (number, rows) in pages.iter().enumerate() {
            let request = fetch(&mut pager);
            let next = (number + 1 < pages.len()).then(|| format!("page {number}"));
            verdicts.extend(pager.handle_page(request, page(rows.to_vec(), next.as_deref())));
            if restarts.contains(&number) {
                let kept = serde_json::to_string(pager.checkpoint()).unwrap();
                let eligible = verdicts.iter().filter_map(|verdict| match verdict {
                    Verdict::Eligible(customer) => Some(customer),
                    Verdict::Excluded { .. } => None,
                });
                let kept = serde_json::from_str(&kept).unwrap();
                pager = Pager::resume(EMAIL, policy(), kept, eligible, Entropy(number as u64));
            }
        }
        (verdicts, pager.checkpoint().counts.clone())
    }

    proptest! {
        #[test]
        fn counts_add_up_to_the_audience(rows in any_rows(), size in 1usize..10) {
            let (verdicts, counts) = read(&rows, size, &[]);
            prop_assert_eq!(verdicts.len(), rows.len());
            prop_assert_eq!(counts.audience, rows.len() as u64);
            let excluded: u64 = counts.excluded.values().sum();
            prop_assert_eq!(counts.audience, excluded + counts.eligible);
        }

        #[test]
        fn nobody_is_eligible_twice(rows in any_rows(), size in 1usize..10) {
            let (mut addresses, mut ids) = (Vec::new(), Vec::new());
            for verdict in read(&rows, size, &[]).0 {
                if let Verdict::Eligible(customer) = verdict {
                    addresses.push(customer.address.key());
                    ids.extend(customer.id);
                }
            }
            for mut keys in [addresses, ids] {
                let count = keys.len();
                keys.sort();
                keys.dedup();
                prop_assert_eq!(keys.len(), count);
            }
        }

        #[test]
        fn the_order_changes_no_count(
            (rows, shuffled) in any_rows().prop_flat_map(|rows| {
                let shuffled = Just(rows.clone()).prop_shuffle();
                (Just(rows), shuffled)
            }),
            size in 1usize..10,
        ) {
            prop_assert_eq!(read(&rows, size, &[]).1, read(&shuffled, size, &[]).1);
        }

        #[test]
        fn stopping_and_going_on_anywhere_changes_nothing(
            rows in any_rows(),
            size in 1usize..10,
            restarts in proptest::collection::vec(0usize..60, 0..5),
        ) {
            prop_assert_eq!(read(&rows, size, &restarts), read(&rows, size, &[]));
        }
    }
}
