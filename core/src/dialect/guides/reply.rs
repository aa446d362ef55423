//! What a reply to one of the guides' calls means.

use serde::Deserialize;

use crate::dialect::refusal::refusal;
use crate::operation::Operation;
use crate::outcome::{Acceptance, Outcome};
use crate::pace::RateLimit;
use crate::request::Reply;

/// The ids in the reply to a send, whichever guide's it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SendReply {
    id: Option<String>,
    conversation_id: Option<String>,
    status: Option<serde_json::Value>,
    delivery_status: Option<String>,
}

pub(in crate::dialect) fn outcome(operation: Operation, reply: &Reply) -> Outcome {
    match reply.status {
        200..=299 => accepted(operation, reply),
        401 => Outcome::Unauthorized(refusal(operation, super::scope(operation), reply)),
        409 if is_throttling(reply) => Outcome::Throttled {
            retry_after: reply.retry_after(),
        },
        409 => Outcome::Conflict(refusal(operation, super::scope(operation), reply)),
        429 => Outcome::Throttled {
            retry_after: reply.retry_after(),
        },
        400..=499 => Outcome::Rejected(refusal(operation, super::scope(operation), reply)),
        500..=599 => Outcome::ServerError(refusal(operation, super::scope(operation), reply)),
        // 1xx never arrives here; a 3xx is no answer of the platform: redirects are not followed.
        status if operation.is_send() => Outcome::InDoubt {
            reason: format!("the platform answered {status}, which no guide names"),
        },
        _ => Outcome::Rejected(refusal(operation, super::scope(operation), reply)),
    }
}

/// Guide 004's header.
pub(in crate::dialect) fn rate_limit(reply: &Reply) -> Option<RateLimit> {
    let remaining = reply.header("X-RateLimit-Remaining")?;
    Some(RateLimit {
        remaining: remaining.trim().parse().ok()?,
        resets_in: None,
        allowed: None,
    })
}

/// G0: a 409 with `Retry-After`, or one that names the limit, is throttling.
fn is_throttling(reply: &Reply) -> bool {
    let text = String::from_utf8_lossy(&reply.body).to_ascii_lowercase();
    reply.retry_after().is_some() || text.contains("rate limit") || text.contains("send limit")
}

fn accepted(operation: Operation, reply: &Reply) -> Outcome {
    let body = if reply.body.is_empty() {
        b"{}"
    } else {
        reply.body.as_slice()
    };
    match serde_json::from_slice::<SendReply>(body) {
        Ok(body) => Outcome::Accepted(Acceptance {
            id: body.id,
            conversation_id: body.conversation_id,
            status: body.delivery_status.or_else(|| {
                body.status
                    .and_then(|status| status.as_str().map(str::to_owned))
            }),
        }),
        Err(problem) => unreadable(operation, reply, &problem.to_string()),
    }
}

/// A success whose body cannot be read: a send may have been taken, a read is platform trouble.
pub(super) fn unreadable(operation: Operation, reply: &Reply, problem: &str) -> Outcome {
    if operation.is_send() {
        Outcome::InDoubt {
            reason: format!(
                "the platform answered {} but its reply cannot be read: {problem}",
                reply.status
            ),
        }
    } else {
        let mut refusal = refusal(operation, super::scope(operation), reply);
        "unreadable_reply".clone_into(&mut refusal.code);
        refusal.message = format!(
            "The platform answered {} to the {operation} call, but its reply cannot be read: {problem}.",
            reply.status
        );
        "Check that the base address is a Genesys Cloud API and no web page or proxy."
            .clone_into(&mut refusal.hint);
        Outcome::ServerError(refusal)
    }
}
