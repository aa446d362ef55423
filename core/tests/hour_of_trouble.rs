//! Pace, health and retry together, through an hour of 503 played in simulated time.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::time::Duration;

use tidings_core::delivery::DeliveryState;
use tidings_core::dialect::Dialect;
use tidings_core::health::{ConnectionHealth, HealthStep};
use tidings_core::operation::Operation;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::pace::{Pace, Pacer, PacerStep};
use tidings_core::retry::{
    CAMPAIGN_PATIENCE, Decision, OnServerError, Patience, RetryPolicy, Tries,
};
use tidings_core::time::{Entropy, Timestamp};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const AUDIENCE: usize = 2000;
const HOUR: Duration = Duration::from_hours(1);

/// How a campaign stands after an hour in which every send is answered 503.
struct Hour {
    pending: usize,
    in_doubt: usize,
    probes: u32,
}

fn unavailable() -> Outcome {
    Outcome::ServerError(Refusal {
        status: 503,
        code: "server_error".into(),
        message: "down".into(),
        hint: String::new(),
        missing_scope: None,
        context_id: None,
    })
}

fn play(reads_succeed: bool) -> Hour {
    let mut now = Timestamp::from_unix_millis(1_768_471_800_000);
    let end = now.saturating_add(HOUR);
    let policy =
        RetryPolicy::for_operation(Dialect::Guides, Operation::Outbound, OnServerError::InDoubt)
            .with_patience(Patience::Until(now.saturating_add(CAMPAIGN_PATIENCE)));
    let mut pacer = Pacer::new(Pace::per_minute(6000).unwrap(), now);
    let mut health = ConnectionHealth::new();
    let mut hour = Hour {
        pending: AUDIENCE,
        in_doubt: 0,
        probes: 0,
    };
    while now < end && hour.pending > 0 {
        match health.poll(now) {
            HealthStep::Paused { probe_at } => now = probe_at,
            HealthStep::ProbeNow => {
                hour.probes += 1;
                health.handle_probe(reads_succeed, now);
            }
            HealthStep::Open | HealthStep::OnTrial => match pacer.poll(now) {
                PacerStep::WaitUntil(at) => now = at,
                PacerStep::Ready(_) => {
                    let outcome = unavailable();
                    health.handle_outcome(&outcome, now);
                    let mut tries = Tries::default();
                    match policy.decide(outcome, &mut tries, Entropy(0), now) {
                        Decision::Done(ending) => {
                            assert_eq!(ending.state(), DeliveryState::InDoubt);
                            hour.in_doubt += 1;
                            hour.pending -= 1;
                        }
                        other => panic!("{other:?}"),
                    }
                }
            },
        }
    }
    hour
}

#[test]
fn an_hour_of_503_leaves_the_audience_pending() {
    let hour = play(false);
    assert_eq!((hour.in_doubt, hour.pending), (3, AUDIENCE - 3));
    // At 5 s doubling to 60 s.
    assert!((60..=65).contains(&hour.probes), "{} probes", hour.probes);
}

#[test]
fn where_only_sends_fail_each_probe_costs_at_most_one_delivery() {
    let hour = play(true);
    assert!(
        hour.in_doubt <= 3 + hour.probes as usize,
        "{} in doubt",
        hour.in_doubt
    );
    assert!(hour.pending > AUDIENCE * 9 / 10, "{} pending", hour.pending);
}
