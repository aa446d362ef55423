//! From an address to the contact, and what a contact is known by.

use serde_json::{Value, json};

use super::{not_found, show};
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::fields;
use crate::ids::Kind;
use crate::population::{Channel, Contact};
use crate::refusal::Refusal;

/// `POST /externalcontacts/identifierlookup/contacts`: exactly one identity, or 404.
pub(super) fn by_identifier(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let kind = fields::word(&call.body, "/type", &IDENTIFIERS)?;
    let value = fields::text(&call.body, "/value")?;
    if kind == "Phone" && !value.starts_with('+') {
        let message = "A phone number must have its country code and a leading +";
        return Err(Refusal::field("/value", message));
    }
    let customer = match kind {
        "Email" | "Phone" => owner(cloud, value),
        "SocialWhatsapp" => owner(cloud, &format!("+{}", value.trim_start_matches('+'))),
        "Cookie" => cloud.people.find(Kind::Customer, value),
        _ => None,
    };
    let contact = customer.and_then(|index| show::living(cloud, index));
    let contact = contact.ok_or_else(|| {
        let message = format!("No contact has the {kind} identifier {value}");
        Refusal::not_found(message)
    })?;
    let with_identifiers = show::asks_for_identifiers(&call.parameters("expand"));
    Ok(Reply::ok(show::contact(cloud, contact, with_identifiers)))
}

/// `GET /externalcontacts/reversewhitepageslookup`: whoever has that phone, mail or handle.
pub(super) fn reverse_white_pages(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let value = call
        .parameter("lookupVal")
        .ok_or_else(|| Refusal::field("lookupVal", "lookupVal is required"))?;
    let contact = owner(cloud, &value).and_then(|index| show::living(cloud, index));
    let contacts: Vec<Value> = contact
        .into_iter()
        .map(|contact| show::contact(cloud, contact, false))
        .collect();
    Ok(Reply::ok(json!({ "contacts": contacts })))
}

/// `GET /externalcontacts/contacts/{contactId}/identifiers`.
pub(super) fn identifiers(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let contact = existing(cloud, call)?;
    let customer = cloud.people.customer(contact.customer);
    Ok(Reply::ok(
        json!({ "entities": show::identifiers(cloud, &customer) }),
    ))
}

/// `GET /externalcontacts/contacts/{contactId}/journey/sessions`: the visits to the web site, the
/// newest first.
pub(super) fn sessions(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let contact = existing(cloud, call)?;
    let customer = cloud.people.customer(contact.customer);
    let mut visits: Vec<_> = (contact.customer < cloud.people.size())
        .then(|| cloud.people.sessions(contact.customer))
        .into_iter()
        .flatten()
        .filter(|session| session.channel == Channel::Webchat)
        .map(|session| session.at)
        .collect();
    visits.sort_unstable_by(|a, b| b.cmp(a));
    let entities: Vec<Value> = visits
        .iter()
        .enumerate()
        .map(|(number, at)| {
            json!({
                "id": format!("{}-{number}", customer.guest_id),
                "customerId": customer.id,
                "customerIdType": "cookie",
                "type": "web",
                "externalContact": { "id": call.id() },
                "createdDate": at,
                "authenticated": false,
                "eventCount": 1,
                "lastEvent": {
                    "id": format!("{}-{number}-1", customer.guest_id),
                    "eventName": "page_viewed",
                    "createdDate": at,
                },
            })
        })
        .collect();
    let path = format!(
        "/api/v2/externalcontacts/contacts/{}/journey/sessions",
        call.id()
    );
    Ok(Reply::ok(json!({ "entities": entities, "selfUri": path })))
}

fn existing(cloud: &Cloud, call: &Call) -> Result<Contact, Refusal> {
    show::find(cloud, call.id()).ok_or_else(|| not_found(call.id()))
}

fn owner(cloud: &Cloud, address: &str) -> Option<u32> {
    cloud.people.find_by_address(address)
}

const IDENTIFIERS: [&str; 12] = [
    "SocialLine",
    "SocialFacebook",
    "SocialTwitter",
    "SocialWhatsapp",
    "SocialInstagram",
    "SocialInstagramHandle",
    "SocialWhatsappBsuid",
    "AppleOpaqueId",
    "Email",
    "Phone",
    "Cookie",
    "ExternalId",
];
