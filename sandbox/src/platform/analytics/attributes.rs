//! `POST /api/v2/conversations/participants/attributes/search`: who typed this into the form.

use serde_json::{Value, json};

use super::row::{DIVISION, typed_in_form};
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::fields;
use crate::platform::portrait::{Portrait, Purpose};
use crate::refusal::Refusal;

/// Finds by exact value, which is all that can be looked up without passing everybody.
pub(super) fn search(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let count = fields::list(body, "/query")?.len();
    if count == 0 {
        return Err(Refusal::field("/query", "query is required"));
    }
    let mut found: Option<Vec<u32>> = None;
    for place in 0..count {
        let customers = customers(cloud, body, &format!("/query/{place}"))?;
        found = Some(match found {
            None => customers,
            Some(before) => before
                .into_iter()
                .filter(|one| customers.contains(one))
                .collect(),
        });
    }
    let results: Vec<Value> = found
        .unwrap_or_default()
        .into_iter()
        .filter_map(|index| result(cloud, index))
        .collect();
    Ok(Reply::ok(json!({
        "types": ["conversations"],
        "results": { "conversations": results },
    })))
}

fn customers(cloud: &Cloud, body: &Value, at: &str) -> Result<Vec<u32>, Refusal> {
    let field = |name: &str| format!("{at}/{name}");
    fields::word(body, &field("type"), &["EXACT"])?;
    let names = fields::list(body, &field("fields"))?;
    let listed = fields::list(body, &field("values"))?
        .iter()
        .filter_map(Value::as_str);
    let single = fields::optional_text(body, &field("value"))?;
    let values: Vec<&str> = listed.chain(single).collect();
    if names.is_empty() || values.is_empty() {
        let message = "a query names its fields and a value";
        return Err(Refusal::field(at, message));
    }
    let typed = |index: &u32| {
        let form = typed_in_form(cloud, *index);
        names.iter().filter_map(Value::as_str).any(|name| {
            let value = form.get(name).and_then(Value::as_str);
            value.is_some_and(|value| {
                values
                    .iter()
                    .any(|wanted| wanted.eq_ignore_ascii_case(value))
            })
        })
    };
    Ok(values
        .iter()
        .filter_map(|value| cloud.people.find_by_address(value))
        .filter(typed)
        .collect())
}

fn result(cloud: &Cloud, index: u32) -> Option<Value> {
    let talk = cloud.people.talk(cloud.people.latest(index))?;
    let portrait = Portrait::of_talk(cloud, &talk);
    let customer = portrait
        .participants
        .iter()
        .find(|participant| participant.purpose == Purpose::Customer)?;
    Some(json!({
        "conversationId": portrait.id(cloud),
        "participantId": customer.id.write(cloud),
        "conversationStart": portrait.start,
        "divisionIds": [DIVISION],
        "participantData": typed_in_form(cloud, index),
    }))
}
