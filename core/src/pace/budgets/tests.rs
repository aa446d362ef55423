use super::*;
use crate::testing::test;

const START: Timestamp = Timestamp::from_unix_millis(1_000_000_000);

fn at(millis: u64) -> Timestamp {
    START.saturating_add(Duration::from_millis(millis))
}

fn pace(per_minute: u32) -> Pace {
    Pace::per_minute(per_minute).unwrap()
}

fn sender() -> BudgetName {
    BudgetName::of_sender("+13175550100")
}

fn own_pace() -> BudgetName {
    BudgetName::Campaign("c1".to_owned())
}

/// A platform's client that sends SMS from one long code.
fn platform() -> Budgets {
    let mut budgets = Budgets::new();
    budgets.set(BudgetName::Client, Rate::CLIENT, START);
    budgets.set(
        BudgetName::OrganizationEmail,
        Rate::ORGANIZATION_EMAIL,
        START,
    );
    budgets.add_sender(&sender(), START);
    budgets
}

/// When the next `count` attempts may begin, in milliseconds after the start, and what each had to
/// wait for.
fn attempts(
    budgets: &mut Budgets,
    names: &[BudgetName],
    from: u64,
    count: usize,
) -> Vec<(u64, Option<BudgetName>)> {
    let (mut now, mut waited, mut begun) = (at(from), None, Vec::new());
    while begun.len() < count {
        match budgets.poll(names, now) {
            BudgetStep::Ready(_) => {
                let since = now.saturating_since(START);
                begun.push((u64::try_from(since.as_millis()).unwrap(), waited.take()));
            }
            BudgetStep::WaitUntil { at, binds } => {
                assert!(at > now, "told to wait for the past");
                (now, waited) = (at, Some(binds));
            }
        }
    }
    begun
}

#[test]
fn the_slowest_that_applies_binds_and_says_so() {
    let mut budgets = platform();
    let sms = [BudgetName::Client, sender()];
    let begun = attempts(&mut budgets, &sms, 0, 3);
    let by = Some(sender());
    assert_eq!(begun, [(0, None), (1000, by.clone()), (2000, by)]);
    let binding: Vec<_> = budgets
        .views(at(2000))
        .into_iter()
        .filter(|view| view.binds)
        .map(|view| (view.name, view.due_at))
        .collect();
    let name = "sender:+13175550100".to_owned();
    assert_eq!(binding, [(name, Some(at(3000)))]);
    assert!(budgets.views(at(60_000)).iter().all(|view| !view.binds));
}

#[test]
fn one_that_waits_costs_the_others_nothing() {
    let mut budgets = platform();
    let sms = [BudgetName::Client, sender()];
    attempts(&mut budgets, &sms, 0, 1);
    for _ in 0..100 {
        let step = budgets.poll(&sms, at(1));
        assert!(matches!(step, BudgetStep::WaitUntil { .. }));
    }
    // The client's burst is still there for e-mail of another kind, and for reads.
    let reads = attempts(&mut budgets, &[BudgetName::Client], 1, 29);
    assert_eq!(reads.last(), Some(&(1, None)));
}

#[test]
fn what_is_not_limited_does_not_limit() {
    let mut budgets = Budgets::new();
    let begun = attempts(&mut budgets, &[BudgetName::Client, sender()], 0, 1000);
    assert_eq!(begun.last(), Some(&(0, None)));
}

#[test]
fn the_platform_s_word_overrules_what_is_published() {
    let mut budgets = platform();
    let limit = RateLimit {
        remaining: 2999,
        resets_in: Some(Duration::from_mins(1)),
        allowed: Some(3000),
    };
    budgets.handle_rate_limit(limit, START);
    let rate = budgets.rate(&BudgetName::Client).unwrap();
    assert_eq!((rate.per_minute(), rate.source()), (3000, RateSource::Told));
    // Another process starts from what is published and goes on with what was told.
    let kept = budgets.states(&[BudgetName::Client, BudgetName::Cap]);
    let json = serde_json::to_string(&kept[0].1).unwrap();
    let mut other = platform();
    other.resume(
        BudgetName::Client,
        serde_json::from_str(&json).unwrap(),
        START,
    );
    assert_eq!(other.rate(&BudgetName::Client), Some(rate));
    assert_eq!(kept.len(), 1, "a budget that is not there was kept");
}

#[test]
fn a_limit_told_long_ago_is_forgotten() {
    let mut before = platform();
    let limit = RateLimit {
        remaining: 0,
        resets_in: None,
        allowed: Some(10),
    };
    before.handle_rate_limit(limit, START);
    let [(name, state)] = before.states(&[BudgetName::Client]).try_into().unwrap();
    for (hours, per_minute) in [(1, 10), (25, 300)] {
        let mut later = platform();
        later.resume(name.clone(), state, at(hours * 3_600_000));
        assert_eq!(later.rate(&name).unwrap().per_minute(), per_minute);
    }
}

#[test]
fn a_campaigns_own_pace_is_kept_while_it_matters() {
    let mut budgets = Budgets::new();
    budgets.set(
        own_pace(),
        Rate::steady(pace(1), RateSource::Configured),
        START,
    );
    attempts(&mut budgets, &[own_pace()], 0, 1);
    let [(name, state)] = budgets.states(&[own_pace()]).try_into().unwrap();
    let mut other = Budgets::new();
    other.resume(name, state, at(1000));
    other.forget_idle(at(1000));
    assert_eq!(attempts(&mut other, &[own_pace()], 1000, 1)[0].0, 60_000);
    other.forget_idle(at(180_000));
    assert_eq!(other.rate(&own_pace()), None);
}

#[test]
fn a_configured_rate_is_not_overruled_by_an_earlier_one() {
    let mut before = Budgets::new();
    let cap = |per_minute| Rate::steady(pace(per_minute), RateSource::Configured);
    before.set(BudgetName::Cap, cap(600), START);
    let [(name, state)] = before.states(&[BudgetName::Cap]).try_into().unwrap();
    let mut now = Budgets::new();
    now.resume(name.clone(), state, START);
    assert!(now.views(START).is_empty(), "a cap that was taken away");
    now.set(BudgetName::Cap, cap(60), START);
    now.resume(name, state, START);
    assert_eq!(now.rate(&BudgetName::Cap), Some(cap(60)));
}

#[test]
fn calls_of_others_with_the_same_client_are_left_room() {
    let mut budgets = platform();
    let limit = |remaining, seconds| RateLimit {
        remaining,
        resets_in: Some(Duration::from_secs(seconds)),
        allowed: Some(300),
    };
    // As many are left as will be earned: nothing is held up.
    budgets.handle_rate_limit(limit(270, 60), START);
    assert_eq!(attempts(&mut budgets, &[BudgetName::Client], 0, 1)[0].0, 0);
    // Others have used nearly all.
    budgets.handle_rate_limit(limit(2, 30), START);
    let begun = attempts(&mut budgets, &[BudgetName::Client], 0, 1);
    assert_eq!(begun[0].0, 10_000);
    budgets.handle_rate_limit(limit(0, 20), at(10_000));
    let begun = attempts(&mut budgets, &[BudgetName::Client], 10_000, 1);
    assert_eq!(begun[0].0, 30_000);
    budgets.handle_throttled(Some(Duration::from_secs(42)), at(30_000));
    let begun = attempts(&mut budgets, &[BudgetName::Client], 30_000, 1);
    assert_eq!(begun[0], (72_000, Some(BudgetName::Client)));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Which of the budgets an attempt has to pass.
    fn names() -> impl Strategy<Value = Vec<BudgetName>> {
        proptest::sample::subsequence(
            vec![
                BudgetName::Client,
                BudgetName::OrganizationEmail,
                sender(),
                BudgetName::Cap,
                own_pace(),
            ],
            1..=5,
        )
    }

    proptest! {
        /// However attempts of all kinds come, whatever the platform says in between and wherever
        /// another process takes over: no minute has more than any of its rates, and no window more
        /// than what is saved up and earned in it.
        #[test]
        fn no_window_exceeds_any_rate_that_applies(
            cap in 1u32..=6000,
            campaign in 1u32..=60_000,
            asked in proptest::collection::vec((prop_oneof![0u64..10, 0u64..3000], names(), 0u8..40), 1..400),
        ) {
            let mut rates = vec![
                (BudgetName::Client, Rate::CLIENT),
                (BudgetName::OrganizationEmail, Rate::ORGANIZATION_EMAIL),
                (sender(), Rate::of_sender("+13175550100")),
            ];
            rates.push((BudgetName::Cap, Rate::steady(pace(cap), RateSource::Configured)));
            rates.push((own_pace(), Rate::steady(pace(campaign), RateSource::Configured)));
            let fresh = |now| {
                let mut budgets = Budgets::new();
                for (name, rate) in &rates {
                    budgets.set(name.clone(), *rate, now);
                }
                budgets
            };
            let mut budgets = fresh(START);
            let (mut elapsed, mut begun) = (0, Vec::new());
            for (gap, names, event) in asked {
                elapsed += gap;
                if event == 0 {
                    let all: Vec<_> = rates.iter().map(|(name, _)| name.clone()).collect();
                    let kept = budgets.states(&all);
                    budgets = fresh(at(elapsed));
                    for (name, state) in kept {
                        budgets.resume(name, state, at(elapsed));
                    }
                }
                if event == 1 {
                    let limit = RateLimit {
                        remaining: u32::try_from(gap).unwrap(),
                        resets_in: Some(Duration::from_millis(gap)),
                        allowed: Some(300),
                    };
                    budgets.handle_rate_limit(limit, at(elapsed));
                }
                if let BudgetStep::Ready(_) = budgets.poll(&names, at(elapsed)) {
                    begun.push((elapsed, names));
                }
            }
            for (name, rate) in &rates {
                let (earned, burst) = rate.bucket();
                let times: Vec<_> = begun
                    .iter()
                    .filter(|(_, names)| names.contains(name))
                    .map(|(time, _)| *time)
                    .collect();
                for (first, start) in times.iter().enumerate() {
                    for (last, end) in times.iter().enumerate().skip(first) {
                        let count = (last - first + 1) as u64;
                        let in_window = (end - start + 1) * u64::from(earned.messages_per_minute()) / 60_000;
                        prop_assert!(count <= u64::from(burst) + in_window, "{name}");
                        // A whole minute, its end left out.
                        if end - start < 60_000 && (burst == 1 || rate.is_bursty) {
                            prop_assert!(count <= u64::from(rate.per_minute()), "{name}");
                        }
                    }
                }
            }
        }
    }
}
