//! What a reply of the published API means.

use core::time::Duration;

use serde_json::Value;

use super::body::string;
use super::error::ErrorBody;
use super::hint::{JOIN_OR_WAIT, hint};
use crate::operation::Operation;
use crate::outcome::{Acceptance, Outcome, Refusal};
use crate::request::Reply;

/// What came of a call.
pub(crate) fn outcome(operation: Operation, reply: &Reply) -> Outcome {
    match reply.status {
        200..=299 => accepted(operation, reply),
        status => refused(operation, status, reply),
    }
}

/// The body of a successful read.
///
/// # Errors
/// What came of it otherwise.
pub(crate) fn read_body(operation: Operation, reply: &Reply) -> Result<Value, Outcome> {
    if !reply.is_success() {
        return Err(outcome(operation, reply));
    }
    match serde_json::from_slice(&reply.body) {
        Ok(body @ Value::Object(_)) => Ok(body),
        Ok(_) => Err(unreadable(operation, reply, "it is no object")),
        Err(problem) => Err(unreadable(operation, reply, &problem.to_string())),
    }
}

fn refused(operation: Operation, status: u16, reply: &Reply) -> Outcome {
    let body = ErrorBody::of(reply);
    match status {
        429 => Outcome::Throttled {
            retry_after: reply.retry_after().or_else(|| asked_to_wait(&body)),
        },
        // A read harms nobody by waiting as it is asked to.
        503 if !operation.is_send() && reply.retry_after().is_some() => Outcome::Throttled {
            retry_after: reply.retry_after(),
        },
        400 | 409 if operation.is_send() && body.is_active_conversation() => {
            let mut refusal = refusal(operation, reply, body);
            // The same word whichever status it comes with, as in the guides' dialect.
            "conflict".clone_into(&mut refusal.code);
            JOIN_OR_WAIT.clone_into(&mut refusal.hint);
            Outcome::Conflict(refusal)
        }
        401 => Outcome::Unauthorized(refusal(operation, reply, body)),
        409 if operation.is_send() => Outcome::Conflict(refusal(operation, reply, body)),
        // Not implemented: the platform did nothing.
        400..=499 | 501 => Outcome::Rejected(refusal(operation, reply, body)),
        500..=599 => Outcome::ServerError(refusal(operation, reply, body)),
        // 1xx never arrives here; a 3xx is no answer of the platform: redirects are not followed.
        _ if operation.is_send() => Outcome::InDoubt {
            reason: format!("the platform answered {status}, which its API does not know"),
        },
        _ => Outcome::Rejected(refusal(operation, reply, body)),
    }
}

fn refusal(operation: Operation, reply: &Reply, body: ErrorBody) -> Refusal {
    let status = reply.status;
    let mut permissions = if status == 403 {
        body.permissions.clone()
    } else {
        Vec::new()
    };
    let is_about_permissions = body
        .code
        .as_deref()
        .is_none_or(|code| code.contains("permission"));
    if status == 403 && permissions.is_empty() && is_about_permissions {
        let usual = super::permission(operation);
        permissions.extend((!usual.is_empty()).then(|| usual.to_owned()));
    }
    Refusal {
        status,
        hint: hint(operation, status, &body, &permissions),
        code: body.code.unwrap_or_else(|| own_code(status).to_owned()),
        message: body
            .message
            .unwrap_or_else(|| format!("The platform answered {status}.")),
        missing_scope: Some(permissions.join(", ")).filter(|names| !names.is_empty()),
        context_id: body.context_id,
    }
}

/// The platform's own words, for replies that bring none.
const fn own_code(status: u16) -> &'static str {
    match status {
        400 => "bad.request",
        401 => "unauthorized",
        403 => "not.authorized",
        404 => "not.found",
        408 => "client.timeout",
        409 => "conflict",
        413 => "request.entity.too.large",
        415 => "unsupported.media.type",
        500..=599 => "server_error",
        _ => "refused",
    }
}

/// `Retry the request in [42] seconds`, where the header is lost.
fn asked_to_wait(body: &ErrorBody) -> Option<Duration> {
    let (_, rest) = body.all.split_once("retry the request in [")?;
    let (seconds, _) = rest.split_once(']')?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}

/// Any 2xx is a yes; some come without a body.
fn accepted(operation: Operation, reply: &Reply) -> Outcome {
    if reply.body.iter().all(u8::is_ascii_whitespace) {
        return Outcome::Accepted(Acceptance::default());
    }
    match serde_json::from_slice(&reply.body) {
        Ok(body @ Value::Object(_)) => Outcome::Accepted(Acceptance {
            id: string(&body, "id").or_else(|| string(&body, "messageId")),
            conversation_id: string(&body, "conversationId"),
            status: body
                .get("message")
                .and_then(|message| string(message, "status"))
                .or_else(|| string(&body, "status")),
        }),
        Ok(_) => unreadable(operation, reply, "it is no object"),
        Err(problem) => unreadable(operation, reply, &problem.to_string()),
    }
}

/// A success whose body cannot be read: a send may have been taken, a read is platform trouble.
pub(super) fn unreadable(operation: Operation, reply: &Reply, problem: &str) -> Outcome {
    if operation.is_send() {
        return Outcome::InDoubt {
            reason: format!(
                "the platform answered {} but its reply cannot be read: {problem}",
                reply.status
            ),
        };
    }
    Outcome::ServerError(Refusal {
        status: reply.status,
        code: "unreadable_reply".to_owned(),
        message: format!(
            "The platform answered {} to the {operation} call, but its reply cannot be read: {problem}.",
            reply.status
        ),
        hint: "Check that the base address is a Genesys Cloud API and no web page or proxy."
            .to_owned(),
        missing_scope: None,
        context_id: reply.header("ININ-Correlation-Id").map(str::to_owned),
    })
}
