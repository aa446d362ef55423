use super::*;
use crate::testing::test;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1000)
}

fn grant(text: &str, seconds: u64) -> TokenGrant {
    TokenGrant {
        token: AccessToken::new(text.into()),
        expires_in: Duration::from_secs(seconds),
    }
}

fn invalid_client() -> Refusal {
    Refusal {
        status: 401,
        code: "invalid_client".into(),
        message: "Client authentication failed.".into(),
        hint: "Check the client id and secret.".into(),
        missing_scope: None,
        context_id: None,
    }
}

fn never_opened() -> Outcome {
    Outcome::NeverOpened {
        reason: "connection refused".into(),
    }
}

/// A keeper with the token `first`, granted at 0 s.
fn keeper(expires_in: u64) -> TokenKeeper {
    let mut keeper = TokenKeeper::new();
    assert_eq!(keeper.poll(at(0)), TokenStep::Fetch);
    keeper.handle_grant(grant("first", expires_in), at(0));
    keeper
}

#[test]
fn one_request_is_in_flight_however_many_callers_wait() {
    let mut keeper = TokenKeeper::new();
    assert_eq!(keeper.poll_timeout(), None);
    assert_eq!(keeper.poll(at(0)), TokenStep::Fetch);
    for _ in 0..100 {
        assert_eq!(keeper.poll(at(1)), TokenStep::Pending);
    }
    keeper.handle_grant(grant("first", 1200), at(2));
    assert_eq!(
        keeper.poll(at(2)),
        TokenStep::Ready(&AccessToken::new("first".into()))
    );
}

#[test]
fn a_token_is_refreshed_a_minute_before_it_expires_and_used_meanwhile() {
    let mut keeper = keeper(1200);
    assert_eq!(keeper.poll_timeout(), Some(at(1140)));
    assert!(matches!(keeper.poll(at(1139)), TokenStep::Ready(_)));
    assert_eq!(keeper.poll(at(1140)), TokenStep::Fetch);
    assert!(matches!(keeper.poll(at(1141)), TokenStep::Ready(_)));
    keeper.handle_grant(grant("second", 1200), at(1142));
    assert_eq!(
        keeper.poll(at(1142)),
        TokenStep::Ready(&AccessToken::new("second".into()))
    );
}

#[test]
fn a_short_life_has_a_short_margin() {
    let mut short = keeper(20);
    assert!(matches!(short.poll(at(14)), TokenStep::Ready(_)));
    assert_eq!(short.poll(at(15)), TokenStep::Fetch);
    // Even a life of nothing does not make every call a token request.
    let mut none = keeper(0);
    assert!(matches!(none.poll(at(2)), TokenStep::Ready(_)));
    assert_eq!(none.poll(at(3)), TokenStep::Fetch);
}

#[test]
fn an_expired_token_is_not_used_while_its_refresh_lasts() {
    let mut keeper = keeper(1200);
    assert_eq!(keeper.poll(at(1190)), TokenStep::Fetch);
    assert_eq!(keeper.poll(at(1200)), TokenStep::Pending);
}

#[test]
fn a_burst_of_401s_costs_one_refresh() {
    let mut keeper = keeper(1200);
    let first = AccessToken::new("first".into());
    keeper.handle_unauthorized(&first);
    keeper.handle_unauthorized(&first);
    assert_eq!(keeper.poll(at(10)), TokenStep::Fetch);
    keeper.handle_unauthorized(&first);
    assert_eq!(keeper.poll(at(10)), TokenStep::Pending);
    keeper.handle_grant(grant("second", 1200), at(11));
    keeper.handle_unauthorized(&first);
    assert!(matches!(keeper.poll(at(12)), TokenStep::Ready(_)));
}

#[test]
fn failures_back_off_and_a_grant_forgets_them() {
    let mut keeper = TokenKeeper::new();
    let (mut now, mut waits) = (at(0), Vec::new());
    for _ in 0..8 {
        assert_eq!(keeper.poll(now), TokenStep::Fetch);
        keeper.handle_failure(never_opened(), Entropy(0), now);
        let TokenStep::WaitUntil(until) = keeper.poll(now) else {
            panic!("no wait after a failure");
        };
        waits.push(until.saturating_since(now).as_secs());
        now = until;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
    keeper.handle_grant(grant("first", 1200), now);
    keeper.handle_unauthorized(&AccessToken::new("first".into()));
    assert_eq!(keeper.poll(now), TokenStep::Fetch);
    keeper.handle_failure(never_opened(), Entropy(0), now);
    assert_eq!(
        keeper.poll_timeout(),
        Some(now.saturating_add(Duration::from_secs(1)))
    );
}

#[test]
fn a_failed_refresh_leaves_the_old_token_in_use() {
    let mut keeper = keeper(1200);
    assert_eq!(keeper.poll(at(1140)), TokenStep::Fetch);
    keeper.handle_failure(never_opened(), Entropy(0), at(1140));
    assert!(matches!(keeper.poll(at(1140)), TokenStep::Ready(_)));
    assert_eq!(keeper.poll(at(1141)), TokenStep::Fetch);
}

#[test]
fn a_throttled_token_request_waits_as_long_as_asked_and_a_little_more() {
    let mut keeper = TokenKeeper::new();
    assert_eq!(keeper.poll(at(0)), TokenStep::Fetch);
    let retry_after = Some(Duration::from_secs(8));
    keeper.handle_failure(Outcome::Throttled { retry_after }, Entropy(1000), at(0));
    assert_eq!(keeper.poll(at(0)), TokenStep::WaitUntil(at(10)));
}

#[test]
fn refused_credentials_stay_refused_but_for_a_slow_recheck() {
    let mut keeper = keeper(1200);
    assert_eq!(keeper.poll(at(1140)), TokenStep::Fetch);
    keeper.handle_failure(Outcome::Rejected(invalid_client()), Entropy(0), at(1140));
    let refusal = invalid_client();
    assert_eq!(keeper.refusal(), Some(&refusal));
    assert_eq!(keeper.poll(at(1141)), TokenStep::Refused(&refusal));
    assert_eq!(keeper.poll(at(1439)), TokenStep::Refused(&refusal));
    assert_eq!(keeper.poll(at(1440)), TokenStep::Fetch);
    assert_eq!(keeper.poll(at(1440)), TokenStep::Refused(&refusal));
    keeper.handle_grant(grant("second", 1200), at(1441));
    assert_eq!(keeper.refusal(), None);
    assert!(matches!(keeper.poll(at(1441)), TokenStep::Ready(_)));
}

#[test]
fn a_token_request_that_is_never_reported_is_made_again() {
    let mut keeper = TokenKeeper::new();
    assert_eq!(keeper.poll(at(0)), TokenStep::Fetch);
    assert_eq!(keeper.poll(at(34)), TokenStep::Pending);
    assert_eq!(keeper.poll(at(35)), TokenStep::Fetch);
}

#[test]
fn a_clock_that_steps_back_does_not_stretch_a_wait() {
    let mut keeper = TokenKeeper::new();
    assert_eq!(keeper.poll(at(9000)), TokenStep::Fetch);
    keeper.handle_failure(never_opened(), Entropy(0), at(9000));
    assert_eq!(keeper.poll(at(0)), TokenStep::Fetch);
}

#[test]
fn no_debug_output_shows_a_token() {
    let text = format!("{:?} {:?}", keeper(1200), grant("first", 1));
    assert!(!text.contains("first"), "{text}");
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever callers, the platform and the clock do: one token request is in flight at most,
        /// and nobody gets a token that has expired or that a call answered 401 to.
        #[test]
        fn one_request_at_a_time_and_no_dead_token(
            events in proptest::collection::vec((0i64..90, 0u8..12, 0u64..600), 1..300),
        ) {
            let mut keeper = TokenKeeper::new();
            let (mut now, mut granted, mut in_flight) = (1000, 0, None::<i64>);
            // When each token that was granted dies.
            let mut deaths: Vec<(String, i64)> = Vec::new();
            for (gap, event, size) in events {
                now += if event == 11 { -gap } else { gap };
                match (event, in_flight) {
                    (0..=3, Some(_)) => {
                        let life = i64::try_from(size.max(4)).unwrap();
                        granted += 1;
                        deaths.push((granted.to_string(), now + life));
                        keeper.handle_grant(grant(&granted.to_string(), size), at(now));
                        in_flight = None;
                    }
                    (4, Some(_)) => {
                        keeper.handle_failure(never_opened(), Entropy(size), at(now));
                        in_flight = None;
                    }
                    (5, Some(_)) => {
                        let refused = Outcome::Rejected(invalid_client());
                        keeper.handle_failure(refused, Entropy(size), at(now));
                        in_flight = None;
                    }
                    (6, _) if granted > 0 => {
                        keeper.handle_unauthorized(&AccessToken::new(granted.to_string()));
                        deaths.retain(|(token, _)| *token != granted.to_string());
                    }
                    _ => {}
                }
                match keeper.poll(at(now)) {
                    TokenStep::Fetch => {
                        let is_lost = in_flight.is_none_or(|since| now >= since + 35);
                        prop_assert!(is_lost, "a second request while one is in flight");
                        in_flight = Some(now);
                    }
                    TokenStep::Ready(token) => {
                        let death = deaths.iter().find(|(known, _)| known == token.expose());
                        prop_assert!(death.is_some_and(|(_, death)| now < *death), "a dead token");
                    }
                    TokenStep::Pending | TokenStep::Refused(_) => {}
                    TokenStep::WaitUntil(until) => prop_assert!(until > at(now)),
                }
            }
        }
    }
}
