use super::*;
use crate::testing::test;

fn at(second: i64) -> Timestamp {
    Timestamp::from_unix_millis(second * 1000)
}

fn window() -> Interval {
    Interval::new(at(0), at(1_000)).unwrap()
}

fn party(contact: Option<&str>) -> CustomerParty {
    CustomerParty {
        contact: contact.map(str::to_owned),
        sessions: vec![CustomerSession {
            id: Some("session-1".into()),
            ..CustomerSession::default()
        }],
        ..CustomerParty::default()
    }
}

fn conversation(id: &str, customers: Vec<CustomerParty>) -> Conversation {
    Conversation {
        id: id.into(),
        start: Some(at(10)),
        end: Some(at(20)),
        customers,
    }
}

fn key(party: CustomerParty) -> String {
    let seen = sightings(&conversation("conv-1", vec![party]), window());
    seen[0].key.to_string()
}

#[test]
fn the_best_that_is_known_tells_people_apart() {
    let mut known = party(Some("C0FFEE"));
    known.sessions[0].address = Some("guest-1".into());
    known.sessions[0].visitor = Some("cookie-1".into());
    known
        .attributes
        .insert("context.email".into(), "Ana@example.org".into());
    assert_eq!(key(known.clone()), "contact:c0ffee");
    known.contact = None;
    assert_eq!(key(known.clone()), "guest:guest-1");
    known.sessions[0].address = Some("  ".into());
    assert_eq!(key(known.clone()), "visitor:cookie-1");
    known.sessions[0].visitor = None;
    assert_eq!(key(known.clone()), "mail:ana@example.org");
    known.attributes.clear();
    assert_eq!(key(known), "conversation:conv-1");
}

#[test]
fn an_address_is_taken_from_attributes_by_their_names() {
    let mut guest = party(None);
    guest
        .attributes
        .insert("customer_Email".into(), "late@example.org".into());
    guest
        .attributes
        .insert("context.email".into(), " ana@example.org ".into());
    guest
        .attributes
        .insert("context.phone".into(), "+4930123456".into());
    guest
        .attributes
        .insert("context.note".into(), "no@address.example".into());
    let seen = sightings(&conversation("conv-1", vec![guest.clone()]), window());
    assert_eq!(
        seen[0].person.address(AddressKind::Email),
        Some("ana@example.org")
    );
    assert_eq!(
        seen[0].person.address(AddressKind::Phone),
        Some("+4930123456")
    );
    guest.attributes.retain(|name, _| name == "context.email");
    guest
        .attributes
        .insert("context.email".into(), "ana at example".into());
    let seen = sightings(&conversation("conv-1", vec![guest]), window());
    assert_eq!(
        seen[0].person.address(AddressKind::Email),
        Some("ana at example")
    );
}

#[test]
fn somebody_who_takes_part_twice_is_one_with_two_sessions() {
    let seen = sightings(
        &conversation(
            "conv-1",
            vec![party(Some("1")), party(Some("1")), party(Some("2"))],
        ),
        window(),
    );
    let sessions: Vec<_> = seen
        .iter()
        .map(|one| (one.key.as_str(), one.person.sessions()))
        .collect();
    assert_eq!(sessions, [("contact:1", 2), ("contact:2", 1)]);
}

#[test]
fn what_began_outside_the_window_is_not_counted() {
    let mut early = conversation("conv-1", vec![party(Some("1"))]);
    early.start = Some(at(-1));
    assert!(sightings(&early, window()).is_empty());
    early.start = None;
    assert_eq!(sightings(&early, window()).len(), 1);
}

#[test]
fn the_latest_conversation_says_whether_it_was_cleared() {
    let mut cleared = conversation("conv-1", vec![party(Some("1"))]);
    cleared.customers[0].sessions[0].cleared = true;
    let mut later = conversation("conv-2", vec![party(Some("1"))]);
    later.start = Some(at(30));
    later.end = None;
    let [first, second] = [cleared, later].map(|one| sightings(&one, window()).remove(0).person);
    assert!(first.has_cleared());
    let both = second.merge(first);
    assert!(!both.has_cleared());
    assert!(both.is_in_conversation());
    assert_eq!(both.sessions(), 2);
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// The same conversation is the same whenever it is read: all of it follows from its number.
    fn any_conversation() -> impl Strategy<Value = Conversation> {
        (0_u32..60).prop_map(|number| {
            let mut party = party(None);
            party.contact = number.is_multiple_of(3).then(|| format!("c{}", number % 7));
            party.sessions[0].visitor = Some(format!("v{}", number % 5));
            party.sessions[0].cleared = number.is_multiple_of(11);
            party.name = number.is_multiple_of(2).then(|| format!("name {number}"));
            let start = i64::from(number * 20);
            Conversation {
                id: format!("conv-{number}"),
                start: Some(at(start)),
                end: (!number.is_multiple_of(4)).then(|| at(start + 5)),
                customers: vec![party],
            }
        })
    }

    /// Folds as whoever keeps them does: a person is counted once in each conversation.
    fn fold(conversations: &[Conversation]) -> BTreeMap<String, Person> {
        let (mut people, mut met) = (BTreeMap::<String, Person>::new(), BTreeSet::new());
        for one in conversations
            .iter()
            .flat_map(|one| sightings(one, window()))
        {
            let is_new = met.insert((one.conversation.clone(), one.key.to_string()));
            let person = if is_new {
                one.person
            } else {
                one.person.uncounted()
            };
            let known = people.entry(one.key.to_string()).or_default();
            *known = core::mem::take(known).merge(person);
        }
        people
    }

    proptest! {
        #[test]
        fn the_order_of_reading_changes_nothing(
            (read, shuffled) in proptest::collection::vec(any_conversation(), 0..60)
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
        ) {
            prop_assert_eq!(fold(&read), fold(&shuffled));
        }

        #[test]
        fn reading_twice_counts_once_and_loses_nobody(
            read in proptest::collection::vec(any_conversation(), 0..60)
        ) {
            let twice: Vec<_> = read.iter().chain(&read).cloned().collect();
            let people = fold(&twice);
            prop_assert_eq!(&people, &fold(&read));
            let distinct: BTreeSet<_> = read
                .iter()
                .filter(|one| one.start < Some(at(1_000)))
                .map(|one| &one.id)
                .collect();
            let sessions: u64 = people.values().map(Person::sessions).sum();
            prop_assert_eq!(sessions, distinct.len() as u64);
        }
    }
}
