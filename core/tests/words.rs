//! The words for people and the names for programs that are not built from anything else.

#![allow(clippy::unwrap_used, reason = "test code")]

use tidings_core::address::{Address, EmailAddress, PhoneNumber};
use tidings_core::api::Mode;
use tidings_core::audience::{BreakOff, Exclusion, Interval};
use tidings_core::capability::{self, Kind};
use tidings_core::channel::Channel;
use tidings_core::conversation::Company;
use tidings_core::delivery::DeliveryState;
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::{
    BodyFormat, Draft, GreetDraft, OutboundChannel, OutboundDraft, ProactiveDraft, SenderType,
};
use tidings_core::outcome::Outcome;
use tidings_core::request::TransportFailure;
use tidings_core::retry::{Ending, Setback};
use tidings_core::time::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn json(value: impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

#[test]
fn a_setback_is_told_as_what_was_tried_in_vain() {
    for (setback, name, sentence, counts) in [
        (
            Setback::NeverOpened,
            "never_opened",
            "no connection could be opened in all the time there was",
            false,
        ),
        (
            Setback::ReplyLost,
            "reply_lost",
            "every reply was lost",
            true,
        ),
        (
            Setback::ServerError,
            "server_error",
            "every attempt met a server error",
            true,
        ),
        (
            Setback::Throttled,
            "throttled",
            "the rate limit did not lift in all the time there was",
            false,
        ),
    ] {
        assert_eq!(setback.name(), name);
        assert_eq!(setback.to_string(), name);
        assert_eq!(json(setback), name);
        assert_eq!(setback.counts(), counts, "{name}");
        let ending = Ending::Unsent {
            setback,
            detail: "12 tries".to_owned(),
        };
        assert_eq!(
            ending.to_string(),
            format!("Given up: {sentence} (12 tries).")
        );
        assert_eq!(ending.state(), DeliveryState::Unsent);
        assert_eq!(ending.code(), Some(name));
    }
}

#[test]
fn a_lost_reply_leaves_it_to_a_person_to_look() {
    let ending = Ending::InDoubt {
        reason: "connection reset".to_owned(),
    };
    assert_eq!(
        ending.to_string(),
        "Nobody knows whether the platform took it (connection reset). Look it up there, then \
         resolve it as sent or unsent."
    );
    assert_eq!(ending.state(), DeliveryState::InDoubt);
    assert_eq!(ending.code(), None);
}

#[test]
fn what_an_attempt_came_to_is_said_in_a_clause() {
    let throttled = |retry_after| Outcome::Throttled { retry_after }.to_string();
    assert_eq!(throttled(None), "the platform asked to wait");
    assert_eq!(
        throttled(Some(std::time::Duration::from_secs(7))),
        "the platform asked to wait 7 s"
    );
    let reason = || "no route to host".to_owned();
    assert_eq!(
        Outcome::NeverOpened { reason: reason() }.to_string(),
        "the connection never opened: no route to host"
    );
    assert_eq!(
        Outcome::InDoubt { reason: reason() }.to_string(),
        "nobody knows what became of it: no route to host"
    );
    for failure in [
        TransportFailure::NeverOpened(reason()),
        TransportFailure::ReplyLost(reason()),
    ] {
        assert!(failure.to_string().contains("no route to host"));
    }
}

#[test]
fn a_broken_off_audience_says_what_to_do_to_get_it() {
    let day = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(86_400_000));
    let too_many = day.map(|day| BreakOff::TooMany { day });
    for (broken, said) in [
        (
            Some(BreakOff::CursorRepeated),
            &["read before", "Ask again"][..],
        ),
        (too_many, &["1970-01-01", "Ask again tomorrow"]),
        (
            Some(BreakOff::Disk("no space left".to_owned())),
            &["no space left", "Make room"],
        ),
        (
            Some(BreakOff::Unsettled),
            &["disappeared", "Ask again later"],
        ),
        (
            Some(BreakOff::Failed(Ending::Unsent {
                setback: Setback::Throttled,
                detail: "an hour".to_owned(),
            })),
            &["rate limit", "an hour"],
        ),
    ] {
        let words = broken.map(|broken| broken.to_string()).unwrap_or_default();
        for part in said {
            assert!(words.contains(part), "{part}: {words}");
        }
    }
}

#[test]
fn who_is_left_out_is_named_alike_in_code_and_in_json() {
    for (exclusion, name) in [
        (Exclusion::NoSessions, "no_sessions"),
        (Exclusion::BelowMinSessions, "below_min_sessions"),
        (Exclusion::ContactDeleted, "contact_deleted"),
        (Exclusion::NoContact, "no_contact"),
        (Exclusion::NoAddress, "no_address"),
        (Exclusion::InvalidEmail, "invalid_email"),
        (Exclusion::InvalidPhone, "invalid_phone"),
        (Exclusion::Duplicate, "duplicate"),
    ] {
        assert_eq!(exclusion.code(), name);
        assert_eq!(exclusion.to_string(), name);
        assert_eq!(json(exclusion), name);
    }
}

#[test]
fn what_a_form_offers_is_named_as_its_json_is() {
    for (name, written, expected) in [
        (Mode::Rehearsal.name(), json(Mode::Rehearsal), "rehearsal"),
        (Mode::Live.name(), json(Mode::Live), "live"),
        (
            OutboundChannel::Email.name(),
            json(OutboundChannel::Email),
            "email",
        ),
        (
            OutboundChannel::Sms.name(),
            json(OutboundChannel::Sms),
            "sms",
        ),
        (BodyFormat::Html.name(), json(BodyFormat::Html), "html"),
        (BodyFormat::Text.name(), json(BodyFormat::Text), "text"),
        (SenderType::Bot.name(), json(SenderType::Bot), "bot"),
        (SenderType::Agent.name(), json(SenderType::Agent), "agent"),
    ] {
        assert_eq!((name, written.as_str()), (expected, expected));
    }
}

#[test]
fn the_company_a_customer_is_in_completes_a_sentence() {
    for (company, words) in [
        (Company::Agent, "an agent"),
        (Company::Queue, "a queue, waiting for an agent"),
        (Company::Bot, "a bot"),
        (Company::Unknown, "somebody"),
    ] {
        assert_eq!(company.words(), words);
    }
}

#[test]
fn an_address_is_text_that_reads_back_and_is_masked_in_logs() {
    let mail: EmailAddress = "ana@example.org".parse().unwrap();
    assert_eq!(mail.to_string(), "ana@example.org");
    assert_eq!(String::from(mail.clone()), "ana@example.org");
    assert_eq!(format!("{mail:?}"), "EmailAddress(a…@example.org)");
    assert!("ana".parse::<EmailAddress>().is_err());
    let phone: PhoneNumber = "+13175550123".parse().unwrap();
    assert_eq!(phone.to_string(), "+13175550123");
    assert!(!format!("{phone:?}").contains("+13175550123"));
    assert_eq!(String::from(phone), "+13175550123");
    for text in ["ana@example.org", "+13175550123"] {
        assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
    }
}

#[test]
fn the_capability_table_has_every_kind_on_every_channel_of_every_dialect_once() {
    let entries: Vec<_> = capability::table().collect();
    let expected = Dialect::ALL.len() * Kind::ALL.len() * Channel::ALL.len();
    assert_eq!(entries.len(), expected);
    for entry in &entries {
        assert_eq!(
            entry.support,
            capability::support(entry.dialect, entry.channel, entry.kind)
        );
    }
}

#[test]
fn only_drafts_to_an_audience_and_greetings_ask_for_values() {
    let greeting: Draft = GreetDraft::returning("conv-2", "conv-1", "agent-1")
        .saying("Hi {{name}}, {{name}}, {{day | default: \"today\"}}")
        .into();
    assert_eq!(greeting.required_placeholders(), ["name"]);
    let sms = OutboundDraft::sms_to_audience("+13175550100", "{{name}} {{address}}");
    assert_eq!(
        Draft::from(sms).required_placeholders(),
        ["name", "address"]
    );
    let proactive = ProactiveDraft::text("c-1", "{{name}}");
    assert!(Draft::from(proactive).required_placeholders().is_empty());
}

#[test]
fn a_delivery_is_open_or_over_and_may_fare_better_only_unsent() {
    for (state, is_open, may_fare_better) in [
        (DeliveryState::Pending, true, false),
        (DeliveryState::Attempting, true, false),
        (DeliveryState::Unsent, false, true),
        (DeliveryState::Expired, false, true),
        (DeliveryState::Cancelled, false, true),
        (DeliveryState::InDoubt, false, false),
        (DeliveryState::Rejected, false, false),
    ] {
        assert_eq!(state.is_open(), is_open, "{state}");
        assert_eq!(state.may_fare_better(), may_fare_better, "{state}");
    }
}
