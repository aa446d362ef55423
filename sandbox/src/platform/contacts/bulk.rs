//! Many contacts by their ids.

use serde_json::{Value, json};

use super::{not_found_text, show};
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::fields;
use crate::refusal::Refusal;

/// `POST /externalcontacts/bulk/contacts`: what is not found is reported at its place.
pub(super) fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let count = fields::list(&call.body, "/entities")?.len();
    if !(1..=MOST).contains(&count) {
        let message = format!("entities must have 1 to {MOST} items");
        return Err(Refusal::field("/entities", message));
    }
    let mut results = Vec::with_capacity(count);
    let mut failed = Vec::new();
    for place in 0..count {
        let id = fields::text(&call.body, &format!("/entities/{place}/id"))?;
        if let Some(contact) = show::find(cloud, id) {
            results.push(json!({
                "id": id,
                "success": true,
                "status": 200,
                "entity": show::contact(cloud, contact, false),
            }));
        } else {
            failed.push(place);
            results.push(missing(id));
        }
    }
    Ok(Reply::ok(json!({
        "results": results,
        "errorCount": failed.len(),
        "errorIndexes": failed,
    })))
}

fn missing(id: &str) -> Value {
    json!({
        "id": id,
        "success": false,
        "status": 404,
        "error": {
            "code": "not.found",
            "message": not_found_text(id),
            "status": 404,
            "retryable": false,
            "details": [],
            "entity": { "id": id },
        },
    })
}

/// Not published; what a search by ids takes.
const MOST: usize = 100;
