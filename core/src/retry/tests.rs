use super::*;
use crate::delivery::DeliveryState;
use crate::outcome::Acceptance;
use crate::testing::test;

const START: Timestamp = Timestamp::from_unix_millis(1_000_000);
const NO_JITTER: Entropy = Entropy(0);

fn refusal(status: u16) -> Refusal {
    Refusal {
        status,
        code: format!("http_{status}"),
        message: format!("The platform answered {status}."),
        hint: String::new(),
        missing_scope: None,
        context_id: None,
    }
}

fn policy(operation: Operation) -> RetryPolicy {
    let setting = OnServerError::default_for(Dialect::Guides, operation);
    RetryPolicy::for_operation(Dialect::Guides, operation, setting)
}

fn throttled(seconds: Option<u64>) -> Outcome {
    Outcome::Throttled {
        retry_after: seconds.map(Duration::from_secs),
    }
}

fn never_opened() -> Outcome {
    Outcome::NeverOpened {
        reason: "connection refused".into(),
    }
}

fn in_doubt() -> Outcome {
    Outcome::InDoubt {
        reason: "no reply within 30 s".into(),
    }
}

/// Seconds until the next attempt of each outcome in turn, then how it ended.
fn play(policy: &RetryPolicy, outcomes: impl IntoIterator<Item = Outcome>) -> (Vec<u64>, Ending) {
    let (mut tries, mut now, mut waits) = (Tries::default(), START, Vec::new());
    for outcome in outcomes {
        match policy.decide(outcome, &mut tries, NO_JITTER, now) {
            Decision::Done(ending) => return (waits, ending),
            Decision::RefreshToken => waits.push(0),
            Decision::Again { at, .. } => {
                waits.push(at.saturating_since(now).as_secs());
                now = at;
            }
        }
    }
    panic!("not over after {waits:?}");
}

fn ends(outcome: Outcome) -> Ending {
    play(&policy(Operation::Outbound), [outcome]).1
}

#[test]
fn what_the_platform_says_for_good_is_final_at_once() {
    let accepted = ends(Outcome::Accepted(Acceptance::default()));
    assert_eq!(accepted.state(), DeliveryState::Accepted);
    let rejected = ends(Outcome::Rejected(refusal(400)));
    assert_eq!(rejected.state(), DeliveryState::Rejected);
    assert_eq!(rejected.code(), Some("http_400"));
    let conflict = ends(Outcome::Conflict(refusal(409)));
    assert_eq!(conflict.state(), DeliveryState::Conflict);
    assert_eq!(ends(in_doubt()).state(), DeliveryState::InDoubt);
}

#[test]
fn a_server_error_on_a_send_is_in_doubt_unless_its_guide_says_otherwise() {
    for operation in [Operation::Outbound, Operation::Greet, Operation::Structured] {
        let outcomes = [Outcome::ServerError(refusal(503))];
        let (waits, ending) = play(&policy(operation), outcomes);
        assert_eq!((waits.len(), ending.state()), (0, DeliveryState::InDoubt));
    }
    let server_errors = || core::iter::repeat_n(Outcome::ServerError(refusal(503)), 3);
    let (waits, ending) = play(&policy(Operation::Proactive), server_errors());
    assert_eq!(waits, [1, 2]);
    assert_eq!(ending.code(), Some("server_error"));
    let (waits, ending) = play(&policy(Operation::Guest), server_errors());
    assert_eq!(waits, [2, 2]);
    assert_eq!(ending.state(), DeliveryState::Unsent);
}

#[test]
fn a_campaign_may_overrule_its_guide_on_server_errors() {
    let server_error = || Outcome::ServerError(refusal(500));
    let cautious =
        RetryPolicy::for_operation(Dialect::Guides, Operation::Guest, OnServerError::InDoubt);
    let (_, ending) = play(&cautious, [server_error()]);
    assert_eq!(ending.state(), DeliveryState::InDoubt);
    let bold =
        RetryPolicy::for_operation(Dialect::Guides, Operation::Outbound, OnServerError::Retry);
    let (waits, _) = play(&bold, [server_error(), server_error(), server_error()]);
    assert_eq!(waits, [1, 2]);
}

#[test]
fn a_read_is_repeated_after_server_errors_and_lost_replies() {
    let policy =
        RetryPolicy::for_operation(Dialect::Guides, Operation::Audience, OnServerError::InDoubt);
    let outcomes = [Outcome::ServerError(refusal(502)), in_doubt()]
        .into_iter()
        .cycle();
    let (waits, ending) = play(&policy, outcomes);
    assert_eq!(waits, [1, 2, 4, 8, 16]);
    assert_eq!(ending.code(), Some("reply_lost"));
}

#[test]
fn waiting_for_a_rate_limit_uses_no_attempt_up() {
    let mut tries = Tries::default();
    let policy = policy(Operation::Outbound);
    for wait in 1..=10 {
        let decision = policy.decide(throttled(Some(1)), &mut tries, NO_JITTER, START);
        assert!(matches!(decision, Decision::Again { setback, .. } if !setback.counts()));
        assert_eq!((tries.attempts, tries.waits), (0, wait));
    }
}

#[test]
fn a_single_send_gives_up_after_three_minutes_of_waiting() {
    let policy = policy(Operation::Outbound);
    let (waits, ending) = play(&policy, core::iter::repeat(throttled(None)));
    assert_eq!((waits.len(), waits.iter().sum::<u64>()), (36, 180));
    assert_eq!(ending.code(), Some("throttled"));
    let (waits, ending) = play(&policy, core::iter::repeat(never_opened()));
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 57]);
    assert_eq!(ending.code(), Some("never_opened"));
}

#[test]
fn a_wait_longer_than_patience_is_given_up_at_once() {
    let (waits, ending) = play(&policy(Operation::Outbound), [throttled(Some(600))]);
    assert!(waits.is_empty());
    assert!(ending.to_string().contains("600 s"), "{ending}");
}

#[test]
fn a_campaigns_row_waits_until_the_deadline() {
    let deadline = START.saturating_add(CAMPAIGN_PATIENCE);
    let policy = policy(Operation::Outbound).with_patience(Patience::Until(deadline));
    let (waits, ending) = play(&policy, core::iter::repeat(throttled(Some(3600))));
    assert_eq!(waits.len(), 24);
    assert_eq!(ending.state(), DeliveryState::Unsent);
    assert_eq!(policy.waits_until(&Tries::default()), Some(deadline));
}

#[test]
fn the_second_unauthorized_in_a_row_is_final_and_a_later_one_is_not() {
    let unauthorized = || Outcome::Unauthorized(refusal(401));
    let policy = policy(Operation::Structured);
    let (waits, ending) = play(&policy, [unauthorized(), unauthorized()]);
    assert_eq!(waits, [0]);
    assert!(matches!(ending, Ending::Unauthorized(_)));
    // A token may well expire again while a message waits.
    let outcomes = [unauthorized(), throttled(Some(9)), unauthorized()];
    let (waits, ending) = play(&policy, outcomes.into_iter().chain([in_doubt()]));
    assert_eq!(waits, [0, 9, 0]);
    assert_eq!(ending.state(), DeliveryState::InDoubt);
}

#[test]
fn a_clock_that_steps_back_does_not_stretch_patience() {
    let mut tries = Tries::default();
    let policy = policy(Operation::Outbound);
    policy.decide(throttled(None), &mut tries, NO_JITTER, START);
    let earlier = START.saturating_sub(Duration::from_mins(15));
    policy.decide(throttled(None), &mut tries, NO_JITTER, earlier);
    assert_eq!(
        policy.waits_until(&tries),
        Some(earlier.saturating_add(SINGLE_SEND_PATIENCE))
    );
}

#[test]
fn tries_come_back_from_the_ledger_as_they_went_in() {
    let tries = Tries {
        attempts: 1,
        waits: 2,
        waiting_since: Some(START),
        token_refreshed: true,
    };
    let json = serde_json::to_string(&tries).unwrap();
    assert_eq!(serde_json::from_str::<Tries>(&json).unwrap(), tries);
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        let status = proptest::sample::select(vec![500u16, 502, 503, 504, 507, 599]);
        prop_oneof![
            4 => proptest::option::of(0u64..400).prop_map(throttled),
            4 => Just(never_opened()),
            4 => status.prop_map(|status| Outcome::ServerError(refusal(status))),
            2 => Just(Outcome::Unauthorized(refusal(401))),
            1 => Just(in_doubt()),
            1 => Just(Outcome::Accepted(Acceptance::default())),
            1 => Just(Outcome::Rejected(refusal(400))),
            1 => Just(Outcome::Conflict(refusal(409))),
        ]
    }

    fn any_policy() -> impl Strategy<Value = RetryPolicy> {
        let dialect = prop_oneof![Just(Dialect::Guides), Just(Dialect::Platform)];
        let operation = proptest::sample::select(Operation::ALL.to_vec());
        let setting = prop_oneof![Just(OnServerError::Retry), Just(OnServerError::InDoubt)];
        let deadline = proptest::option::of(0u64..86_400);
        (dialect, operation, setting, deadline).prop_map(
            |(dialect, operation, setting, deadline)| {
                let policy = RetryPolicy::for_operation(dialect, operation, setting);
                deadline.map_or(policy, |seconds| {
                    let end = START.saturating_add(Duration::from_secs(seconds));
                    policy.with_patience(Patience::Until(end))
                })
            },
        )
    }

    /// Whether a send that met this may have arrived.
    fn may_have_arrived(policy: &RetryPolicy, outcome: &Outcome) -> bool {
        let is_repeated = |status| {
            policy.on_server_error == OnServerError::Retry
                && (policy.dialect == Dialect::Guides || [502, 503, 504].contains(&status))
        };
        policy.operation.is_send()
            && match outcome {
                Outcome::InDoubt { .. } => true,
                Outcome::ServerError(refusal) => !is_repeated(refusal.status),
                _ => false,
            }
    }

    /// The longest wait that is documented for it, before jitter.
    fn longest(outcome: &Outcome) -> Duration {
        match outcome {
            Outcome::Throttled {
                retry_after: Some(asked),
            } => *asked,
            _ => Duration::from_mins(1),
        }
    }

    proptest! {
        /// Whatever is met in whatever order: what may have arrived is not repeated, no more
        /// attempts are made than there are, waiting ends with patience, and no wait is shorter than
        /// asked for or longer than documented.
        #[test]
        fn no_decision_breaks_the_rules(
            policy in any_policy(),
            outcomes in proptest::collection::vec((any_outcome(), any::<u64>()), 1..200),
        ) {
            let (mut tries, mut now, mut counted, mut refreshed) = (Tries::default(), START, 0, false);
            for (outcome, dice) in outcomes {
                let asked = match &outcome {
                    Outcome::Throttled { retry_after } => retry_after.unwrap_or_default(),
                    _ => Duration::ZERO,
                };
                let in_doubt = may_have_arrived(&policy, &outcome);
                let longest = longest(&outcome);
                match policy.decide(outcome, &mut tries, Entropy(dice), now) {
                    Decision::Done(ending) => {
                        let is_unsent = matches!(ending, Ending::Unsent { .. });
                        prop_assert!(!(in_doubt && is_unsent), "called unsent: {ending:?}");
                        break;
                    }
                    Decision::RefreshToken => {
                        prop_assert!(!in_doubt && !refreshed, "two tokens in a row");
                        refreshed = true;
                    }
                    Decision::Again { at, setback } => {
                        refreshed = false;
                        counted += u32::from(setback.counts());
                        prop_assert!(!in_doubt, "an in-doubt send was repeated");
                        prop_assert!(at >= now.saturating_add(asked), "earlier than asked");
                        prop_assert!(at <= now.saturating_add(longest * 5 / 4), "later than documented");
                        prop_assert_eq!(tries.attempts, counted);
                        prop_assert!(counted < policy.max_attempts, "over its budget");
                        let is_late = policy.waits_until(&tries).is_some_and(|end| at > end);
                        prop_assert!(!is_late || setback.counts(), "waits longer than its patience");
                        now = at;
                    }
                }
            }
        }

        /// Jitter is 0 to 25 % on top of the wait, at every wait that there is.
        #[test]
        fn jitter_never_shortens_a_wait(before in 0u32..100, dice in any::<u64>()) {
            for dialect in [Dialect::Guides, Dialect::Platform] {
                for operation in Operation::ALL {
                    for wait in [
                        wait::after_throttling(dialect, operation, before),
                        wait::after_server_error(dialect, operation, before),
                    ] {
                        prop_assert!((Duration::from_secs(1)..=Duration::from_mins(1)).contains(&wait));
                        let waited = after(wait, Entropy(dice), START).saturating_since(START);
                        prop_assert!(waited >= wait && waited <= wait * 5 / 4);
                    }
                }
            }
        }
    }
}
