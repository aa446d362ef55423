//! Genesys' published Platform API v2, call by call.
//!
//! A read that only this dialect has is a [`Query`](super::Query) of its own: a small struct that
//! writes its request with [`Request::get`](crate::request::Request::get) and reads its reply with
//! `reply::read_body`.

use crate::operation::Operation;

pub use conversation::{ContactMail, ContactQuery, ConversationQuery};

pub(super) use call::Call;
pub(super) use carry::carry;
pub(super) use limit::rate_limit;
pub(super) use read::{audience_page, contact, forwardable, history, read_request};
pub(super) use token::{token_grant, token_request};

pub(crate) use reply::outcome;

pub mod audience;
mod body;
mod call;
mod carry;
pub mod contacts;
mod content;
mod conversation;
pub mod directory;
mod error;
mod hint;
mod inbound;
mod limit;
mod read;
mod reply;
pub mod status;
mod text;
mod token;
mod typed;

/// The permission that a call needs, or the first of those of which it needs one (certain: Genesys'
/// client libraries name them); empty where it needs none.
pub(super) const fn permission(operation: Operation) -> &'static str {
    match operation {
        Operation::Audience => "analytics:conversationDetail:view",
        Operation::Outbound | Operation::Proactive | Operation::Greet | Operation::Structured => {
            "conversation:message:create"
        }
        Operation::History => "conversation:communication:view",
        Operation::Contact | Operation::Contacts => "externalContacts:contact:view",
        Operation::Guest | Operation::Event | Operation::Receipt | Operation::Reply => {
            "conversation:message:receive"
        }
        Operation::Status => "conversation:message:view",
        Operation::Senders => "messaging:integration:view",
        Operation::Organization | Operation::Limits => "",
    }
}
