use super::*;
use crate::testing::test;

const START: Timestamp = Timestamp::from_unix_millis(1_000_000_000);

fn at(millis: u64) -> Timestamp {
    START.saturating_add(Duration::from_millis(millis))
}

fn pace(per_minute: u32) -> Pace {
    Pace::per_minute(per_minute).unwrap()
}

/// The times of the next `count` permits, in milliseconds after the start.
fn permits(pacer: &mut Pacer, from: Timestamp, count: usize) -> Vec<i64> {
    let (mut now, mut times) = (from, Vec::new());
    while times.len() < count {
        match pacer.poll(now) {
            PacerStep::Ready(_) => times.push(now.as_unix_millis() - START.as_unix_millis()),
            PacerStep::WaitUntil(next) => {
                assert!(next > now, "told to wait for the past");
                now = next;
            }
        }
    }
    times
}

#[test]
fn the_guides_pace_is_one_message_every_half_second() {
    let mut pacer = Pacer::new(Pace::GUIDES, START);
    assert_eq!(permits(&mut pacer, START, 4), [0, 500, 1000, 1500]);
}

#[test]
fn a_pause_saves_up_no_more_than_the_burst() {
    let mut pacer = Pacer::new(Pace::GUIDES, START);
    let later = at(3_600_000);
    assert_eq!(
        permits(&mut pacer, later, 2),
        [3_600_000, 3_600_500],
        "an hour's worth at once"
    );
}

#[test]
fn paces_that_do_not_divide_a_minute_are_kept_exactly() {
    let mut pacer = Pacer::new(pace(7000), START);
    let times = permits(&mut pacer, START, 7001);
    assert_eq!(times.last(), Some(&60_000));
}

#[test]
fn nonsense_is_no_pace() {
    assert!(Pace::per_minute(0).is_err());
    assert!(Pace::per_minute(Pace::MAX_PER_MINUTE).is_ok());
    let error = Pace::per_minute(60_001).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a pace of 60001 messages a minute is outside 1 to 60000"
    );
    assert!(serde_json::from_str::<Pace>("0").is_err());
}

#[test]
fn throttling_holds_every_permit_back() {
    let mut pacer = Pacer::new(pace(6000), START);
    pacer.handle_throttled(Some(Duration::from_secs(7)), START);
    pacer.handle_throttled(Some(Duration::from_secs(2)), START);
    assert_eq!(pacer.poll_timeout(), Some(at(7000)));
    assert_eq!(permits(&mut pacer, START, 3), [7000, 7010, 7020]);
    pacer.handle_throttled(None, at(8000));
    assert_eq!(permits(&mut pacer, at(8000), 1), [9000]);
}

#[test]
fn what_the_limit_has_left_is_spread_until_it_resets() {
    let mut pacer = Pacer::new(pace(6000), START);
    let limit = |remaining, seconds: Option<u64>| RateLimit {
        remaining,
        resets_in: seconds.map(Duration::from_secs),
        allowed: None,
    };
    pacer.handle_rate_limit(limit(0, Some(30)), START);
    assert_eq!(permits(&mut pacer, START, 1), [30_000]);
    pacer.handle_rate_limit(limit(5, Some(60)), at(30_000));
    assert_eq!(permits(&mut pacer, at(30_000), 1), [40_000]);
    pacer.handle_rate_limit(limit(499, None), at(40_000));
    assert_eq!(permits(&mut pacer, at(40_100), 1), [40_100]);
    pacer.handle_rate_limit(limit(0, None), at(41_000));
    assert_eq!(permits(&mut pacer, at(41_000), 1), [42_000]);
}

#[test]
fn a_clock_that_steps_back_neither_stalls_nor_bursts() {
    let mut pacer = Pacer::new(Pace::GUIDES, START);
    assert_eq!(permits(&mut pacer, START, 1), [0]);
    pacer.handle_throttled(Some(Duration::from_secs(9)), START);
    let day_before = START.saturating_sub(Duration::from_hours(24));
    let expected = -86_400_000 + 9000;
    assert_eq!(
        permits(&mut pacer, day_before, 2),
        [expected, expected + 500]
    );
}

#[test]
fn clocks_that_differ_a_little_earn_nothing() {
    let mut pacer = Pacer::new(Pace::GUIDES, START);
    assert_eq!(permits(&mut pacer, START, 1), [0]);
    for _ in 0..1000 {
        assert!(matches!(pacer.poll(at(0)), PacerStep::WaitUntil(_)));
        assert!(matches!(pacer.poll(at(400)), PacerStep::WaitUntil(_)));
    }
}

#[test]
fn a_restart_gives_no_second_burst() {
    let mut pacer = Pacer::new(Pace::GUIDES, START);
    assert_eq!(permits(&mut pacer, START, 1), [0]);
    let kept = serde_json::to_string(&pacer.state()).unwrap();
    let mut again = Pacer::resume(Pace::GUIDES, serde_json::from_str(&kept).unwrap());
    assert_eq!(permits(&mut again, START, 1), [500]);
}

#[test]
fn a_slower_pace_takes_over_no_faster_ones_burst() {
    let mut fast = Pacer::new(pace(60_000), START);
    assert!(matches!(fast.poll(at(10_000)), PacerStep::Ready(_)));
    let mut slow = Pacer::resume(Pace::GUIDES, fast.state());
    assert_eq!(permits(&mut slow, at(10_000), 2), [10_000, 10_500]);
}

#[test]
fn a_new_pace_holds_from_now_on() {
    let mut pacer = Pacer::new(Pace::GUIDES, START);
    assert_eq!(permits(&mut pacer, START, 1), [0]);
    pacer.set_pace(pace(60), START);
    assert_eq!(permits(&mut pacer, START, 2), [1000, 2000]);
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Over every window between two permits, at whatever times it is asked.
        #[test]
        fn no_window_holds_more_than_the_pace_and_its_burst(
            per_minute in 1u32..=60_000,
            gaps in proptest::collection::vec(prop_oneof![0u64..20, 0u64..5000], 1..300),
        ) {
            let pace = pace(per_minute);
            let mut pacer = Pacer::new(pace, START);
            let (mut elapsed, mut given) = (0, Vec::new());
            for gap in gaps {
                elapsed += gap;
                if let PacerStep::Ready(_) = pacer.poll(at(elapsed)) {
                    given.push(elapsed);
                }
            }
            for (first, start) in given.iter().enumerate() {
                for (last, end) in given.iter().enumerate().skip(first) {
                    let count = (last - first + 1) as u64;
                    let earned = (end - start + 1) * u64::from(per_minute) / 60_000;
                    prop_assert!(count <= u64::from(pace.burst()) + earned);
                }
            }
        }

        /// Also while the platform asks to wait, processes take over from each other and the clock is
        /// set: back, it gives nothing; forward, what a pause would have saved up.
        #[test]
        fn no_window_of_true_time_holds_more_whatever_the_clock_does(
            per_minute in 1u32..=60_000,
            events in proptest::collection::vec((0u64..2000, 0u8..60, 0i64..5000), 1..300),
        ) {
            let pace = pace(per_minute);
            let mut pacer = Pacer::new(pace, START);
            // What the clock shows beyond the true time, and how often it was set forward.
            let (mut elapsed, mut ahead, mut jumps) = (0u64, 0i64, 0u64);
            let mut given = Vec::new();
            for (gap, event, size) in events {
                elapsed += gap;
                match event {
                    0 => ahead -= size,
                    1 => (ahead, jumps) = (ahead + size, jumps + 1),
                    2 => pacer = Pacer::resume(pace, pacer.state()),
                    _ => {}
                }
                let now = START.as_unix_millis() + i64::try_from(elapsed).unwrap() + ahead;
                let now = Timestamp::from_unix_millis(now);
                if event == 3 {
                    let wait = Duration::from_millis(size.unsigned_abs());
                    pacer.handle_throttled(Some(wait), now);
                }
                if let PacerStep::Ready(_) = pacer.poll(now) {
                    given.push((elapsed, jumps));
                }
            }
            for (first, (start, jumps_before)) in given.iter().enumerate() {
                for (last, (end, jumps)) in given.iter().enumerate().skip(first) {
                    let count = (last - first + 1) as u64;
                    let earned = (end - start + 1) * u64::from(per_minute) / 60_000;
                    let bursts = 1 + jumps - jumps_before;
                    prop_assert!(count <= u64::from(pace.burst()) * bursts + bursts + earned);
                }
            }
        }

        /// Asked whenever it says, it loses no speed either.
        #[test]
        fn the_pace_is_reached(per_minute in 1u32..=60_000) {
            let mut pacer = Pacer::new(pace(per_minute), START);
            let times = permits(&mut pacer, START, 200);
            let took = u64::try_from(times[199]).unwrap();
            prop_assert!(took <= (199 * 60_000u64).div_ceil(u64::from(per_minute)));
        }
    }
}
