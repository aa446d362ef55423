//! What the OAuth client may do, permission by permission.

use super::evidence::{self, Evidence};
use super::{Need, Survey, good, missing, need, unknown};
use crate::api::{CheckView, DoctorPart};

pub(super) fn checks(survey: &Survey) -> Vec<CheckView> {
    let client = survey
        .owner
        .as_ref()
        .ok()
        .and_then(|owner| owner.client.as_ref()?.name.clone());
    need::ALL
        .iter()
        .map(|need| check(need, survey, client.as_deref()))
        .collect()
}

fn check(need: &Need, survey: &Survey, client: Option<&str>) -> CheckView {
    let name = need.permission();
    let check = match evidence::of(need, survey) {
        Some(evidence) if evidence.is_held() => good(DoctorPart::Permissions, name, how(&evidence)),
        Some(_) => missing(
            DoctorPart::Permissions,
            name,
            format!("not granted: {}", need.without),
            grant(name, client),
        ),
        None => unknown(
            DoctorPart::Permissions,
            name,
            "the platform does not tell, and nothing is sent to find out",
        ),
    };
    CheckView {
        is_optional: need.is_optional,
        needed_by: need.jobs.iter().map(ToString::to_string).collect(),
        ..check
    }
}

const fn how(evidence: &Evidence) -> &'static str {
    match evidence {
        Evidence::Proven(_) => "granted: a call that needs it worked",
        Evidence::Granted(_) => "granted by a role of the client",
        Evidence::Asked(_) => "granted, as the platform says when asked",
    }
}

fn grant(permission: &str, client: Option<&str>) -> String {
    let client = client.map_or_else(
        || "the OAuth client".to_owned(),
        |name| format!("the OAuth client {name:?}"),
    );
    format!(
        "Add {permission} to a role in Admin > People & Permissions > Roles/Permissions, and give \
         {client} that role in Admin > Integrations > OAuth."
    )
}
