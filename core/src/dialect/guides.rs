//! The wire format of the five guides, call by call.

use crate::operation::Operation;

pub(super) use read::{audience_page, contact, forwardable, history, read_request};
pub(super) use reply::{outcome, rate_limit};
pub(super) use send::{Call, carry, check_outbound};
pub(super) use token::{token_grant, token_request};

mod read;
mod reply;
mod send;
mod token;

/// The first scope each guide names for the call.
pub(super) const fn scope(operation: Operation) -> &'static str {
    match operation {
        Operation::Audience => "analytics:conversation:read",
        Operation::Outbound => "message:send",
        Operation::Proactive => "webchat:messaging",
        Operation::History => "conversation:read",
        Operation::Greet => "webchat:write",
        Operation::Contact => "conversations:read",
        Operation::Structured => "messages:send",
        Operation::Guest => "messaging:conversation:write",
        // No guide has such a call, and none is ever made.
        Operation::Organization
        | Operation::Senders
        | Operation::Limits
        | Operation::Contacts
        | Operation::Status
        | Operation::Event
        | Operation::Receipt
        | Operation::Reply => "",
    }
}
