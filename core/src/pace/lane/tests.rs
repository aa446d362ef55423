use core::time::Duration;

use super::*;
use crate::pace::{Pace, Rate, RateSource};
use crate::testing::test;

const START: Timestamp = Timestamp::from_unix_millis(1_000_000_000);

fn at(millis: u64) -> Timestamp {
    START.saturating_add(Duration::from_millis(millis))
}

fn rate(per_minute: u32) -> Rate {
    let pace = Pace::per_minute(per_minute).unwrap();
    Rate::steady(pace, RateSource::Configured)
}

fn campaign(id: &str) -> Flow {
    Flow::Campaign(id.to_owned())
}

fn own(id: &str) -> BudgetName {
    BudgetName::Campaign(id.to_owned())
}

fn sender() -> BudgetName {
    BudgetName::of_sender("+13175550100")
}

/// A client of so many calls a minute.
fn client(per_minute: u32) -> Budgets {
    let mut budgets = Budgets::new();
    budgets.set(BudgetName::Client, rate(per_minute), START);
    budgets
}

/// What goes in `millis` from `from` on, and when, in milliseconds after the start.
fn goes<T>(lane: &mut Lane<T>, budgets: &mut Budgets, from: u64, millis: u64) -> Vec<(u64, T)> {
    let (mut now, mut gone) = (at(from), Vec::new());
    loop {
        match lane.poll(budgets, now) {
            LaneStep::Start { item, .. } => {
                let since = now.saturating_since(START).as_millis();
                gone.push((u64::try_from(since).unwrap(), item));
            }
            LaneStep::WaitUntil { at: then, .. } => {
                assert!(then > now, "told to wait for the past");
                now = then;
            }
            LaneStep::Empty => return gone,
        }
        if now >= at(from + millis) {
            return gone;
        }
    }
}

#[test]
fn a_single_message_takes_the_next_permit_of_the_budgets_that_apply_to_it() {
    let mut budgets = client(120);
    budgets.set(own("slow"), rate(6), START);
    let mut lane = Lane::new();
    for n in 0..6000 {
        lane.push(campaign("slow"), [BudgetName::Client, own("slow")], n);
    }
    assert_eq!(goes(&mut lane, &mut budgets, 0, 1), [(0, 0)]);
    lane.push(Flow::Single, [BudgetName::Client], 9999);
    // Not after ten seconds, which is the campaign's own pace.
    let gone = goes(&mut lane, &mut budgets, 1, 9_000);
    assert_eq!(gone, [(500, 9999)]);
}

#[test]
fn a_stream_of_single_messages_leaves_a_campaign_a_tenth() {
    let mut budgets = client(600);
    let mut lane = Lane::new();
    for n in 0..200 {
        lane.push(Flow::Single, [BudgetName::Client], n);
        lane.push(campaign("spring"), [BudgetName::Client], 1000 + n);
    }
    let gone = goes(&mut lane, &mut budgets, 0, 10_000);
    let places: Vec<_> = (0..gone.len()).filter(|n| gone[*n].1 >= 1000).collect();
    assert_eq!(places, [9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
}

#[test]
fn campaigns_take_turns_and_one_that_waits_for_itself_lets_the_others_pass() {
    let mut budgets = client(60);
    budgets.set(own("slow"), rate(20), START);
    let mut lane = Lane::new();
    for _ in 0..20 {
        lane.push(campaign("slow"), [BudgetName::Client, own("slow")], "slow");
        lane.push(campaign("one"), [BudgetName::Client], "one");
        lane.push(campaign("two"), [BudgetName::Client], "two");
    }
    let gone = goes(&mut lane, &mut budgets, 0, 9_000);
    let order: Vec<_> = gone.into_iter().map(|(_, id)| id).collect();
    let round = ["slow", "one", "two"];
    assert_eq!(order, [round, round, round].concat());
}

#[test]
fn a_single_message_that_waits_for_its_number_holds_up_nobody_else() {
    let mut budgets = client(6000);
    budgets.add_sender(&sender(), START);
    let mut lane = Lane::new();
    let sms = [BudgetName::Client, sender()];
    lane.push(Flow::Single, sms.clone(), "sms 1");
    lane.push(Flow::Single, sms.clone(), "sms 2");
    lane.push(Flow::Single, [BudgetName::Client], "mail");
    lane.push(campaign("spring"), sms, "campaign's sms");
    lane.push(campaign("autumn"), [BudgetName::Client], "campaign's mail");
    let gone = goes(&mut lane, &mut budgets, 0, 3000);
    let expected = [
        (0, "sms 1"),
        (0, "mail"),
        (0, "campaign's mail"),
        (1000, "sms 2"),
        (2000, "campaign's sms"),
    ];
    let order: Vec<_> = gone.iter().map(|(_, item)| *item).collect();
    assert_eq!(order, expected.map(|(_, item)| item));
    assert_eq!((gone[3].0, gone[4].0), (1000, 2000));
}

#[test]
fn it_says_what_the_first_of_those_that_wait_is_waiting_for() {
    let mut budgets = client(6000);
    budgets.add_sender(&sender(), START);
    budgets.set(own("slow"), rate(1), START);
    let mut lane = Lane::new();
    for _ in 0..2 {
        lane.push(Flow::Single, [sender()], ());
        lane.push(campaign("slow"), [own("slow")], ());
    }
    for _ in 0..2 {
        let step = lane.poll(&mut budgets, START);
        assert!(matches!(step, LaneStep::Start { .. }));
    }
    let LaneStep::WaitUntil { at: then, binds } = lane.poll(&mut budgets, START) else {
        panic!("nothing waits");
    };
    assert_eq!((then, binds), (at(1000), sender()));
    assert_eq!(lane.waiting(&Flow::Single), 1);
    assert_eq!(lane.waiting(&campaign("slow")), 1);
    assert_eq!(lane.waiting(&campaign("unknown")), 0);
    assert_eq!(lane.iter().count(), 2);
    assert_eq!(lane.drain().len(), 2);
    assert!(lane.is_empty());
    assert!(matches!(lane.poll(&mut budgets, START), LaneStep::Empty));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    /// The flow, by number; 0 is single messages.
    fn flow(number: u8) -> Flow {
        match number {
            0 => Flow::Single,
            id => Flow::Campaign(id.to_string()),
        }
    }

    /// Single messages pass the client's budget, campaigns their own as well.
    fn toll(number: u8) -> Vec<BudgetName> {
        match number {
            0 => vec![BudgetName::Client],
            id => vec![BudgetName::Client, BudgetName::Campaign(id.to_string())],
        }
    }

    fn budgets(paces: &[u32]) -> Budgets {
        let mut budgets = client(300);
        for (place, pace) in paces.iter().enumerate() {
            budgets.set(own(&(place + 1).to_string()), rate(*pace), START);
        }
        budgets
    }

    proptest! {
        /// Whatever waits and whenever it came: all of it goes, once, each flow in its order.
        #[test]
        fn nothing_is_lost_and_no_flow_is_turned_round(
            put_in in proptest::collection::vec((0u8..4, 0u64..500), 1..150),
        ) {
            let mut budgets = budgets(&[30, 300, 6000]);
            let (mut lane, mut elapsed, mut gone) = (Lane::new(), 0, Vec::new());
            for (place, (number, gap)) in put_in.iter().enumerate() {
                lane.push(flow(*number), toll(*number), (*number, place));
                let earlier = goes(&mut lane, &mut budgets, elapsed, *gap);
                elapsed = earlier.last().map_or(elapsed, |(time, _)| *time).max(elapsed + gap);
                gone.extend(earlier);
            }
            gone.extend(goes(&mut lane, &mut budgets, elapsed, 86_400_000));
            prop_assert_eq!(gone.len(), put_in.len());
            for number in 0..4 {
                let of_flow = gone.iter().filter(|(_, (flow, _))| *flow == number);
                let places: Vec<_> = of_flow.map(|(_, (_, place))| *place).collect();
                prop_assert!(places.is_sorted(), "{places:?}");
            }
        }

        /// However many campaigns wait and at whichever pace of their own, nothing goes between
        /// the moment a single message comes and the moment it goes.
        #[test]
        fn no_campaign_goes_before_a_single_message(
            paces in proptest::collection::vec(1u32..=6000, 1..4),
            comes_after in 0u64..20_000,
        ) {
            let mut budgets = budgets(&paces);
            let mut lane = Lane::new();
            for _ in 0..150 {
                for number in 1..=paces.len() {
                    let number = u8::try_from(number).unwrap();
                    lane.push(flow(number), toll(number), number);
                }
            }
            let before = goes(&mut lane, &mut budgets, 0, comes_after);
            // `goes` stops at the first permit after that time.
            let now = before.last().map_or(0, |(time, _)| *time).max(comes_after);
            lane.push(flow(0), toll(0), 0);
            let after = goes(&mut lane, &mut budgets, now, 1000);
            prop_assert_eq!(after.first().map(|(_, number)| *number), Some(0));
            prop_assert!(after[0].0 <= now + 200, "later than the client's next permit");
        }

        /// However many single messages wait, of any ten permits that a campaign can use one is a
        /// campaign's, and campaigns have as many each.
        #[test]
        fn nobody_starves(
            singles in 0usize..400,
            campaigns in 2u8..5,
        ) {
            let mut budgets = client(6000);
            let mut lane = Lane::new();
            for _ in 0..singles {
                lane.push(Flow::Single, [BudgetName::Client], 0);
            }
            for _ in 0..60 {
                for number in 1..=campaigns {
                    lane.push(flow(number), [BudgetName::Client], number);
                }
            }
            let gone = goes(&mut lane, &mut budgets, 0, 3_000);
            let order: Vec<_> = gone.into_iter().map(|(_, number)| number).collect();
            prop_assert!(order.len() > 100);
            for ten in order.windows(10) {
                prop_assert!(ten.iter().any(|number| *number > 0), "{ten:?}");
            }
            let mut had = vec![0; usize::from(campaigns) + 1];
            for number in order {
                had[usize::from(number)] += 1;
            }
            let (most, least) = (had[1..].iter().max().unwrap(), had[1..].iter().min().unwrap());
            prop_assert!(most - least <= 1, "{had:?}");
        }
    }
}
