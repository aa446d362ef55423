//! Limits at run time (`PLATFORM-API` §11.4).

use serde_json::{Value, json};

use super::page;
use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::{Cloud, lock};
use crate::limits::{CLIENT_RATE, PLATFORM, REQUEST_BYTES};
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(NAMESPACES, Operation::Limits, Needs::Nothing, namespaces),
    Route::get(
        "/organizations/limits/namespaces/{namespaceName}",
        Operation::Limits,
        Needs::Nothing,
        in_force,
    ),
    Route::get(
        "/organizations/limits/namespaces/{namespaceName}/defaults",
        Operation::Limits,
        Needs::Nothing,
        defaults,
    ),
];

fn namespaces(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let names: Vec<Value> = NAMES.iter().map(|(name, _)| json!(name)).collect();
    page::of(call, NAMESPACES, names).map(Reply::ok)
}

/// What the platform has by default.
fn defaults(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    show(call.id(), |_, value| Some(value))
}

/// What holds here: the calls a minute are this sandbox's own.
fn in_force(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let per_minute = lock(&cloud.throttle).per_minute();
    show(call.id(), |key, value| {
        if key == CLIENT_RATE {
            (per_minute > 0).then_some(u64::from(per_minute))
        } else {
            Some(value)
        }
    })
}

fn show(namespace: &str, value: impl Fn(&str, u64) -> Option<u64>) -> Result<Reply, Refusal> {
    let (_, limits) = NAMES
        .iter()
        .find(|(name, _)| *name == namespace)
        .ok_or_else(|| {
            let message = format!("Namespace {namespace} not found");
            Refusal::not_found(message).about("namespace", namespace)
        })?;
    let entities: Vec<Value> = limits
        .iter()
        .filter_map(|(key, default)| {
            let value = value(key, *default)?;
            Some(json!({ "key": key, "namespace": namespace, "value": value }))
        })
        .collect();
    Ok(Reply::ok(json!({ "entities": entities })))
}

const NAMESPACES: &str = "/organizations/limits/namespaces";

/// The namespaces and, of those whose values are published, the defaults.
const NAMES: &[(&str, &[(&str, u64)])] = &[
    (
        PLATFORM,
        &[
            ("token.rate.per.minute", 300),
            (CLIENT_RATE, 300),
            ("org.app.user.rate.per.minute", 3000),
            ("request.bytes.max", REQUEST_BYTES as u64),
        ],
    ),
    ("email", &[("agentless.email.rate.per.minute", 300)]),
    (
        "web.messaging",
        &[("messages.per.session.rate.per.second", 2)],
    ),
    (
        "notifications",
        &[
            ("channels.per.user.app.max", 20),
            ("topics.per.channel.max", 1000),
        ],
    ),
    ("messaging", &[]),
    ("conversation", &[]),
    ("analytics", &[]),
    ("response.management", &[]),
    ("external.contacts", &[]),
];
