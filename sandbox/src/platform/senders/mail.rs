//! Mail domains, out and in.

use serde_json::{Value, json};

use super::flow;
use crate::Operation;
use crate::call::{Call, Needs, Reply};
use crate::cloud::Cloud;
use crate::platform::directory::{MAIL_DOMAIN, MAIL_DOMAIN_NEW, SET_UP};
use crate::platform::page;
use crate::platform::route::Route;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(OUTBOUND, Operation::Senders, MANAGE, outbound),
    Route::get(
        "/routing/email/outbound/domains/{domainId}",
        Operation::Senders,
        VIEW,
        outbound_one,
    ),
    Route::get(INBOUND, Operation::Senders, VIEW, inbound),
    Route::get(
        "/routing/email/domains/{domainId}",
        Operation::Senders,
        VIEW,
        inbound_one,
    ),
    Route::get(
        "/routing/email/domains/{domainName}/routes",
        Operation::Senders,
        VIEW,
        routes,
    ),
];

/// The list asks for more than a single domain does.
const MANAGE: Needs = Needs::All(&["routing:email:manage"]);
const VIEW: Needs = Needs::Any(&["routing:email:manage", "routing:email:view"]);
const OUTBOUND: &str = "/routing/email/outbound/domains";
const INBOUND: &str = "/routing/email/domains";

fn outbound(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let all = [MAIL_DOMAIN, MAIL_DOMAIN_NEW].map(show_outbound);
    page::of(call, OUTBOUND, all.into()).map(Reply::ok)
}

fn outbound_one(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    match call.id() {
        id @ (MAIL_DOMAIN | MAIL_DOMAIN_NEW) => Ok(Reply::ok(show_outbound(id))),
        id => Err(unknown(id)),
    }
}

fn show_outbound(domain: &str) -> Value {
    let is_verified = domain == MAIL_DOMAIN;
    let status = if is_verified { "VERIFIED" } else { "PENDING" };
    json!({
        "id": domain,
        "name": domain,
        "cnameVerificationResult": { "status": status, "records": [] },
        "dkimVerificationResult": { "status": status, "records": [] },
        "dmarcVerificationResult": {
            "status": if is_verified { "Valid" } else { "NotPresent" },
            "detectedPolicy": if is_verified { "quarantine" } else { "unknown" },
            "dateChecked": SET_UP,
            "records": [],
        },
        "senderType": "EmailDomain",
        "selfUri": format!("/api/v2{OUTBOUND}/{domain}"),
    })
}

fn inbound(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    page::of(call, INBOUND, vec![show_inbound()]).map(Reply::ok)
}

fn inbound_one(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    existing_inbound(call).map(|()| Reply::ok(show_inbound()))
}

fn routes(_: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    existing_inbound(call)?;
    let path = format!("{INBOUND}/{MAIL_DOMAIN}/routes");
    let id = "00000000-0000-4000-8000-000000000061";
    let route = json!({
        "id": id,
        "pattern": "service",
        "fromName": "Sandbox service",
        "fromEmail": format!("service@{MAIL_DOMAIN}"),
        "flow": flow(),
        "priority": 0,
        "status": "Active",
        "selfUri": format!("/api/v2{path}/{id}"),
    });
    page::of(call, &path, vec![route]).map(Reply::ok)
}

fn existing_inbound(call: &Call) -> Result<(), Refusal> {
    if call.id() == MAIL_DOMAIN {
        Ok(())
    } else {
        Err(unknown(call.id()))
    }
}

fn show_inbound() -> Value {
    json!({
        "id": MAIL_DOMAIN,
        "name": MAIL_DOMAIN,
        "mxRecordStatus": "VALID",
        "subDomain": false,
        "selfUri": format!("/api/v2{INBOUND}/{MAIL_DOMAIN}"),
    })
}

fn unknown(domain: &str) -> Refusal {
    Refusal::not_found(format!("Domain {domain} not found")).about("domain", domain)
}
