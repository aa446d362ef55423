//! Conversations by their ids.

use serde_json::{Value, json};

use super::row::{Attributes, row};
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::platform::portrait::Portrait;
use crate::refusal::Refusal;

pub(super) fn one(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let portrait = Portrait::find(cloud, call.id())
        .ok_or_else(|| Refusal::not_found(format!("Conversation {} not found", call.id())))?;
    Ok(Reply::ok(row(cloud, &portrait, Attributes::Left)))
}

/// Those of the ids that exist.
pub(super) fn several(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let ids = call.parameters("id");
    if ids.is_empty() {
        return Err(Refusal::field("id", "id is required"));
    }
    if ids.len() > IDS {
        let message = format!("id may be given {IDS} times at most");
        return Err(Refusal::field("id", message));
    }
    let rows: Vec<Value> = ids
        .iter()
        .filter_map(|id| Portrait::find(cloud, id))
        .map(|portrait| row(cloud, &portrait, Attributes::Left))
        .collect();
    Ok(Reply::ok(json!({ "conversations": rows })))
}

/// What fits into a web address with room to spare.
const IDS: usize = 100;
