//! The reads of a doctor against the published API: who we are, what we may do, what there is to
//! send from, which limits hold.

use std::time::Duration;

use tidings_core::api::DoctorView;
use tidings_core::dialect::Query as _;
use tidings_core::dialect::platform::directory;
use tidings_core::directory::{ClockReading, OauthClient, PermissionSet, TokenOwner};
use tidings_core::doctor::{self, Answer, Gap, Subject, Survey};
use tidings_core::request::Request;
use tokio::join;

use super::{Patient, senders};
use crate::clock;

pub(super) async fn examine(patient: &Patient, subject: Subject<'_>) -> DoctorView {
    let mut survey = Box::pin(survey(patient)).await;
    for permission in survey.untold() {
        match patient.look_up(directory::permitted(permission)).await {
            Ok(held) => survey.permitted.push((permission, held)),
            // If it does not answer a client, it answers none of the other questions either.
            Err(_) => break,
        }
    }
    doctor::report(subject, &survey, clock::now())
}

/// The calls that are the same for every organization.
pub(super) fn requests() -> Vec<Request> {
    let now = clock::now();
    let mut requests = vec![
        directory::owner().request(),
        directory::organization().request(),
        directory::clock().request(),
        directory::subject().request(),
        conversations(now).request(),
        directory::contact().request(),
        directory::conversation().request(),
        directory::message().request(),
        directory::limits().request(),
        directory::threading().request(),
    ];
    requests.extend(senders::requests());
    requests
}

/// Group by group, and within a group at once: some forty calls, of the 300 that a client has a
/// minute.
async fn survey(patient: &Patient) -> Survey {
    let owner = patient.look_up(directory::owner()).await;
    let (organization, clock, (roles, granted), client) = join!(
        patient.look_up(directory::organization()),
        clock_reading(patient),
        permissions(patient, owner.as_ref().ok()),
        client(patient, owner.as_ref().ok()),
    );
    let (conversations, contact, conversation, message) = join!(
        patient.look_up(conversations(clock::now())),
        patient.proof_of(directory::contact()),
        patient.proof_of(directory::conversation()),
        patient.proof_of(directory::message()),
    );
    let (deployments, integrations, numbers, domains) = join!(
        senders::deployments(patient),
        senders::integrations(patient),
        senders::numbers(patient),
        senders::domains(patient),
    );
    let ((libraries, responses), limits, threading) = join!(
        senders::responses(patient),
        patient.look_up(directory::limits()),
        patient.look_up(directory::threading()),
    );
    Survey {
        owner,
        organization,
        clock,
        client,
        granted,
        roles,
        permitted: Vec::new(),
        conversations,
        conversation,
        contact,
        message,
        deployments,
        integrations,
        numbers,
        domains,
        libraries,
        responses,
        limits,
        threading,
    }
}

/// One conversation of the last minute, if there is any.
fn conversations(now: tidings_core::time::Timestamp) -> directory::Lookup<()> {
    directory::conversations(now.saturating_sub(Duration::from_mins(1)), now)
}

async fn clock_reading(patient: &Patient) -> Answer<ClockReading> {
    let asked = clock::now();
    let platform = patient.look_up(directory::clock()).await?;
    let answered = clock::now();
    let platform =
        platform.ok_or_else(|| Gap::Untold("the platform's clock cannot be read".to_owned()))?;
    Ok(ClockReading {
        asked,
        platform,
        answered,
    })
}

/// What the client's roles grant: by the roles themselves, else by what the platform says of
/// whoever asks. Whether the roles could be read comes first.
async fn permissions(
    patient: &Patient,
    owner: Option<&TokenOwner>,
) -> (Answer<()>, Answer<PermissionSet>) {
    let roles = owner.and_then(|owner| owner.client.as_ref());
    let of_roles = match roles.map(|client| client.roles.as_slice()) {
        Some(roles @ [_, ..]) => of_roles(patient, roles).await,
        _ => Err(Gap::Untold(
            "the token does not tell its client's roles".to_owned(),
        )),
    };
    if of_roles.is_ok() {
        return (Ok(()), of_roles);
    }
    let of_subject = patient.look_up(directory::subject()).await;
    let granted = match of_subject {
        Ok(granted) if !granted.is_empty() => Ok(granted),
        _ => Err(Gap::Untold(
            "the platform does not tell what the client's roles grant".to_owned(),
        )),
    };
    (of_roles.map(drop), granted)
}

async fn of_roles(patient: &Patient, roles: &[String]) -> Answer<PermissionSet> {
    let mut granted = PermissionSet::default();
    for role in roles {
        granted.merge(patient.look_up(directory::role(role)).await?);
    }
    Ok(granted)
}

async fn client(patient: &Patient, owner: Option<&TokenOwner>) -> Answer<OauthClient> {
    let id = owner
        .and_then(|owner| owner.client.as_ref())
        .and_then(|client| client.id.as_deref());
    match id {
        Some(id) => patient.look_up(directory::client(id)).await,
        None => Err(Gap::Untold(
            "the platform does not tell which OAuth client it is".to_owned(),
        )),
    }
}
