//! Bodies that are read straight into types: a page of analytics is too large for a detour.

use serde::Deserialize;

use super::reply::unreadable;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::Reply;

/// The body of a successful read.
///
/// # Errors
/// What came of it otherwise.
pub(super) fn typed_body<'r, T: Deserialize<'r>>(
    operation: Operation,
    reply: &'r Reply,
) -> Result<T, Outcome> {
    if !reply.is_success() {
        return Err(super::outcome(operation, reply));
    }
    serde_json::from_slice(&reply.body)
        .map_err(|problem| unreadable(operation, reply, &problem.to_string()))
}
