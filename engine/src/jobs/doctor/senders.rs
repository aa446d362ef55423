//! What an organization has to send from, list by list.

use tidings_core::channel::Channel;
use tidings_core::dialect::Query as _;
use tidings_core::dialect::platform::directory::{self, Lookup};
use tidings_core::directory::{
    CannedResponse, Deployment, EmailDomain, Integration, NextPage, Page, SmsNumber,
};
use tidings_core::doctor::Answer;
use tidings_core::request::Request;

use super::Patient;

/// The first page of each list.
pub(super) fn requests() -> Vec<Request> {
    let mut requests = vec![
        directory::deployments(None).request(),
        directory::numbers(None).request(),
        directory::domains(None).request(),
        directory::libraries(None).request(),
    ];
    let integrations = INTEGRATED
        .into_iter()
        .filter_map(|channel| directory::integrations(channel, None));
    requests.extend(integrations.map(|lookup| lookup.request()));
    requests
}

/// With whether each resolves identities, for as many as anybody is likely to send from.
pub(super) async fn deployments(patient: &Patient) -> Answer<Vec<Deployment>> {
    let mut deployments = all(patient, directory::deployments).await?;
    for deployment in deployments.iter_mut().take(RESOLVED) {
        let lookup = directory::identity_resolution(&deployment.id);
        deployment.resolves_identities = patient.look_up(lookup).await.ok().flatten();
    }
    Ok(deployments)
}

/// With whether each finds a flow, where that may be read.
pub(super) async fn integrations(patient: &Patient) -> Vec<(Channel, Answer<Vec<Integration>>)> {
    let flows = all(patient, directory::flows).await.ok();
    let mut found = Vec::new();
    for channel in INTEGRATED {
        let mut answer = all_of(patient, |next| directory::integrations(channel, next)).await;
        if let (Ok(integrations), Some(flows)) = (&mut answer, &flows) {
            for integration in integrations {
                let recipient = flows.iter().find(|(id, _)| *id == integration.recipient);
                integration.has_flow = recipient.map(|(_, has_flow)| *has_flow);
            }
        }
        found.push((channel, answer));
    }
    found
}

pub(super) async fn numbers(patient: &Patient) -> Answer<Vec<SmsNumber>> {
    all(patient, directory::numbers).await
}

pub(super) async fn domains(patient: &Patient) -> Answer<Vec<EmailDomain>> {
    all(patient, directory::domains).await
}

/// Whether the libraries could be read, and the responses of all of them.
pub(super) async fn responses(patient: &Patient) -> (Answer<()>, Answer<Vec<CannedResponse>>) {
    let libraries = match all(patient, directory::libraries).await {
        Ok(libraries) => libraries,
        Err(gap) => return (Err(gap.clone()), Err(gap)),
    };
    let mut found: Vec<CannedResponse> = Vec::new();
    for library in &libraries {
        match all(patient, |next| directory::responses(library, next)).await {
            // One response may stand in several libraries.
            Ok(responses) => found.extend(
                responses
                    .into_iter()
                    .filter(|response| {
                        let is_known = found.iter().any(|known| known.id == response.id);
                        !is_known
                    })
                    .collect::<Vec<_>>(),
            ),
            Err(gap) => return (Ok(()), Err(gap)),
        }
    }
    (Ok(()), Ok(found))
}

/// Every page of a list.
async fn all<T>(
    patient: &Patient,
    list: impl Fn(Option<&NextPage>) -> Lookup<Page<T>>,
) -> Answer<Vec<T>> {
    all_of(patient, |next| Some(list(next))).await
}

/// Every page of a list that there may not be. Ends when the platform says so or repeats itself.
async fn all_of<T>(
    patient: &Patient,
    list: impl Fn(Option<&NextPage>) -> Option<Lookup<Page<T>>>,
) -> Answer<Vec<T>> {
    let mut items = Vec::new();
    let mut next: Option<NextPage> = None;
    for _ in 0..PAGES {
        let Some(lookup) = list(next.as_ref()) else {
            break;
        };
        let page = patient.look_up(lookup).await?;
        items.extend(page.items);
        if page.next.is_none() || page.next == next {
            break;
        }
        next = page.next;
    }
    Ok(items)
}

const INTEGRATED: [Channel; 3] = [Channel::Open, Channel::WhatsApp, Channel::Apple];
/// Deployments whose identity resolution is read, a call each.
const RESOLVED: usize = 20;
/// Pages of a hundred that are read of a list.
const PAGES: usize = 20;
