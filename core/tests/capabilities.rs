//! `docs/capabilities.md` is written from the code, and what it says is what happens.
//!
//! `TIDINGS_BLESS=1 cargo test -p tidings-core --test capabilities` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::fmt::Write as _;

use tidings_core::capability::{self, Kind, Support};
use tidings_core::channel::Channel;
use tidings_core::dialect::{Carriage, Dialect};
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn document() -> String {
    let mut text = include_str!("capabilities/head.md").to_owned();
    for dialect in Dialect::ALL {
        write!(text, "\n## Dialect `{dialect}`\n\n").unwrap();
        text.push_str(&capability::markdown(dialect));
    }
    text
}

#[test]
fn the_document_is_what_the_code_says() {
    if std::env::var_os("TIDINGS_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/capabilities.md");
        std::fs::write(path, document()).unwrap();
    } else {
        assert!(
            document() == include_str!("../../docs/capabilities.md"),
            "docs/capabilities.md is out of date: TIDINGS_BLESS=1 cargo test -p tidings-core --test capabilities"
        );
    }
}

/// A structured message of each kind, on a channel.
fn draft(kind: Kind, channel: Channel) -> Option<Draft> {
    let file = match kind {
        Kind::Html => return None,
        Kind::Text => include_str!("golden/structured-text.draft.json"),
        Kind::QuickReply => include_str!("golden/structured-quick-reply.draft.json"),
        Kind::Card => include_str!("golden/structured-card.draft.json"),
        Kind::Carousel => include_str!("golden/structured-carousel.draft.json"),
        Kind::Image => include_str!("golden/structured-image.draft.json"),
        Kind::Audio => include_str!("golden/structured-audio.draft.json"),
        Kind::Video => include_str!("golden/structured-video.draft.json"),
        Kind::File => include_str!("golden/structured-file.draft.json"),
        Kind::Location => include_str!("golden/structured-location.draft.json"),
        Kind::Template => include_str!("capabilities/template.draft.json"),
        other => panic!("no draft of the kind {other:?} is kept here"),
    };
    let mut json: serde_json::Value = serde_json::from_str(file).unwrap();
    json["contactId"] = match channel {
        Channel::WhatsApp | Channel::Apple => "13175555555".into(),
        _ => "b1f0c6a2-77a0-4c39-9a0e-4f3d1c1f2e55".into(),
    };
    let from = if channel == Channel::Sms {
        "+13175550100"
    } else {
        "sender-1"
    };
    json["route"] = serde_json::json!({"channel": channel, "from": from});
    Some(Draft::from_json(&json).unwrap())
}

#[test]
fn what_the_table_says_of_the_published_api_is_what_becomes_of_a_message() {
    let policy = Policy::default();
    for channel in Channel::ALL
        .into_iter()
        .filter(|one| *one != Channel::Email)
    {
        for kind in Kind::ALL {
            let Some(draft) = draft(kind, channel) else {
                continue;
            };
            let (message, recipient) = draft.check(&policy).unwrap();
            let personalized = message.personalize(&recipient, &policy).unwrap();
            let carriage = Dialect::Platform.carriage(&personalized, false);
            let support = capability::support(Dialect::Platform, channel, kind);
            let agrees = match (support, &carriage) {
                (Support::AsIs, Carriage::AsIs)
                | (Support::Refused { .. }, Carriage::Refused { .. }) => true,
                (
                    Support::AsText { note } | Support::BotSession { note },
                    Carriage::Degraded {
                        notes,
                        text: Some(text),
                    },
                ) => notes[0].contains(note) && !text.is_empty(),
                _ => false,
            };
            assert!(agrees, "{kind} on {channel}: {support:?}, but {carriage:?}");
        }
    }
}
