//! Look-ups of the published API: its name and the status in the first line, the body after it.
//!
//! ```text
//! conversation 200
//! {"id":"c-1","participants":[]}
//! ```

use core::fmt::Debug;
use core::time::Duration;

use tidings_core::address::AddressKind;
use tidings_core::audience::{Answer, Ask, Interval, Person, sightings};
use tidings_core::channel::Channel;
use tidings_core::dialect::Query;
use tidings_core::dialect::platform::contacts::BulkContacts;
use tidings_core::dialect::platform::status::{MailStatus, MessageStatus, SentPage};
use tidings_core::dialect::platform::{ContactQuery, ConversationQuery, directory};
use tidings_core::id::{ContactId, ConversationId, ResponseId};
use tidings_core::request::{Method, Reply};
use tidings_core::time::Timestamp;

const ID: &str = "0f5e3c1a-77a0-4c39-9a0e-4f3d1c1f2ee1";

/// Any reply is read, or it is said why not.
pub fn run(data: &[u8]) {
    let at = data.iter().position(|byte| *byte == b'\n');
    let (head, body) = data.split_at(at.unwrap_or(data.len()));
    let head = crate::text(head);
    let (name, status) = head.split_once(' ').unwrap_or((&head, "200"));
    let reply = Reply {
        status: status.parse().unwrap_or(200),
        headers: Vec::new(),
        body: body.get(1..).unwrap_or_default().to_vec(),
    };
    people(name, &reply);
    what_there_is(name, &reply);
    what_became(name, &reply);
    audience(name, &reply);
}

/// A read that names itself well, and an answer or a reason.
fn ask<Q: Query<Answer: Debug>>(query: &Q, reply: &Reply) -> Option<Q::Answer> {
    let request = query.request();
    assert!(!request.operation.is_send());
    assert!(request.target.starts_with("/api/v2/") || request.target.starts_with("/oauth/"));
    assert!(request.target.is_ascii() && !request.target.contains(' '));
    assert_eq!(request.body.is_some(), request.method == Method::Post);
    if let Some(body) = &request.body {
        serde_json::from_str::<serde_json::Value>(body).unwrap();
    }
    let answer = query.answer(reply);
    assert!(answer.is_err() || reply.is_success(), "{answer:?}");
    answer.ok()
}

fn people(name: &str, reply: &Reply) {
    match name {
        "conversation" => {
            let query = ConversationQuery(ConversationId::parse(ID).unwrap());
            if let Some(conversation) = ask(&query, reply) {
                let now = Timestamp::from_unix_millis(1_780_000_000_000);
                for hours in [0, 72, u64::MAX / 3_600] {
                    let _ = conversation.standing(Duration::from_secs(hours * 3_600), now);
                }
                let (_, _) = (conversation.contact(), conversation.email());
            }
        }
        "contact" => {
            ask(&ContactQuery(ContactId::parse(ID).unwrap()), reply);
        }
        "contacts" => {
            ask(
                &BulkContacts {
                    ids: vec![ID.to_owned()],
                },
                reply,
            );
        }
        _ => {}
    }
}

fn what_there_is(name: &str, reply: &Reply) {
    match name {
        "owner" => drop(ask(&directory::owner(), reply)),
        "organization" => drop(ask(&directory::organization(), reply)),
        "clock" => drop(ask(&directory::clock(), reply)),
        "client" => drop(ask(&directory::client(ID), reply)),
        "role" => drop(ask(&directory::role(ID), reply)),
        "subject" => drop(ask(&directory::subject(), reply)),
        "permitted" => drop(ask(&directory::permitted("a:b:c"), reply)),
        "limits" => drop(ask(&directory::limits(), reply)),
        "threading" => drop(ask(&directory::threading(), reply)),
        "deployments" => drop(ask(&directory::deployments(None), reply)),
        "identity" => drop(ask(&directory::identity_resolution(ID), reply)),
        "integrations" => {
            for channel in [Channel::Open, Channel::WhatsApp, Channel::Apple] {
                drop(directory::integrations(channel, None).map(|query| ask(&query, reply)));
            }
        }
        "flows" => drop(ask(&directory::flows(None), reply)),
        "numbers" => drop(ask(&directory::numbers(None), reply)),
        "domains" => drop(ask(&directory::domains(None), reply)),
        "libraries" => {
            if let Some(page) = ask(&directory::libraries(None), reply) {
                // The next page is asked for in the reply's own words.
                ask(&directory::libraries(page.next.as_ref()), reply);
            }
        }
        "responses" => drop(ask(&directory::responses(ID, None), reply)),
        "response" => {
            let id = ResponseId::parse(ID).unwrap();
            if let Some(response) = ask(&directory::response(&id), reply) {
                let _ = response.fill(&std::collections::BTreeMap::new());
            }
        }
        _ => {}
    }
}

fn what_became(name: &str, reply: &Reply) {
    match name {
        "message" => {
            let query = MessageStatus {
                message: ID.to_owned(),
            };
            if let Some(Some(fate)) = ask(&query, reply) {
                assert!(fate.hint().is_none_or(|hint| !hint.is_empty()));
            }
        }
        "mail" => drop(ask(
            &MailStatus {
                conversation: ID.to_owned(),
            },
            reply,
        )),
        "sent" => drop(ask(
            &SentPage {
                interval: week(),
                number: 1,
            },
            reply,
        )),
        _ => {}
    }
}

fn audience(name: &str, reply: &Reply) {
    let id = || ID.to_owned();
    let interval = week();
    let call = match name {
        "page" => Ask::Page {
            interval,
            number: 1,
        },
        "availability" => Ask::Availability,
        "submit" => Ask::Submit { interval },
        "state" => Ask::State { id: id() },
        "results" => Ask::Results {
            id: id(),
            cursor: None,
            size: None,
        },
        _ => return,
    };
    let Some((answer, conversations)) = ask(&call, reply) else {
        return;
    };
    if let Answer::Page { rows, .. } = answer {
        // Some have no id and are nobody's.
        assert!(conversations.len() as u64 <= rows);
    }
    for conversation in &conversations {
        let mut sightings = sightings(conversation, interval).into_iter();
        let Some(first) = sightings.next() else {
            continue;
        };
        let keys = [&first.key];
        let mut all = first.person.clone();
        for sighting in sightings {
            assert!(!keys.contains(&&sighting.key), "one person twice");
            all = merged(all, sighting.person);
        }
        let _ = (all.name(), all.address(AddressKind::Email), all.last());
    }
}

/// Whoever comes first, the same person comes out.
fn merged(one: Person, other: Person) -> Person {
    let merged = one.clone().merge(other.clone());
    assert_eq!(merged, other.merge(one));
    crate::form::comes_back(&merged);
    merged
}

fn week() -> Interval {
    let from = Timestamp::from_unix_millis(1_780_000_000_000);
    Interval::new(from, from.saturating_add(Duration::from_hours(168))).unwrap()
}
