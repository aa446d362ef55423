//! Addresses and ids: one line each, read as all of them.

use tidings_core::address::{Address, AddressKind, EmailAddress, PhoneNumber};
use tidings_core::id::{ContactId, ConversationId, GuestId, ParticipantId, ResponseId};
use tidings_core::recipient::RecipientKey;

/// What was read is what goes on the wire, and reads as itself.
pub fn run(data: &[u8]) {
    let input = crate::text(data);
    for line in input.split('\n') {
        email(line);
        phone(line);
        either(line);
        id(line);
        key(line);
    }
}

fn email(text: &str) {
    let Ok(email) = EmailAddress::parse(text) else {
        return;
    };
    let written = email.as_str();
    assert_eq!(EmailAddress::parse(written).as_ref(), Ok(&email));
    assert!(written.eq_ignore_ascii_case(text.trim()), "{text:?}");
    assert!(written.len() <= 254 && written.is_ascii(), "{written:?}");
    assert!(!written.contains(char::is_whitespace) && !written.contains(char::is_control));
    let (local, domain) = written.split_once('@').unwrap();
    assert_eq!(local, email.local_part());
    assert!(!domain.contains('@') && domain.contains('.'), "{written:?}");
    assert_eq!(email.key(), written.to_ascii_lowercase());
    assert_eq!(
        EmailAddress::parse(&email.key()).unwrap().key(),
        email.key()
    );
    crate::form::comes_back(&email);
}

fn phone(text: &str) {
    let Ok(number) = PhoneNumber::parse(text) else {
        return;
    };
    let written = number.as_str();
    assert_eq!(PhoneNumber::parse(written).as_ref(), Ok(&number));
    let digits = written.strip_prefix('+').unwrap();
    assert!((8..=15).contains(&digits.len()), "{written:?}");
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
    let typed: String = text.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits, typed, "a digit more or less is another person");
    crate::form::comes_back(&number);
}

fn either(text: &str) {
    for kind in [AddressKind::Email, AddressKind::Phone] {
        if let Ok(address) = kind.parse(text) {
            assert_eq!(Address::parse(text).as_ref(), Ok(&address), "{text:?}");
            crate::form::comes_back(&address);
            let key = RecipientKey::of_address(&address);
            assert_eq!(RecipientKey::parse(address.as_str()), Ok(key), "{text:?}");
        }
    }
}

fn id(text: &str) {
    let contact = ContactId::parse(text);
    assert_eq!(contact.is_ok(), ConversationId::parse(text).is_ok());
    assert_eq!(contact.is_ok(), GuestId::parse(text).is_ok());
    assert_eq!(contact.is_ok(), ParticipantId::parse(text).is_ok());
    assert_eq!(contact.is_ok(), ResponseId::parse(text).is_ok());
    let Ok(contact) = contact else {
        return;
    };
    assert_eq!(contact.as_str(), text);
    // Put into a path as it is: it must neither end the segment nor climb out of it.
    assert!(text.is_ascii() && !text.starts_with('.'), "{text:?}");
    assert!(!text.contains(['/', '?', '#', '%', '\\', ' ']), "{text:?}");
    let _ = contact.is_uuid();
    crate::form::comes_back(&contact);
}

fn key(text: &str) {
    if let Ok(key) = RecipientKey::parse(text) {
        assert_eq!(RecipientKey::parse(key.as_str()).as_ref(), Ok(&key));
        assert_eq!(RecipientKey::from_stored(key.to_string()), key);
    }
    let key = RecipientKey::of_id(text);
    assert_eq!(RecipientKey::of_id(key.as_str()), key, "{text:?}");
}
