//! What can be sent from, by channel (`PLATFORM-API` §11.2), and how it is set up.

mod deployments;
mod integrations;
mod mail;
mod numbers;
mod profiles;

use serde_json::{Value, json};

use super::directory::{FLOW_ID, MESSAGING_SETTING_ID, SUPPORTED_CONTENT_ID};
use super::route::Route;

pub(super) const TABLES: [&[Route]; 5] = [
    deployments::ROUTES,
    integrations::ROUTES,
    mail::ROUTES,
    numbers::ROUTES,
    profiles::ROUTES,
];

/// The inbound message flow, as senders refer to it.
fn flow() -> Value {
    json!({
        "id": FLOW_ID,
        "name": "Inbound messages",
        "selfUri": format!("/api/v2/flows/{FLOW_ID}"),
    })
}

/// The profile of media types, with the types themselves where they were asked for.
fn supported_content(expanded: bool) -> Value {
    let mut reference = json!({
        "id": SUPPORTED_CONTENT_ID,
        "name": "Pictures out, everything in",
        "selfUri": format!("/api/v2/conversations/messaging/supportedcontent/{SUPPORTED_CONTENT_ID}"),
    });
    if expanded {
        reference["mediaTypes"] = profiles::media_types();
    }
    reference
}

fn messaging_setting() -> Value {
    json!({
        "id": MESSAGING_SETTING_ID,
        "name": "Default",
        "selfUri": format!("/api/v2/conversations/messaging/settings/{MESSAGING_SETTING_ID}"),
    })
}

/// Whether `expand` has that name, in whatever letter case.
fn expands(call: &crate::call::Call, name: &str) -> bool {
    let asked = call.parameters("expand");
    asked.iter().any(|expand| expand.eq_ignore_ascii_case(name))
}
