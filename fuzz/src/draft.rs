//! Drafts, from their reading to the request. The first byte chooses: `d`, the JSON of a draft;
//! `m`, a file of a message; anything else, a draft that is put together from the bytes, so that
//! much more of it is right than a random text would be.

mod made;

use serde_json::Value;
use tidings_core::address::EmailAddress;
use tidings_core::dialect::{Carriage, Carried, Dialect};
use tidings_core::message::Message;
use tidings_core::message::draft::{ContentDraft, Draft, StructuredDraft};
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::request::{Method, Request};
use tidings_core::time::Timestamp;

use crate::said::is_for_people;

/// What can be read is checked, what is checked is carried or refused, what is carried is a request.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    match kind {
        b'd' => {
            let Ok(value) = serde_json::from_slice::<Value>(rest) else {
                return;
            };
            match Draft::from_json(&value) {
                Ok(draft) => checks(&draft),
                Err(violations) => is_for_people(&violations),
            }
        }
        b'm' => match ContentDraft::from_message_json(&crate::text(rest)) {
            Ok(content) => checks(&Draft::Structured(StructuredDraft {
                contact_id: "c-1".into(),
                content,
                ..StructuredDraft::default()
            })),
            Err(violations) => is_for_people(&violations),
        },
        _ => checks(&made::draft(rest)),
    }
}

fn checks(draft: &Draft) {
    let value = serde_json::to_value(draft).unwrap();
    let again = Draft::from_json(&value).expect("what was written is read again");
    assert_eq!(&again, draft);
    let policy = Policy::default();
    let checked = draft.check(&policy);
    assert_eq!(checked, draft.check(&policy), "the same question twice");
    let parsed = draft.parse(&policy);
    match (checked, parsed) {
        (Ok((message, recipient)), Ok(parsed)) => {
            assert_eq!(message, parsed);
            personalizes(&message, &recipient, &policy);
        }
        (Err(violations), parsed) => {
            is_for_people(&violations);
            if let Err(of_message) = parsed {
                is_for_people(&of_message);
                let all: Vec<_> = violations.iter().collect();
                assert!(
                    of_message.iter().all(|one| all.contains(&one)),
                    "{violations}"
                );
            }
        }
        (Ok(_), Err(violations)) => panic!("checked, and then: {violations}"),
    }
    places_are_of_the_draft(draft, &policy);
}

/// Every violation stands at a field of the draft, or at one that is missing from it.
fn places_are_of_the_draft(draft: &Draft, policy: &Policy) {
    let Err(violations) = draft.check(policy) else {
        return;
    };
    let value = serde_json::to_value(draft).unwrap();
    for violation in &violations {
        let Some((parent, _)) = violation.path.rsplit_once('/') else {
            continue;
        };
        // Empty parts are left out of the JSON: then the place is that of what should be there.
        let is_there = value.pointer(parent).is_some() || parent.ends_with("/image");
        assert!(is_there || parent == "/route", "{violation} in {value}");
    }
}

fn personalizes(message: &Message, recipient: &Recipient, policy: &Policy) {
    crate::form::comes_back(recipient);
    assert!(!recipient.target().is_empty() && !recipient.keys().is_empty());
    let mut recipient = recipient.clone();
    if let Recipient::Conversation { email, .. } = &mut recipient {
        *email = EmailAddress::parse("ana.souza@example.org").ok();
    }
    let personalized = match message.personalize(&recipient, policy) {
        Ok(personalized) => personalized,
        Err(violations) => return is_for_people(&violations),
    };
    assert_eq!(personalized.operation(), message.operation());
    for dialect in Dialect::ALL {
        for is_sandbox in [true, false] {
            let carriage = dialect.carriage(&personalized, is_sandbox);
            match dialect.carry(&personalized, is_sandbox) {
                Ok(carried) => carries(&carried, dialect, &carriage),
                Err(refused) => {
                    assert!(matches!(carriage, Carriage::Refused { .. }));
                    is_for_people(&refused.into_violation().into());
                }
            }
        }
    }
}

fn carries(carried: &Carried, dialect: Dialect, carriage: &Carriage) {
    assert_eq!(*carriage == Carriage::AsIs, carried.notes().is_empty());
    assert!(carried.forecast().iter().all(|line| !line.is_empty()));
    let now = Timestamp::from_unix_millis(1_780_000_000_000);
    let request = carried.request(now);
    assert_eq!(request, carried.request(now));
    is_well_formed(&request);
    for request in carried.split_requests(now) {
        is_well_formed(&request);
        // What goes out can never be asked of the proxy that the page reads through.
        assert_eq!(dialect.forwardable(&request.target, None), None);
    }
}

fn is_well_formed(request: &Request) {
    assert_eq!(request.method, Method::Post);
    assert!(request.operation.is_send(), "{:?}", request.operation);
    let target = &request.target;
    assert!(target.starts_with("/api/v2/"), "{target}");
    assert!(
        target.is_ascii() && !target.contains(char::is_whitespace),
        "{target}"
    );
    let path = target.split('?').next().unwrap_or_default();
    let is_lost = |part: &str| matches!(part, "" | "." | "..");
    assert!(!path.split('/').skip(1).any(is_lost), "{target}");
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    assert!(body.is_object(), "{body}");
}
