//! Refusals in words: what the platform said, and what to do about it.

use serde::Deserialize;

use super::said::{plain_text, shorten};
use crate::operation::Operation;
use crate::outcome::Refusal;
use crate::request::Reply;

/// Genesys' error body and OAuth's, in one: whatever of it is there.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ErrorBody {
    message: Option<String>,
    code: Option<String>,
    context_id: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    description: Option<String>,
}

/// The refusal of an operation, with the hint that fits it and the scope it needs.
pub(super) fn refusal(operation: Operation, scope: &str, reply: &Reply) -> Refusal {
    let refusal = without_hint(reply);
    Refusal {
        hint: hint(operation, reply.status, &refusal.code, scope),
        missing_scope: (reply.status == 403).then(|| scope.to_owned()),
        ..refusal
    }
}

/// The refusal of a token request.
pub(super) fn of_token(reply: &Reply) -> Refusal {
    let hint = match reply.status {
        400 | 401 => "Check the client id and secret of the connection, and its region.",
        500..=599 => "The platform is in trouble; look at its status page and try again later.",
        _ => "Check the connection's login address.",
    };
    Refusal {
        hint: hint.to_owned(),
        ..without_hint(reply)
    }
}

/// What a reply's status and body amount to.
fn without_hint(reply: &Reply) -> Refusal {
    let body: ErrorBody = serde_json::from_slice(&reply.body).unwrap_or_default();
    let said = body
        .message
        .or(body.error_description)
        .or(body.description)
        .or_else(|| plain_text(reply))
        .and_then(|text| shorten(&text));
    let code = code(reply.status, said.as_deref(), body.code.or(body.error));
    Refusal {
        status: reply.status,
        hint: String::new(),
        message: said.unwrap_or_else(|| format!("The platform answered {}.", reply.status)),
        code,
        missing_scope: None,
        context_id: body.context_id,
    }
}

fn code(status: u16, said: Option<&str>, platform: Option<String>) -> String {
    let said = said.unwrap_or_default().to_ascii_lowercase();
    if status == 400 && said.contains("expired") {
        // Our own word, so that a report can tell it from a wrong id.
        return "session_expired".to_owned();
    }
    platform.filter(|code| !code.is_empty()).unwrap_or_else(|| {
        match status {
            400 => "bad_request",
            401 => "unauthorized",
            403 => "missing_scope",
            404 => "not_found",
            409 => "conflict",
            413 => "too_large",
            500..=599 => "server_error",
            _ => "refused",
        }
        .to_owned()
    })
}

fn hint(operation: Operation, status: u16, code: &str, scope: &str) -> String {
    match (status, operation) {
        (400, Operation::Outbound) => {
            "Check the recipient's address, and that the sender's address is verified in Genesys Cloud.".to_owned()
        }
        (400, Operation::Proactive) if code == "session_expired" => {
            "The guest's session is over and cannot be woken up; start a new chat.".to_owned()
        }
        (400, Operation::Proactive) => "Check the contact id; it is stored by the site when the widget first connects.".to_owned(),
        (400, Operation::Structured) => {
            "Check the content and that the contact's conversation is open; a closed one takes no message.".to_owned()
        }
        (400, _) => "Check the ids and the content against the message shown.".to_owned(),
        (401, _) => "Check the client id and secret of the connection, and its region.".to_owned(),
        (403, _) => format!(
            "Grant the OAuth client the scope {scope}: Admin > Integrations > OAuth in Genesys Cloud."
        ),
        (404, Operation::Proactive) => {
            "Genesys Cloud does not know this contact; check that its id was stored correctly.".to_owned()
        }
        (404, Operation::Greet) => {
            "The web chat is gone; a greeting needs a chat that is open right now.".to_owned()
        }
        (404, Operation::Contact | Operation::Structured) => {
            "Check that it is a contact id and no conversation id, and that its conversation still exists.".to_owned()
        }
        (404, _) => "Check the id; it may be of another organization or region.".to_owned(),
        (409, _) => {
            "The customer is in a conversation or just left one: append to the open conversation instead.".to_owned()
        }
        (413, _) => "Split the text into several messages or shrink the attachment.".to_owned(),
        (500..=599, _) => "The platform is in trouble; look at its status page and try again later.".to_owned(),
        _ => "Check the connection's base address.".to_owned(),
    }
}
