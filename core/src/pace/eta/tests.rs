use super::*;
use crate::pace::{Pace, Rate, RateLimit, RateSource};
use crate::testing::test;

const START: Timestamp = Timestamp::from_unix_millis(1_000_000_000);

fn at(millis: u64) -> Timestamp {
    START.saturating_add(Duration::from_millis(millis))
}

fn rate(per_minute: u32) -> Rate {
    let pace = Pace::per_minute(per_minute).unwrap();
    Rate::steady(pace, RateSource::Configured)
}

fn sender() -> BudgetName {
    BudgetName::of_sender("+13175550100")
}

fn campaign(id: &str, toll: &[BudgetName], count: u64) -> Waiting {
    Waiting::new(Flow::Campaign(id.to_owned()), toll.to_vec(), count)
}

/// A platform's client that sends SMS from one long code.
fn platform() -> Budgets {
    let mut budgets = Budgets::new();
    budgets.set(BudgetName::Client, Rate::CLIENT, START);
    budgets.add_sender(&sender(), START);
    budgets
}

fn only(budgets: &Budgets, waiting: Waiting, now: Timestamp) -> Eta {
    match budgets.forecast(&[waiting], now).remove(0) {
        Forecast::Ends(eta) => eta,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_names_the_budget_that_binds_and_how_fast_it_lets_them_go() {
    let sms = [BudgetName::Client, sender()];
    let eta = only(&platform(), campaign("spring", &sms, 601), START);
    assert_eq!(
        (eta.at, eta.binds, eta.per_minute),
        (at(600_000), sender(), 60)
    );
    // E-mail is bound by the client: 30 at once, then 270 a minute.
    let mail = campaign("spring", &[BudgetName::Client], 300);
    let eta = only(&platform(), mail, START);
    assert_eq!(
        (eta.at, eta.binds, eta.per_minute),
        (at(60_000), BudgetName::Client, 270)
    );
}

#[test]
fn what_waits_for_the_platform_says_until_when() {
    let mut budgets = platform();
    budgets.handle_throttled(Some(Duration::from_mins(10)), START);
    let sms = [BudgetName::Client, sender()];
    let eta = only(&budgets, campaign("spring", &sms, 61), START);
    assert_eq!(eta.held_until, Some(at(600_000)));
    assert_eq!(eta.at, at(660_000));
    assert_eq!(eta.binds, BudgetName::Client, "ten minutes of eleven");
    let later = only(&budgets, campaign("spring", &sms, 61), at(700_000));
    assert_eq!((later.held_until, later.binds), (None, sender()));
}

#[test]
fn a_lower_limit_that_the_platform_tells_is_followed() {
    let mail = || campaign("spring", &[BudgetName::Client], 900);
    let before = only(&platform(), mail(), START);
    let mut budgets = platform();
    let limit = RateLimit {
        remaining: 59,
        resets_in: Some(Duration::from_mins(1)),
        allowed: Some(60),
    };
    budgets.handle_rate_limit(limit, START);
    let after = only(&budgets, mail(), START);
    assert_eq!(after.per_minute, 54);
    assert!(after.at > before.at.saturating_add(Duration::from_mins(10)));
}

#[test]
fn two_campaigns_share_what_both_need_and_the_slower_leaves_the_rest() {
    let mut budgets = Budgets::new();
    budgets.set(BudgetName::Client, rate(60), START);
    let own = BudgetName::Campaign("slow".to_owned());
    budgets.set(own.clone(), rate(6), START);
    let slow = campaign("slow", &[BudgetName::Client, own.clone()], 60);
    let fast = campaign("fast", &[BudgetName::Client], 540);
    let [Forecast::Ends(slow), Forecast::Ends(fast)] = &budgets.forecast(&[slow, fast], START)[..]
    else {
        panic!("both are limited");
    };
    assert_eq!((&slow.binds, slow.per_minute), (&own, 6));
    assert_eq!((&fast.binds, fast.per_minute), (&BudgetName::Client, 54));
    let ten_minutes = at(600_000);
    assert!(ten_minutes.saturating_since(slow.at) < Duration::from_secs(11));
    assert!(ten_minutes.saturating_since(fast.at) < Duration::from_secs(2));
}

#[test]
fn nothing_is_made_up_where_no_budget_limits_or_nothing_waits() {
    let none = Budgets::new();
    let mail = campaign("spring", &[BudgetName::Client], 6000);
    assert_eq!(none.forecast(&[mail], START), [Forecast::Unlimited]);
    let over = campaign("spring", &[BudgetName::Client], 0);
    assert_eq!(platform().forecast(&[over], START), [Forecast::Empty]);
}

#[test]
fn what_was_put_off_is_waited_for() {
    let late = campaign("spring", &[BudgetName::Client], 2).put_off_until(at(90_000));
    assert_eq!(only(&platform(), late, START).at, at(90_000));
}

#[test]
fn one_message_that_may_go_now_goes_now_and_names_its_slowest_budget() {
    let sms = [BudgetName::Client, sender()];
    let eta = only(&platform(), campaign("spring", &sms, 1), START);
    assert_eq!((eta.at, eta.binds, eta.per_minute), (START, sender(), 60));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::pace::{Lane, LaneStep, SINGLES_IN_A_ROW};

    /// When the last message of each flow begins, message by message.
    fn simulated(mut budgets: Budgets, waiting: &[Waiting], start: Timestamp) -> Vec<Timestamp> {
        let mut lane = Lane::new();
        for (place, waiting) in waiting.iter().enumerate() {
            for _ in 0..waiting.count {
                lane.push(waiting.flow.clone(), waiting.toll.clone(), place);
            }
        }
        let (mut now, mut ends) = (start, vec![start; waiting.len()]);
        loop {
            match lane.poll(&mut budgets, now) {
                LaneStep::Start { item, .. } => ends[item] = now,
                LaneStep::WaitUntil { at, .. } => now = at,
                LaneStep::Empty => return ends,
            }
        }
    }

    /// Budgets in the middle of their work, and when that is: something was sent, something was
    /// learned.
    fn in_use() -> impl Strategy<Value = (Budgets, Timestamp)> {
        let numbers = (1u32..=3000, 1u32..=600, 1u32..=600);
        let used = proptest::collection::vec((0u64..2000, any::<bool>()), 0..60);
        let told = proptest::option::of((0u32..400, 0u64..60, 1u32..=3000));
        let throttled = proptest::option::of(0u64..300);
        (numbers, used, told, throttled).prop_map(|((cap, one, two), used, told, throttled)| {
            let mut budgets = platform();
            budgets.set(BudgetName::Cap, rate(cap), START);
            for (id, pace) in [("one", one), ("two", two)] {
                budgets.set(BudgetName::Campaign(id.to_owned()), rate(pace), START);
            }
            let mut now = START;
            for (gap, is_sms) in used {
                now = now.saturating_add(Duration::from_millis(gap));
                let names = [BudgetName::Client, BudgetName::Cap, sender()];
                let names = if is_sms { &names[..] } else { &names[..2] };
                let _ = budgets.poll(names, now);
            }
            if let Some((remaining, seconds, allowed)) = told {
                let limit = RateLimit {
                    remaining,
                    resets_in: Some(Duration::from_secs(seconds)),
                    allowed: Some(allowed),
                };
                budgets.handle_rate_limit(limit, now);
            }
            if let Some(seconds) = throttled {
                budgets.handle_throttled(Some(Duration::from_secs(seconds)), now);
            }
            (budgets, now)
        })
    }

    fn toll(own: Option<&str>, is_sms: bool) -> Vec<BudgetName> {
        let mut names = vec![BudgetName::Client, BudgetName::Cap];
        names.extend(own.map(|id| BudgetName::Campaign(id.to_owned())));
        names.extend(is_sms.then(sender));
        names
    }

    proptest! {
        /// One campaign, whatever its budgets went through before: the forecast at the start is
        /// when the last message goes, give or take two of its messages.
        #[test]
        fn one_campaign_ends_when_the_forecast_said(
            (budgets, used_until) in in_use(),
            has_pace in any::<bool>(),
            is_sms in any::<bool>(),
            count in 1u64..800,
            later in 0u64..200_000,
        ) {
            let start = used_until.saturating_add(Duration::from_millis(later));
            let waiting = campaign("one", &toll(has_pace.then_some("one"), is_sms), count);
            let eta = only(&budgets, waiting.clone(), start);
            let ends = simulated(budgets, &[waiting], start)[0];
            let message = Duration::from_mins(1) / eta.per_minute;
            let off = ends.saturating_since(eta.at).max(eta.at.saturating_since(ends));
            prop_assert!(off <= message * 2 + Duration::from_millis(5), "{eta:?}, in truth {ends}");
        }

        /// Two campaigns and a few single messages beside them: off by a third of the time at most,
        /// and by the messages that take turns. A flow whose own budget is due just after it was its
        /// turn waits for the next one, which the forecast does not see.
        #[test]
        fn several_flows_end_about_when_the_forecast_said(
            (budgets, used_until) in in_use(),
            counts in (0u64..=u64::from(SINGLES_IN_A_ROW), 1u64..500, 1u64..500),
            sms in (any::<bool>(), any::<bool>(), any::<bool>()),
            paces in (any::<bool>(), any::<bool>()),
            later in 0u64..200_000,
        ) {
            let start = used_until.saturating_add(Duration::from_millis(later));
            let waiting = [
                Waiting::new(Flow::Single, toll(None, sms.0), counts.0),
                campaign("one", &toll(paces.0.then_some("one"), sms.1), counts.1),
                campaign("two", &toll(paces.1.then_some("two"), sms.2), counts.2),
            ];
            let forecasts = budgets.forecast(&waiting, start);
            let ends = simulated(budgets, &waiting, start);
            for ((forecast, end), waiting) in forecasts.into_iter().zip(ends).zip(&waiting) {
                let Forecast::Ends(eta) = forecast else {
                    prop_assert_eq!(waiting.count, 0);
                    continue;
                };
                let off = end.saturating_since(eta.at).max(eta.at.saturating_since(end));
                let message = Duration::from_mins(1) / eta.per_minute;
                let bound = end.saturating_since(start) / 3 + message * (SINGLES_IN_A_ROW + 2);
                prop_assert!(off <= bound, "off by {off:?} of {bound:?}: {eta:?}, in truth {end}");
            }
        }
    }
}
