//! How operations are written on the wire and replies are read. A closed set: a new dialect is a
//! new variant, and nothing else knows a field name of any.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::audience::AudiencePage;
use crate::id::{ContactId, ConversationId};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::pace::RateLimit;
use crate::request::{Reply, Request, TokenRequest, TransportFailure};
use crate::time::Timestamp;
use crate::token::TokenGrant;

pub(crate) use carry::Head;
pub use carry::{Carriage, Carried, NotCarried};
pub use query::Query;

mod carry;
mod guides;
pub mod platform;
mod query;
mod refusal;
mod said;

/// A wire form.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
///
/// assert_eq!("platform".parse(), Ok(Dialect::Platform));
/// assert_eq!(Dialect::Guides.scope(Operation::Outbound), "message:send");
/// assert_eq!(Dialect::Platform.scope(Operation::Outbound), "conversation:message:create");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Dialect {
    /// The wire format of the five guides.
    #[default]
    Guides,
    /// Genesys' published Platform API v2.
    Platform,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 2] = [Self::Guides, Self::Platform];

    /// The name in JSON, in the configuration and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guides => "guides",
            Self::Platform => "platform",
        }
    }
}

/// The text names no dialect that exists.
///
/// ```
/// use tidings_core::dialect::Dialect;
///
/// let problem = "soap".parse::<Dialect>().unwrap_err();
/// let message = "unknown dialect \"soap\"; known are \"guides\" and \"platform\"";
/// assert_eq!(problem.to_string(), message);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown dialect {0:?}; known are \"guides\" and \"platform\"")]
pub struct UnknownDialect(String);

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.name() == text)
            .ok_or_else(|| UnknownDialect(text.to_owned()))
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An upstream read. Only these can be forwarded for the page: no operation that sends is here.
///
/// ```
/// use tidings_core::dialect::{Dialect, Read};
/// use tidings_core::id::ContactId;
///
/// let request = Dialect::Guides.read_request(&Read::Contact(ContactId::parse("k-1")?));
/// assert_eq!(request.target, "/api/v2/conversations/messaging/contacts/k-1");
/// # Ok::<(), tidings_core::id::InvalidId>(())
/// ```
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
///
/// ```
/// use tidings_core::dialect::{AudienceQuery, Dialect, Read};
/// use tidings_core::time::Timestamp;
///
/// let (from, to) = (Timestamp::EPOCH, Timestamp::from_unix_millis(60_000));
/// let query = AudienceQuery { from, to, cursor: Some("a b".into()) };
/// let request = Dialect::Guides.read_request(&Read::Audience(query));
/// assert!(request.target.ends_with("?nextPageToken=a%20b"));
/// assert!(request.body.is_some_and(|body| body.contains("1970-01-01T00:01:00.000Z")));
/// ```
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
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"id":"v-1","status":"closed"}"#.to_vec();
/// let history = Dialect::Guides.history(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(history.is_ok_and(|history| history.is_over()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The conversation.
    pub id: String,
    /// `closed`, `abandoned`, or what it is still doing.
    pub status: String,
    /// The first customer's address: the e-mail address, where there is one.
    pub customer_address: Option<String>,
    /// The contact of the customer, whose own look-up may tell the address.
    pub customer_contact: Option<ContactId>,
}

impl History {
    /// Whether the earlier conversation is over, so that a greeting may refer to it (guide 002).
    pub fn is_over(&self) -> bool {
        matches!(self.status.as_str(), "closed" | "abandoned")
    }
}

/// An open messaging contact.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::request::Reply;
///
/// let body = br#"{"id":"k-1"}"#.to_vec();
/// let contact = Dialect::Guides.contact(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(contact.is_ok_and(|contact| contact.id == "k-1"));
/// ```
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
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    ///
    /// let request = Dialect::Guides.token_request("client-1", "s3cr3t");
    /// assert_eq!(request.path, "/oauth/token");
    /// assert!(!format!("{request:?}").contains("s3cr3t"));
    /// ```
    pub fn token_request(self, client_id: &str, client_secret: &str) -> TokenRequest {
        match self {
            Self::Guides => guides::token_request(client_id, client_secret),
            Self::Platform => platform::token_request(client_id, client_secret),
        }
    }

    /// Reads the reply to a token request.
    pub fn token_grant(self, reply: &Reply) -> Result<TokenGrant, Outcome> {
        match self {
            Self::Guides => guides::token_grant(reply),
            Self::Platform => platform::token_grant(reply),
        }
    }

    /// The request of a read.
    pub fn read_request(self, read: &Read) -> Request {
        match self {
            Self::Guides => guides::read_request(read),
            Self::Platform => platform::read_request(read),
        }
    }

    /// Reads a path and query that somebody asks to have forwarded: `None` for everything that is
    /// no allow-listed GET. The request is built from what was understood, never passed through.
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    ///
    /// let contact = "/api/v2/conversations/messaging/contacts/k-1";
    /// assert!(Dialect::Guides.forwardable(contact, None).is_some());
    /// assert_eq!(Dialect::Guides.forwardable("/api/v2/users/me", None), None);
    /// ```
    pub fn forwardable(self, path: &str, query: Option<&str>) -> Option<Request> {
        match self {
            Self::Guides => guides::forwardable(path, query),
            Self::Platform => platform::forwardable(path, query),
        }
    }

    /// What a call needs in the dialect's own words: the guides' scope, of each list the first,
    /// which is the only one needed; the published API's permission.
    pub const fn scope(self, operation: Operation) -> &'static str {
        match self {
            Self::Guides => guides::scope(operation),
            Self::Platform => platform::permission(operation),
        }
    }

    /// What an attempt came to.
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::operation::Operation;
    /// use tidings_core::outcome::Outcome;
    /// use tidings_core::request::TransportFailure;
    ///
    /// let lost = TransportFailure::ReplyLost("timed out".into());
    /// let outcome = Dialect::Guides.outcome(Operation::Outbound, Err(&lost));
    /// assert!(matches!(outcome, Outcome::InDoubt { .. }));
    /// ```
    pub fn outcome(
        self,
        operation: Operation,
        result: Result<&Reply, &TransportFailure>,
    ) -> Outcome {
        let reply = match result {
            Ok(reply) => reply,
            Err(TransportFailure::NeverOpened(reason)) => {
                let reason = reason.clone();
                return Outcome::NeverOpened { reason };
            }
            Err(TransportFailure::ReplyLost(reason)) => {
                let reason = reason.clone();
                return Outcome::InDoubt { reason };
            }
        };
        match self {
            Self::Guides => guides::outcome(operation, reply),
            Self::Platform => platform::outcome(operation, reply),
        }
    }

    /// What a reply says of the platform's own limit.
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::request::Reply;
    ///
    /// let headers = vec![("X-RateLimit-Remaining".into(), "7".into())];
    /// let limit = Dialect::Guides.rate_limit(&Reply { headers, ..Reply::default() });
    /// assert_eq!(limit.map(|limit| limit.remaining), Some(7));
    /// ```
    pub fn rate_limit(self, reply: &Reply) -> Option<RateLimit> {
        match self {
            Self::Guides => guides::rate_limit(reply),
            Self::Platform => platform::rate_limit(reply),
        }
    }

    /// One page of customers.
    pub fn audience_page(self, reply: &Reply) -> Result<AudiencePage, Outcome> {
        match self {
            Self::Guides => guides::audience_page(reply),
            Self::Platform => platform::audience_page(reply),
        }
    }

    /// An earlier web chat.
    pub fn history(self, reply: &Reply) -> Result<History, Outcome> {
        match self {
            Self::Guides => guides::history(reply),
            Self::Platform => platform::history(reply),
        }
    }

    /// An open messaging contact.
    pub fn contact(self, reply: &Reply) -> Result<Contact, Outcome> {
        match self {
            Self::Guides => guides::contact(reply),
            Self::Platform => platform::contact(reply),
        }
    }
}
