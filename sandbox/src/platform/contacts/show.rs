//! A contact as the platform writes it.

use serde_json::{Map, Value, json};

use crate::cloud::Cloud;
use crate::ids::Kind;
use crate::platform::directory::division;
use crate::population::{Contact, Customer, Standing};

/// The contact of that id, unless it was deleted.
pub(super) fn find(cloud: &Cloud, id: &str) -> Option<Contact> {
    let contact = cloud.people.contact(id);
    contact.filter(|contact| contact.standing != Standing::Deleted)
}

/// The contact that a customer is to be reached by, in lists and lookups.
pub(super) fn living(cloud: &Cloud, customer: u32) -> Option<Contact> {
    find(cloud, &cloud.people.living_contact_id(customer)?)
}

pub(super) fn asks_for_identifiers(expand: &[String]) -> bool {
    expand.iter().any(|name| name == "identifiers")
}

/// `ExternalContact`.
pub(super) fn contact(cloud: &Cloud, contact: Contact, with_identifiers: bool) -> Value {
    let index = contact.customer;
    let customer = cloud.people.customer(index);
    let first_id = cloud.ids.make(Kind::ExternalContact, index);
    let canonical_id = cloud.ids.make(Kind::CanonicalContact, index);
    let id = if contact.is_canonical {
        &canonical_id
    } else {
        &first_id
    };
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    put("id", json!(id));
    put("type", cloud.people.contact_type(index).as_str().into());
    put("division", division());
    if let Some(name) = customer.name.as_deref().filter(|name| !name.is_empty()) {
        let (given, family) = name.rsplit_once(' ').unwrap_or((name, ""));
        put("firstName", given.into());
        if !family.is_empty() {
            put("lastName", family.into());
        }
    }
    for (name, value) in addresses(cloud, &customer) {
        put(name, value);
    }
    if let Some((first, last)) = cloud.people.visits(index) {
        put("createDate", json!(first));
        put("modifyDate", json!(last));
    }
    if with_identifiers {
        put("identifiers", identifiers(cloud, &customer));
    }
    match (contact.standing, contact.is_canonical) {
        (Standing::Merged, true) => {
            put(
                "mergeSet",
                json!([reference(&canonical_id), reference(&first_id)]),
            );
            put("mergedFrom", json!([reference(&first_id)]));
            put("canonicalContact", reference(&canonical_id));
        }
        (Standing::Merged, false) => {
            put("mergedTo", reference(&canonical_id));
            put("canonicalContact", reference(&canonical_id));
        }
        (Standing::Kept | Standing::Deleted, _) => put("canonicalContact", reference(id)),
    }
    put("surveyOptOut", false.into());
    put("externalDataSources", json!([]));
    put("selfUri", uri(id).into());
    fields.into()
}

/// Every address of the customer that the contact has, and in which field.
fn addresses(cloud: &Cloud, customer: &Customer) -> Vec<(&'static str, Value)> {
    let is_second = cloud.people.uses_second_address(customer.index);
    let mut fields = Vec::new();
    if let Some(phone) = &customer.phone {
        let field = if is_second { "homePhone" } else { "cellPhone" };
        let number = phone_number(phone, !is_second);
        let name = customer.name.clone().unwrap_or_default();
        fields.push((
            "whatsAppId",
            json!({ "phoneNumber": number, "displayName": name }),
        ));
        fields.push((field, number));
    } else if let Some(address) = &customer.address {
        // What is no phone number was typed into a field for e-mail, good or not.
        let field = if is_second {
            "workEmail"
        } else {
            "personalEmail"
        };
        fields.push((field, json!(address)));
    }
    fields
}

fn phone_number(e164: &str, accepts_sms: bool) -> Value {
    json!({
        "display": e164,
        "e164": e164,
        "userInput": e164,
        "acceptsSMS": accepts_sms,
        "countryCode": "US",
    })
}

/// `ContactIdentifier[]`: by what the customer is recognised.
pub(super) fn identifiers(cloud: &Cloud, customer: &Customer) -> Value {
    let known_since = cloud.people.visits(customer.index).map(|(first, _)| first);
    let identifier = |kind: &str, value: &str| {
        json!({
            "type": kind,
            "value": value,
            "dateCreated": known_since,
            "division": division(),
        })
    };
    let mut all = vec![identifier("Cookie", &customer.id)];
    if let Some(email) = &customer.email {
        all.push(identifier("Email", email));
    }
    if let Some(phone) = &customer.phone {
        all.push(identifier("Phone", phone));
    }
    all.into()
}

fn reference(id: &str) -> Value {
    json!({ "id": id, "selfUri": uri(id) })
}

fn uri(id: &str) -> String {
    format!("/api/v2/externalcontacts/contacts/{id}")
}
