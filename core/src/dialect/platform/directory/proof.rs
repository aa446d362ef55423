//! Reads whose only point is whether they are allowed: a small query, and look-ups of what does not
//! exist.

use serde_json::{Value, json};

use super::{Lookup, NOBODY};
use crate::operation::Operation;
use crate::request::Request;
use crate::time::Timestamp;

/// A query for one conversation.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::conversations};
/// use tidings_core::time::Timestamp;
///
/// let lookup = conversations(Timestamp::EPOCH, Timestamp::from_unix_millis(60_000));
/// let body = lookup.request().body.expect("a query");
/// assert!(body.contains("1970-01-01T00:00:00.000Z/1970-01-01T00:01:00.000Z"));
/// assert!(body.contains(r#""pageSize":1"#));
/// ```
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
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::conversation};
/// use tidings_core::request::Reply;
///
/// assert!(conversation().request().target.starts_with("/api/v2/conversations/0000"));
/// let refused = Reply { status: 403, ..Reply::default() };
/// assert!(conversation().answer(&refused).is_err());
/// ```
pub fn conversation() -> Lookup<()> {
    let target = format!("/api/v2/conversations/{NOBODY}");
    Lookup::get(Operation::History, target, anything)
}

/// A contact that does not exist.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::contact};
/// use tidings_core::request::Reply;
///
/// assert!(contact().request().target.starts_with("/api/v2/externalcontacts/contacts/0000"));
/// let refused = Reply { status: 403, ..Reply::default() };
/// assert!(contact().answer(&refused).is_err());
/// ```
pub fn contact() -> Lookup<()> {
    let target = format!("/api/v2/externalcontacts/contacts/{NOBODY}");
    Lookup::get(Operation::Contact, target, anything)
}

/// A message that does not exist.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::message};
/// use tidings_core::request::Reply;
///
/// assert!(message().request().target.starts_with("/api/v2/conversations/messages/0000"));
/// let refused = Reply { status: 403, ..Reply::default() };
/// assert!(message().answer(&refused).is_err());
/// ```
pub fn message() -> Lookup<()> {
    let target = format!("/api/v2/conversations/messages/{NOBODY}/details");
    Lookup::get(Operation::Status, target, anything)
}

fn anything(body: &[u8]) -> serde_json::Result<()> {
    serde_json::from_slice::<Value>(body).map(drop)
}
