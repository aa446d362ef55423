//! What is stored, and what page and server say to each other: the type's name in the first line,
//! its JSON after it. What can be read comes back as it was, and machines go on from it.

use core::fmt::Debug;
use core::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tidings_core::api;
use tidings_core::audience::{Checkpoint, GatherPoint, GatherStep, Gathering, Person};
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::Draft;
use tidings_core::operation::Operation;
use tidings_core::outcome::{Acceptance, Outcome, Refusal};
use tidings_core::pace::{Pace, Pacer, PacerState, PacerStep};
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::retry::{OnServerError, RetryPolicy, Tries};
use tidings_core::sender::{Sender, Senders};
use tidings_core::time::{Entropy, Timestamp};
use tidings_core::violation::Violation;

const NOW: Timestamp = Timestamp::from_unix_millis(1_780_000_000_000);

/// Reads the rest as the first line says.
pub fn run(data: &[u8]) {
    let input = crate::text(data);
    let (name, json) = input.split_once('\n').unwrap_or((&input, ""));
    stored(name, json);
    of_the_api(name, json);
}

fn read<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) -> Option<T> {
    let value = serde_json::from_str(json).ok()?;
    crate::form::comes_back(&value);
    Some(value)
}

fn stored(name: &str, json: &str) {
    match name {
        "draft" => drop(read::<Draft>(json)),
        "policy" => drop(read::<Policy>(json)),
        "violation" => {
            if let Some(violation) = read::<Violation>(json) {
                let _ = violation.to_string();
            }
        }
        "recipient" => {
            if let Some(recipient) = read::<Recipient>(json) {
                assert!(recipient.keys().iter().all(|key| !key.as_str().is_empty()));
                let _ = (recipient.key(), recipient.name(), recipient.person());
            }
        }
        "person" => drop(read::<Person>(json)),
        "acceptance" => drop(read::<Acceptance>(json)),
        "refusal" => drop(read::<Refusal>(json).map(|refusal| refusal.to_string())),
        "senders" => drop(read::<Senders>(json)),
        "sender" => drop(read::<Sender>(json).map(|sender| sender.is_ready())),
        "checkpoint" => drop(read::<Checkpoint>(json)),
        "gather" => drop(serde_json::from_str(json).map(gathers)),
        "pacer" => drop(serde_json::from_str(json).map(paces)),
        "tries" => drop(serde_json::from_str(json).map(retries)),
        _ => {}
    }
}

/// However a point was stored, the reading of an audience comes to some step.
fn gathers(point: GatherPoint) {
    let policy = RetryPolicy::for_operation(
        Dialect::Platform,
        Operation::Audience,
        OnServerError::default_for(Dialect::Platform, Operation::Audience),
    );
    let mut gathering = Gathering::new(point, policy);
    for _ in 0..3 {
        if matches!(gathering.poll(NOW), GatherStep::Ask(_)) {
            let outcome = Outcome::NeverOpened {
                reason: "refused".into(),
            };
            gathering.handle_failure(outcome, Entropy(7), NOW);
        }
    }
}

/// However a pace was stored, there is a permit in the end.
fn paces(state: PacerState) {
    let mut pacer = Pacer::resume(Pace::per_minute(120).expect("a pace"), state);
    let mut now = NOW;
    for _ in 0..3 {
        match pacer.poll(now) {
            PacerStep::Ready(_) => {}
            PacerStep::WaitUntil(until) => now = now.max(until),
        }
    }
}

fn retries(tries: Tries) {
    let policy = RetryPolicy::for_operation(
        Dialect::Guides,
        Operation::Proactive,
        OnServerError::default_for(Dialect::Guides, Operation::Proactive),
    );
    for retry_after in [None, Some(Duration::ZERO), Some(Duration::MAX)] {
        let mut tries = tries;
        let _ = policy.waits_until(&tries);
        let _ = policy.decide(
            Outcome::Throttled { retry_after },
            &mut tries,
            Entropy(u64::MAX),
            NOW,
        );
    }
}

fn of_the_api(name: &str, json: &str) {
    match name {
        "SendRequest" => drop(read::<api::SendRequest>(json)),
        "DeliveryDetail" => drop(read::<api::DeliveryDetail>(json)),
        "DeliveryFilter" => drop(read::<api::DeliveryFilter>(json)),
        "DeliveryPage" => drop(read::<api::DeliveryPage>(json)),
        "Resolve" => drop(read::<api::Resolve>(json)),
        "AudienceFilter" => drop(read::<api::AudienceFilter>(json)),
        "AudienceView" => drop(read::<api::AudienceView>(json)),
        "NotifyRequest" => drop(read::<api::NotifyRequest>(json)),
        "CampaignView" => drop(read::<api::CampaignView>(json)),
        "ErrorBody" => drop(read::<api::ErrorBody>(json)),
        "EventView" => drop(read::<api::EventView>(json)),
        "SessionView" => drop(read::<api::SessionView>(json)),
        "ConnectionView" => drop(read::<api::ConnectionView>(json)),
        "ReachView" => drop(read::<api::ReachView>(json)),
        "RecipientList" => drop(read::<api::RecipientList>(json)),
        "ListedPage" => drop(read::<api::ListedPage>(json)),
        "SetMode" => drop(read::<api::SetMode>(json)),
        "SetStop" => drop(read::<api::SetStop>(json)),
        "BudgetView" => drop(read::<api::BudgetView>(json)),
        "DoctorView" => drop(read::<api::DoctorView>(json).map(|view| view.is_green())),
        _ => {}
    }
}
