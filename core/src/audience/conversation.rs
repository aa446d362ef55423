//! One conversation of analytics, as far as it tells who took part.

use std::collections::BTreeMap;

use crate::time::Timestamp;

/// A conversation. Anything but its id may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: String,
    /// When it began.
    pub start: Option<Timestamp>,
    /// When it ended; nothing while it goes on.
    pub end: Option<Timestamp>,
    /// The customer's side; agents, queues and bots are left out.
    pub customers: Vec<CustomerParty>,
}

/// A participant whose purpose is `customer` or `external`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerParty {
    /// The external contact that identity resolution found.
    pub contact: Option<String>,
    /// `participantName`.
    pub name: Option<String>,
    /// What the organization keeps of them, such as what they typed into the form before the chat;
    /// job results have it, pages of the details query never do.
    pub attributes: BTreeMap<String, String>,
    /// Their sessions of web messaging.
    pub sessions: Vec<CustomerSession>,
}

/// One session of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomerSession {
    /// Its id.
    pub id: Option<String>,
    /// The customer's own address there: `addressFrom` of an inbound session, `addressTo` of an
    /// outbound one. Of a web messaging guest it is an opaque id.
    pub address: Option<String>,
    /// The visitor's cookie.
    pub visitor: Option<String>,
    /// The name, number or address that the other side showed.
    pub remote: Option<String>,
    /// The guest cleared the conversation.
    pub cleared: bool,
}
