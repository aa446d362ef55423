//! What to do about a refusal, for the person who reads it.

use super::error::ErrorBody;
use crate::operation::Operation;

/// `permissions` are those that are missing, where that is what is wrong.
pub(super) fn hint(
    operation: Operation,
    status: u16,
    body: &ErrorBody,
    permissions: &[String],
) -> String {
    match (status, operation) {
        (403, _) if !permissions.is_empty() => grant(permissions, body),
        (403, _) => "Check the roles of the OAuth client, and the divisions they are granted for: \
             Admin > Integrations > OAuth in Genesys Cloud."
            .to_owned(),
        (401, _) if body.code.as_deref() == Some("ip.not.authorized") => {
            "Genesys Cloud does not let this address in: allow it in Admin > Organization settings."
                .to_owned()
        }
        (401, _) => {
            "Check the client id and secret of the connection, and its region.".to_owned()
        }
        (400, Operation::Proactive | Operation::Structured)
            if body.all.contains("identity resolution") =>
        {
            "Switch identity resolution on for this deployment: Admin > Message > Messenger \
             deployments in Genesys Cloud. Guests who were there before stay unknown."
                .to_owned()
        }
        (400, Operation::Outbound) => "Check the recipient's address, and that the sender's number \
             is active or the domain of its address verified in Genesys Cloud; tidings doctor tells."
            .to_owned(),
        (400 | 404, Operation::Proactive | Operation::Structured) => {
            "Check the contact's id, and that the sender is set up for this channel; tidings doctor \
             tells."
                .to_owned()
        }
        (400 | 404, Operation::Greet) => {
            "A greeting needs a web chat that is open right now, and the id of the greeting agent's \
             communication in it."
                .to_owned()
        }
        (400 | 404, Operation::Guest | Operation::Event | Operation::Receipt | Operation::Reply) => {
            "Check the integration's id and the message's.".to_owned()
        }
        (400, _) => "Check the ids and the content against the message shown.".to_owned(),
        (404, _) => "Check the id; it may be of another organization or region.".to_owned(),
        (408, _) => "Nothing was sent: the request was too slow on its way. Send it again.".to_owned(),
        (409, _) => "Somebody changed the same thing at the same time; try again.".to_owned(),
        (413, _) => "Split the text into several messages or shrink the attachment.".to_owned(),
        (415, _) => "Check that no proxy between here and Genesys Cloud changes requests.".to_owned(),
        (500..=599, _) => {
            "The platform is in trouble; look at its status page and try again later.".to_owned()
        }
        _ => "Check the connection's base address.".to_owned(),
    }
}

/// What to do about a conversation that is under way.
pub(super) const JOIN_OR_WAIT: &str = "Wait until it is over, or send again with join (--join), \
    which puts the text into it. If a bot is talking there, it reads the text as the customer's.";

fn grant(permissions: &[String], body: &ErrorBody) -> String {
    let of = if body.code.as_deref() == Some("missing.any.permissions") && permissions.len() > 1 {
        "one of the permissions"
    } else if permissions.len() > 1 {
        "the permissions"
    } else {
        "the permission"
    };
    format!(
        "Grant {of} {} to a role of the OAuth client: Admin > People & Permissions > Roles in \
         Genesys Cloud.",
        permissions.join(", ")
    )
}
