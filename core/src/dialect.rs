//! How operations are written on the wire and replies are read. A closed set: a new dialect is a
//! new variant, and nothing else knows a field name of any.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::audience::AudiencePage;
use crate::id::{ContactId, ConversationId};
use crate::message::Personalized;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request, TokenRequest, TransportFailure};
use crate::time::Timestamp;
use crate::token::TokenGrant;

mod guides;
mod refusal;

/// A wire form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Dialect {
    /// The wire format of the five guides.
    #[default]
    Guides,
}

/// The text names no dialect that exists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownDialect {
    /// Genesys' published API, which comes later.
    #[error("the dialect \"platform\" does not exist yet; set it to \"guides\"")]
    Platform,
    /// Anything else.
    #[error("unknown dialect {0:?}; known is \"guides\"")]
    Other(String),
}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "guides" => Ok(Self::Guides),
            "platform" => Err(UnknownDialect::Platform),
            other => Err(UnknownDialect::Other(other.to_owned())),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Guides => "guides",
        })
    }
}

/// An upstream read. Only these can be forwarded for the page: no operation that sends is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// One page of the customers who used web messaging lately (G0).
    Audience(AudienceQuery),
    /// An earlier web chat (G2).
    History(ConversationId),
    /// An open messaging contact (G3).
    Contact(ContactId),
}

/// Which customers to find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AudienceQuery {
    /// Start of the window.
    pub from: Timestamp,
    /// End of the window.
    pub to: Timestamp,
    /// Where the next page begins; nothing for the first.
    pub cursor: Option<String>,
}

/// Customers a page (certain: guide 000 gives 100 as the most).
pub const AUDIENCE_PAGE_SIZE: u32 = 100;

/// The earlier web chat, as far as a greeting needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The conversation.
    pub id: String,
    /// `closed`, `abandoned`, or what it is still doing.
    pub status: String,
    /// The first customer's address: the e-mail address, where there is one.
    pub customer_address: Option<String>,
}

impl History {
    /// Whether the earlier conversation is over, so that a greeting may refer to it (guide 002).
    pub fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "closed" | "abandoned")
    }
}

/// An open messaging contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The contact.
    pub id: String,
    /// Its conversation.
    pub conversation_id: Option<String>,
    /// The platform's word for its state, where it gives one.
    pub status: Option<String>,
}

impl Dialect {
    /// The token request. The caller adds the login address.
    pub fn token_request(self, client_id: &str, client_secret: &str) -> TokenRequest {
        match self {
            Self::Guides => guides::token_request(client_id, client_secret),
        }
    }

    /// Reads the reply to a token request.
    pub fn token_grant(self, reply: &Reply) -> Result<TokenGrant, Outcome> {
        match self {
            Self::Guides => guides::token_grant(reply),
        }
    }

    /// The request that sends a message. A carousel is written as such: see
    /// [`Dialect::split_requests`] for hosts that do not know it. `now` is the transmission's time.
    pub fn request(self, personalized: &Personalized, now: Timestamp) -> Request {
        match self {
            Self::Guides => guides::request(personalized, now),
        }
    }

    /// The requests that send a message to a host other than our sandbox: a carousel goes as one
    /// card message a card, because guide 003 lists no such content type. One request for
    /// everything else.
    pub fn split_requests(self, personalized: &Personalized, now: Timestamp) -> Vec<Request> {
        match self {
            Self::Guides => guides::split_requests(personalized, now),
        }
    }

    /// What the guest will get instead of what was written, said before anything is sent; nothing
    /// when it arrives as it is.
    pub fn degradation(self, personalized: &Personalized, is_sandbox: bool) -> Option<String> {
        match self {
            Self::Guides => guides::degradation(personalized, is_sandbox),
        }
    }

    /// The request of a read.
    pub fn read_request(self, read: &Read) -> Request {
        match self {
            Self::Guides => guides::read_request(read),
        }
    }

    /// Reads a path and query that somebody asks to have forwarded: `None` for everything that is
    /// no allow-listed GET. The request is built from what was understood, never passed through.
    pub fn forwardable(self, path: &str, query: Option<&str>) -> Option<(Read, Request)> {
        match self {
            Self::Guides => guides::forwardable(path, query),
        }
    }

    /// The scope that the guides name for a call; the first scope of each list, which is the only
    /// one needed.
    pub const fn scope(self, operation: Operation) -> &'static str {
        match self {
            Self::Guides => guides::scope(operation),
        }
    }

    /// What an attempt came to.
    pub fn outcome(
        self,
        operation: Operation,
        result: Result<&Reply, &TransportFailure>,
    ) -> Outcome {
        match self {
            Self::Guides => guides::outcome(operation, result),
        }
    }

    /// One page of customers.
    pub fn audience_page(self, reply: &Reply) -> Result<AudiencePage, Outcome> {
        match self {
            Self::Guides => guides::audience_page(reply),
        }
    }

    /// An earlier web chat.
    pub fn history(self, reply: &Reply) -> Result<History, Outcome> {
        match self {
            Self::Guides => guides::history(reply),
        }
    }

    /// An open messaging contact.
    pub fn contact(self, reply: &Reply) -> Result<Contact, Outcome> {
        match self {
            Self::Guides => guides::contact(reply),
        }
    }
}
