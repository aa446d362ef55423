//! External contacts: who a customer is and where they can be reached (`PLATFORM-API` §10.3).

mod bulk;
mod lookup;
mod search;
mod show;

use super::route::Route;
use crate::Operation;
use crate::call::{Call, Needs, Reply, Takes};
use crate::cloud::Cloud;
use crate::refusal::Refusal;

pub(super) const ROUTES: &[Route] = &[
    Route::get(
        "/externalcontacts/contacts",
        Operation::Contacts,
        VIEW_ANY,
        search::list,
    ),
    Route::post(
        "/externalcontacts/contacts/search",
        Operation::Contacts,
        VIEW_ANY,
        Takes::Object,
        search::search,
    ),
    Route::get(
        "/externalcontacts/scan/contacts",
        Operation::Contacts,
        VIEW_ANY,
        search::scan,
    ),
    Route::get(
        "/externalcontacts/contacts/{contactId}",
        Operation::Contacts,
        VIEW_ANY,
        read,
    ),
    Route::get(
        "/externalcontacts/contacts/{contactId}/unresolved",
        Operation::Contacts,
        VIEW_ANY,
        read,
    ),
    Route::get(
        "/externalcontacts/contacts/{contactId}/identifiers",
        Operation::Contacts,
        VIEW_ANY,
        lookup::identifiers,
    ),
    Route::get(
        "/externalcontacts/contacts/{contactId}/journey/sessions",
        Operation::Contacts,
        Needs::All(&["externalContacts:session:view"]),
        lookup::sessions,
    ),
    Route::post(
        "/externalcontacts/bulk/contacts",
        Operation::Contacts,
        VIEW_ANY,
        Takes::Object,
        bulk::read,
    ),
    Route::post(
        "/externalcontacts/identifierlookup/contacts",
        Operation::Contacts,
        VIEW,
        Takes::Object,
        lookup::by_identifier,
    ),
    Route::post(
        "/externalcontacts/identifierlookup",
        Operation::Contacts,
        VIEW,
        Takes::Object,
        lookup::by_identifier,
    ),
    Route::get(
        "/externalcontacts/reversewhitepageslookup",
        Operation::Contacts,
        VIEW,
        lookup::reverse_white_pages,
    ),
];

fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let contact = show::find(cloud, call.id()).ok_or_else(|| not_found(call.id()))?;
    let with_identifiers = show::asks_for_identifiers(&call.parameters("expand"));
    Ok(Reply::ok(show::contact(cloud, contact, with_identifiers)))
}

fn not_found(id: &str) -> Refusal {
    Refusal::not_found(not_found_text(id)).about("contact", id)
}

fn not_found_text(id: &str) -> String {
    format!("Contact {id} not found")
}

const VIEW: Needs = Needs::All(&["externalContacts:contact:view"]);
const VIEW_ANY: Needs = Needs::Any(&["externalContacts:contact:view", "relate:contact:view"]);
