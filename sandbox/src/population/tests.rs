use std::collections::HashSet;

use super::*;

fn population(seed: u64) -> Population {
    let as_of = Timestamp::parse("2026-11-20T00:00:00Z").unwrap();
    Population::new(seed, 5000, as_of, Ids::new(seed, 1))
}

#[test]
fn the_same_seed_gives_the_same_customers_and_another_gives_others() {
    let line = |seed| format!("{:?}", population(seed).customer(77));
    assert_eq!(line(3), line(3));
    assert_ne!(line(3), line(4));
}

#[test]
fn one_in_ten_has_a_phone_and_some_addresses_are_broken_absent_or_shared() {
    let people = population(1);
    let all: Vec<_> = (0..people.size())
        .map(|index| people.customer(index))
        .collect();
    let share =
        |test: fn(&Customer) -> bool| all.iter().filter(|c| test(c)).count() * 100 / all.len();
    assert!((8..=12).contains(&share(|c| c.phone.is_some())));
    assert!((79..=87).contains(&share(|c| c.email.is_some())));
    assert!((2..=5).contains(&share(|c| c.address.is_none())));
    assert!((2..=6).contains(&share(|c| c.address.is_some()
        && c.email.is_none()
        && c.phone.is_none())));
    let emails: Vec<_> = all.iter().filter_map(|c| c.email.as_ref()).collect();
    let distinct: HashSet<_> = emails.iter().map(|e| e.to_lowercase()).collect();
    let spelled: HashSet<_> = emails.iter().collect();
    assert!(distinct.len() < emails.len(), "some share an address");
    assert!(distinct.len() < spelled.len(), "and spell it differently");
    assert!(
        all.iter().any(|c| c.name.is_none()) && all.iter().any(|c| c.name.as_deref() == Some(""))
    );
}

#[test]
fn an_address_leads_back_to_the_customer_whose_own_it_is() {
    let people = population(1);
    for index in 0..people.size() {
        let customer = people.customer(index);
        let Some(address) = customer.email.or(customer.phone) else {
            continue;
        };
        let found = people.find_by_address(&address.to_uppercase());
        assert!(found.is_some_and(|found| found <= index), "{address}");
    }
    for stranger in [
        "ana@example.com",
        "x1@example.com",
        "+4479",
        "",
        "@",
        "+12015550199é",
    ] {
        assert_eq!(people.find_by_address(stranger), None, "{stranger}");
    }
}

#[test]
fn longer_windows_hold_more_sessions() {
    let people = population(1);
    let within = |days: i64| {
        let from = people.as_of().minus_millis(days * crate::clock::DAY_MILLIS);
        let there = |index: &u32| people.sessions(*index).any(|s| s.at >= from);
        (0..people.size()).filter(there).count()
    };
    let (week, month, all) = (within(7), within(30), within(120));
    assert!(
        week < month && month < all && all < 5000,
        "{week} {month} {all}"
    );
}
