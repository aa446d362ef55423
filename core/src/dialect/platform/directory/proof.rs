//! Reads whose only point is whether they are allowed: a small query, and look-ups of what does not
//! exist.

use serde_json::{Value, json};

use super::{Lookup, NOBODY};
use crate::operation::Operation;
use crate::request::Request;
use crate::time::Timestamp;

/// A query for one conversation.
pub fn conversations(from: Timestamp, to: Timestamp) -> Lookup<()> {
    let body = json!({
        "interval": format!("{}/{}", from.to_rfc3339_millis(), to.to_rfc3339_millis()),
        "paging": {"pageSize": 1, "pageNumber": 1},
    });
    Lookup {
        request: Request::post(
            Operation::Audience,
            "/api/v2/analytics/conversations/details/query",
            &body,
        ),
        read: anything,
    }
}

/// A conversation that does not exist.
pub fn conversation() -> Lookup<()> {
    let target = format!("/api/v2/conversations/{NOBODY}");
    Lookup::get(Operation::History, target, anything)
}

/// A contact that does not exist.
pub fn contact() -> Lookup<()> {
    let target = format!("/api/v2/externalcontacts/contacts/{NOBODY}");
    Lookup::get(Operation::Contact, target, anything)
}

/// A message that does not exist.
pub fn message() -> Lookup<()> {
    let target = format!("/api/v2/conversations/messages/{NOBODY}/details");
    Lookup::get(Operation::Status, target, anything)
}

fn anything(body: &[u8]) -> serde_json::Result<()> {
    serde_json::from_slice::<Value>(body).map(drop)
}
