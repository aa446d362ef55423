//! External contacts agree with the population.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tidings_sandbox::Options;

use crate::support::{TestSandbox, options, text};

const CONTACTS: &str = "/api/v2/externalcontacts/contacts";

#[tokio::test]
async fn a_contact_has_the_customers_name_and_address() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox
        .customer(|line| line["email"].is_string() && line["livingContactId"].is_string())
        .await;
    let id = text(&customer, "livingContactId");
    let contact = sandbox
        .get(&format!("{CONTACTS}/{id}?expand=identifiers,division"))
        .await;
    assert_eq!(contact.status, StatusCode::OK, "{contact:?}");
    assert_eq!(contact.at("/id"), id.as_str());
    assert_eq!(contact.at("/canonicalContact/id"), id.as_str());
    let address = match contact.at("/personalEmail") {
        Value::Null => contact.at("/workEmail"),
        address => address,
    };
    assert_eq!(address, customer["email"]);
    let name = format!(
        "{} {}",
        text(&contact.json(), "firstName"),
        text(&contact.json(), "lastName")
    );
    assert_eq!(json!(name), customer["name"]);
    let identifiers = contact.at("/identifiers");
    let types: Vec<_> = identifiers
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["type"])
        .collect();
    assert_eq!(types, ["Cookie", "Email"]);
}

#[tokio::test]
async fn a_phone_number_is_a_cell_phone_or_one_at_home() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox
        .customer(|line| line["phone"].is_string() && line["livingContactId"].is_string())
        .await;
    let id = text(&customer, "livingContactId");
    let contact = sandbox.get(&format!("{CONTACTS}/{id}")).await;
    let number = ["/cellPhone/e164", "/homePhone/e164"].map(|field| contact.at(field));
    assert!(number.contains(&customer["phone"]), "{contact:?}");
    assert_eq!(contact.at("/identifiers"), Value::Null, "not asked for");
}

#[tokio::test]
async fn many_contacts_come_in_one_call_and_deleted_ones_are_named() {
    let sandbox = TestSandbox::start().await;
    let people = sandbox.get("/_sandbox/population").await.lines();
    let deleted = people
        .iter()
        .find(|line| line["externalContactId"].is_string() && line["livingContactId"].is_null())
        .unwrap();
    let kept = people
        .iter()
        .find(|line| {
            line["livingContactId"].is_string()
                && line["livingContactId"] == line["externalContactId"]
        })
        .unwrap();
    let ids = [
        &kept["externalContactId"],
        &deleted["externalContactId"],
        &json!("nobody"),
    ];
    let entities: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let body = json!({ "entities": entities });
    let reply = sandbox
        .post("/api/v2/externalcontacts/bulk/contacts", &body)
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    assert_eq!(reply.at("/results/0/entity/id"), kept["externalContactId"]);
    assert_eq!(reply.at("/errorCount"), 2);
    assert_eq!(reply.at("/errorIndexes"), json!([1, 2]));
    assert_eq!(reply.at("/results/1/status"), 404);
    assert_eq!(reply.at("/results/1/error/code"), "not.found");
    let single = sandbox
        .get(&format!(
            "{CONTACTS}/{}",
            text(deleted, "externalContactId")
        ))
        .await;
    assert_eq!(
        (single.status, single.at("/code")),
        (StatusCode::NOT_FOUND, json!("not.found"))
    );
    let many: Vec<_> = (0..101).map(|_| json!({ "id": "x" })).collect();
    let body = json!({ "entities": many });
    let reply = sandbox
        .post("/api/v2/externalcontacts/bulk/contacts", &body)
        .await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.at("/details/0/fieldName"), "entities");
}

#[tokio::test]
async fn a_merged_contact_leads_to_the_one_that_took_its_place() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox
        .customer(|line| {
            line["livingContactId"].is_string()
                && line["livingContactId"] != line["externalContactId"]
        })
        .await;
    let old = text(&customer, "externalContactId");
    let merged = sandbox.get(&format!("{CONTACTS}/{old}")).await;
    assert_eq!(merged.at("/id"), old.as_str());
    assert_eq!(merged.at("/mergedTo/id"), customer["livingContactId"]);
    let new = text(&customer, "livingContactId");
    let canonical = sandbox.get(&format!("{CONTACTS}/{new}")).await;
    assert_eq!(canonical.at("/mergedTo"), Value::Null);
    assert_eq!(canonical.at("/mergedFrom/0/id"), old.as_str());
    assert_eq!(canonical.at("/mergeSet/0/id"), new.as_str());
}

#[tokio::test]
async fn a_scan_passes_every_living_contact_once() {
    let sandbox = TestSandbox::start().await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v2/externalcontacts/scan/contacts?limit=150&cursor={cursor}");
        let page = sandbox.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        let entities = page.at("/entities");
        seen.extend(entities.as_array().unwrap().iter().map(|it| text(it, "id")));
        match page.at("/cursors/after") {
            Value::String(after) => cursor = after,
            _ => break,
        }
    }
    let people = sandbox.get("/_sandbox/population").await.lines();
    let living: Vec<_> = people
        .iter()
        .filter_map(|line| line["livingContactId"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(seen, living);
    let few = sandbox
        .get("/api/v2/externalcontacts/scan/contacts?limit=9")
        .await;
    assert_eq!(few.at("/details/0/fieldName"), "limit");
}

#[tokio::test]
async fn contacts_are_found_by_text_by_ids_and_by_who_they_are() {
    let sandbox = TestSandbox::start().await;
    let customer = sandbox
        .customer(|line| line["email"].is_string() && line["livingContactId"].is_string())
        .await;
    let (id, email) = (text(&customer, "livingContactId"), text(&customer, "email"));
    let listed = sandbox.get(&format!("{CONTACTS}?q={email}")).await;
    assert_eq!(
        (listed.at("/total"), listed.at("/entities/0/id")),
        (json!(1), json!(id))
    );
    let body = json!({ "operation": { "simpleSearch": { "ids": [id, "nobody"] } } });
    let found = sandbox.post(&format!("{CONTACTS}/search"), &body).await;
    assert_eq!(
        (found.at("/total"), found.at("/entities/0/id")),
        (json!(1), json!(id))
    );
    let lookup = "/api/v2/externalcontacts/identifierlookup/contacts";
    let one = sandbox
        .post(lookup, &json!({ "type": "Email", "value": email }))
        .await;
    assert_eq!(one.at("/id"), id.as_str());
    let none = sandbox
        .post(
            lookup,
            &json!({ "type": "Email", "value": "no@example.com" }),
        )
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let pages = sandbox
        .get(&format!(
            "/api/v2/externalcontacts/reversewhitepageslookup?lookupVal={email}"
        ))
        .await;
    assert_eq!(pages.at("/contacts/0/id"), id.as_str());
    let far = sandbox
        .get(&format!("{CONTACTS}?pageSize=100&pageNumber=11"))
        .await;
    assert_eq!(far.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_same_seed_gives_contacts_of_all_types_and_standings() {
    let sandbox = TestSandbox::with(Options {
        customers: 2000,
        ..options()
    })
    .await;
    let people = sandbox.get("/_sandbox/population").await.lines();
    let with_contact = people
        .iter()
        .filter(|line| line["externalContactId"].is_string());
    let merged = with_contact.clone().filter(|line| {
        line["livingContactId"].is_string() && line["livingContactId"] != line["externalContactId"]
    });
    let deleted = with_contact
        .clone()
        .filter(|line| line["livingContactId"].is_null());
    assert!(merged.count() > 5 && deleted.count() > 3);
    let entities: Vec<_> = with_contact
        .take(100)
        .map(|line| json!({ "id": line["externalContactId"] }))
        .collect();
    let body = json!({ "entities": entities });
    let reply = sandbox
        .post("/api/v2/externalcontacts/bulk/contacts", &body)
        .await;
    for kind in ["Ephemeral", "Identified", "Curated"] {
        assert!(
            reply.text.contains(&format!("\"type\":\"{kind}\"")),
            "{kind}"
        );
    }
}
