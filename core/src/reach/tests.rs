use super::*;
use crate::audience::{
    Conversation, CustomerParty, CustomerSession, Interval, PersonContact, sightings,
};
use crate::testing::test;

const DAY: i64 = 86_400_000;
const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_unix_millis(NOW.as_unix_millis() - days * DAY)
}

fn profile(contact: Option<ContactFound>, change: fn(&mut Conversation)) -> Profile {
    let mut conversation = Conversation {
        id: "conv-1".into(),
        start: Some(days_ago(2)),
        end: Some(days_ago(1)),
        customers: vec![CustomerParty {
            contact: contact.is_some().then(|| "person-1".into()),
            sessions: vec![CustomerSession::default()],
            ..CustomerParty::default()
        }],
    };
    change(&mut conversation);
    let window = Interval::new(days_ago(90), NOW).unwrap();
    let seen = sightings(&conversation, window).remove(0);
    Profile {
        key: seen.key,
        person: seen.person,
        contact,
    }
}

fn known() -> ContactFound {
    ContactFound::Here(PersonContact {
        id: "person-1".into(),
        emails: vec!["ana@example.org".into()],
        phones: vec!["no number".into()],
        ..PersonContact::default()
    })
}

fn unchanged(_: &mut Conversation) {}

fn on(channel: Channel, profile: &Profile) -> Result<bool, Obstacle> {
    Ways::of(profile, NOW).on(channel, &BTreeSet::new())
}

#[test]
fn each_channel_has_its_own_reasons() {
    let ana = profile(Some(known()), unchanged);
    assert_eq!(on(Channel::Email, &ana), Ok(false));
    assert_eq!(on(Channel::Sms, &ana), Err(Obstacle::InvalidAddress));
    assert_eq!(on(Channel::WebMessaging, &ana), Ok(false));
    assert_eq!(on(Channel::WhatsApp, &ana), Err(Obstacle::NoAddress));
    let guest = profile(None, unchanged);
    assert_eq!(on(Channel::Email, &guest), Err(Obstacle::NoAddress));
    assert_eq!(on(Channel::WebMessaging, &guest), Err(Obstacle::NoContact));
    let gone = profile(Some(ContactFound::Deleted), unchanged);
    assert_eq!(on(Channel::Email, &gone), Err(Obstacle::ContactDeleted));
}

#[test]
fn a_messenger_shows_nothing_where_it_was_cleared_and_nothing_new_while_they_talk() {
    let cleared = profile(Some(known()), |one| {
        one.customers[0].sessions[0].cleared = true;
    });
    assert_eq!(
        on(Channel::WebMessaging, &cleared),
        Err(Obstacle::SessionCleared)
    );
    assert_eq!(
        on(Channel::Email, &cleared),
        Ok(false),
        "a mail arrives all the same"
    );
    let talking = profile(Some(known()), |one| one.end = None);
    assert_eq!(
        on(Channel::WebMessaging, &talking),
        Err(Obstacle::ActiveConversation)
    );
}

#[test]
fn a_contact_near_its_end_is_reachable_but_not_for_long() {
    let old = profile(Some(known()), |one| {
        one.start = Some(days_ago(54));
        one.end = Some(days_ago(53));
    });
    assert_eq!(on(Channel::WebMessaging, &old), Ok(true));
    assert_eq!(
        on(Channel::Email, &old),
        Ok(false),
        "an address does not expire"
    );
}

#[test]
fn whoever_is_suppressed_by_any_of_their_names_is_not_reached() {
    let ways = Ways::of(&profile(Some(known()), unchanged), NOW);
    let keys: Vec<_> = ways.keys().cloned().collect();
    let [email, person] = keys.as_slice() else {
        panic!("{keys:?}");
    };
    let by = |key: &RecipientKey| BTreeSet::from([key.clone()]);
    assert_eq!(
        ways.on(Channel::Email, &by(email)),
        Err(Obstacle::Suppressed)
    );
    assert_eq!(ways.on(Channel::WebMessaging, &by(email)), Ok(false));
    assert_eq!(
        ways.on(Channel::WebMessaging, &by(person)),
        Err(Obstacle::Suppressed)
    );
}

#[test]
fn reachable_and_unreachable_are_the_audience() {
    let senders = Senders {
        email: Some("shop@mail.example.com".into()),
        ..Senders::default()
    };
    let mut count = ReachCount::new(Dialect::Platform, &senders);
    for profile in [profile(Some(known()), unchanged), profile(None, unchanged)] {
        count.add(&Ways::of(&profile, NOW), &BTreeSet::new());
    }
    let view = count.view(None);
    assert_eq!(view.audience, 2);
    assert!(view.complete);
    for channel in &view.channels {
        let unreachable: u64 = channel.unreachable.values().sum();
        assert_eq!(channel.reachable + unreachable, view.audience);
    }
    assert_eq!(view.channels[0].reachable, 1);
    assert_eq!(view.channels[1].unreachable["no_sender"], 2);
}

#[test]
fn a_customer_of_the_guides_has_one_address() {
    let row = |address: &str| CustomerRow {
        address: Some(address.into()),
        ..CustomerRow::default()
    };
    let on = |address, channel| Ways::of_row(&row(address)).on(channel, &BTreeSet::new());
    assert_eq!(on("ana@example.org", Channel::Email), Ok(false));
    assert_eq!(
        on("ana@example.org", Channel::Sms),
        Err(Obstacle::NoAddress)
    );
    assert_eq!(on("+4930123456", Channel::Sms), Ok(false));
    assert_eq!(
        on("nonsense", Channel::Email),
        Err(Obstacle::InvalidAddress)
    );
}
