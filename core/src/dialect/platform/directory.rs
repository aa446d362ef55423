//! What an organization has and what the client may do (PLATFORM-API §11; paths and fields certain:
//! Genesys' client libraries). Reads only. Every field may be absent, and every word may be new.

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use access::{client, clock, organization, owner};
pub use limits::{limits, threading};
pub use permissions::{permitted, role, subject};
pub use proof::{contact, conversation, conversations, message};
pub use responses::{libraries, response, responses};
pub use senders::{deployments, domains, flows, identity_resolution, integrations, numbers};

use super::reply::{outcome, unreadable};
use crate::dialect::Query;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};
use crate::url::push_encoded;

mod access;
mod limits;
mod page;
mod permissions;
mod proof;
mod responses;
mod senders;

/// A read, and what its reply means.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::organization};
/// use tidings_core::request::Reply;
///
/// let lookup = organization();
/// assert_eq!(lookup.request().target, "/api/v2/organizations/me");
/// let reply = Reply { status: 200, body: br#"{"name":"Acme"}"#.to_vec(), ..Reply::default() };
/// assert!(lookup.answer(&reply).is_ok_and(|one| one.name.as_deref() == Some("Acme")));
/// let refused = Reply { status: 403, ..Reply::default() };
/// assert!(lookup.answer(&refused).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Lookup<T> {
    request: Request,
    read: fn(&[u8]) -> serde_json::Result<T>,
}

impl<T> Query for Lookup<T> {
    type Answer = T;

    fn request(&self) -> Request {
        self.request.clone()
    }

    fn answer(&self, reply: &Reply) -> Result<T, Outcome> {
        let operation = self.request.operation;
        if !reply.is_success() {
            return Err(outcome(operation, reply));
        }
        (self.read)(&reply.body)
            .map_err(|problem| unreadable(operation, reply, &problem.to_string()))
    }
}

impl<T> Lookup<T> {
    const fn get(
        operation: Operation,
        target: String,
        read: fn(&[u8]) -> serde_json::Result<T>,
    ) -> Self {
        Self {
            request: Request::get(operation, target),
            read,
        }
    }
}

/// Reads a body as `W` and says what it means.
fn parse<W: DeserializeOwned, T>(body: &[u8], mean: fn(W) -> T) -> serde_json::Result<T> {
    serde_json::from_slice(body).map(mean)
}

/// An object of which only that it is there and its id count.
#[derive(Deserialize)]
struct Reference {
    id: Option<String>,
}

/// For a part of a path or query.
fn encoded(text: &str) -> String {
    let mut target = String::new();
    push_encoded(&mut target, text);
    target
}

/// An id that nothing has: looking it up shows whether one may.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

#[cfg(test)]
mod tests;
