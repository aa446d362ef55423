//! Who the messenger can be opened for.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::threads::{Message, Thread};
use crate::cloud::{Cloud, lock};
use crate::ids::Kind;
use crate::platform::{directory, guest};
use crate::query;

/// What the page's head and list say of a guest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    /// The page's query for this guest.
    link: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chat: Option<Chat>,
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<Web>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Chat {
    contact_id: String,
    guest_id: String,
    conversation_id: String,
    status: &'static str,
}

/// How a web messenger gets in as this guest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Web {
    /// Where the population's guests are.
    deployment_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_contact_id: Option<String>,
    /// The session's secret.
    token: String,
    /// The query named the external contact: the page is to speak as a guest's client does.
    is_asked_for: bool,
    /// A conversation of the guest's goes on.
    is_in_chat: bool,
}

/// Guests with messages first, then some in an open chat, then some others.
pub(super) async fn list(State(cloud): State<Arc<Cloud>>) -> Response {
    let newest = lock(&cloud.threads).newest(RECENT);
    let recent: Vec<Profile> = newest
        .into_iter()
        .map(|(thread, last)| profile(&cloud, &thread, Some((*last).clone())))
        .collect();
    let some = (0..cloud.people.size().min(SEARCHED))
        .map(|index| profile(&cloud, &Thread::Customer(index), None));
    let (open, other): (Vec<_>, Vec<_>) =
        some.partition(|p| p.chat.as_ref().is_some_and(|chat| chat.status == "active"));
    let first = |list: Vec<Profile>, count| list.into_iter().take(count).collect::<Vec<_>>();
    Json(json!({ "recent": recent, "open": first(open, 12), "other": first(other, 6) }))
        .into_response()
}

/// The one the query names.
pub(super) async fn show(State(cloud): State<Arc<Cloud>>, uri: Uri) -> Response {
    match thread(&cloud, uri.query()) {
        Some(thread) => {
            let mut profile = profile(&cloud, &thread, None);
            if let (Some(web), Some(id)) = (&mut profile.web, query::first(uri.query(), "contact"))
            {
                web.is_asked_for = cloud.people.contact(&id).is_some();
            }
            Json(profile).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The thread that `guest=`, `contact=` (a messaging or an external contact, or the address of a
/// channel that has no contacts) or `address=` names.
pub(super) fn thread(cloud: &Cloud, query: Option<&str>) -> Option<Thread> {
    if let Some(id) = query::first(query, "guest") {
        return cloud.people.find(Kind::Guest, &id).map(Thread::Customer);
    }
    let contact = query::first(query, "contact");
    if let Some(id) = &contact {
        let known = cloud.people.find(Kind::Contact, id);
        let external = || Some(cloud.people.contact(id)?.customer);
        if let Some(index) = known.or_else(external) {
            return Some(Thread::Customer(index));
        }
        // What has the form of our ids is one that nobody has.
        if guest::is_uuid(id) {
            return None;
        }
    }
    let address = contact.or_else(|| query::first(query, "address"))?;
    let address = address.trim().to_lowercase();
    let known = cloud.people.find_by_address(&address).map(Thread::Customer);
    known.or_else(|| (!address.is_empty()).then_some(Thread::Address(address)))
}

fn profile(cloud: &Cloud, thread: &Thread, last: Option<Message>) -> Profile {
    let index = match thread {
        Thread::Customer(index) => *index,
        Thread::Address(address) => {
            let encoded =
                percent_encoding::utf8_percent_encode(address, percent_encoding::NON_ALPHANUMERIC);
            return Profile {
                link: format!("address={encoded}"),
                name: address.clone(),
                address: Some(address.clone()),
                chat: None,
                web: None,
                last,
            };
        }
    };
    let customer = cloud.people.customer(index);
    let current = lock(&cloud.conversations).current(&customer);
    let name = customer.name.filter(|name| !name.is_empty());
    Profile {
        link: format!("guest={}", customer.guest_id),
        name: name
            .or_else(|| customer.address.clone())
            .unwrap_or_else(|| "Unknown guest".into()),
        address: customer.address,
        chat: Some(Chat {
            contact_id: customer.contact_id,
            guest_id: customer.guest_id,
            conversation_id: current.id,
            status: current.status.as_str(),
        }),
        web: Some(Web {
            deployment_id: directory::WEB_SHOP,
            token: cloud.ids.make(Kind::GuestToken, index),
            external_contact_id: cloud.people.living_contact_id(index),
            is_asked_for: false,
            is_in_chat: guest::is_in_chat(cloud, index),
        }),
        last,
    }
}

const RECENT: usize = 20;
/// Enough to find a dozen open chats in.
const SEARCHED: u32 = 300;
