//! One conversation of analytics, as far as it tells who took part.

use std::collections::BTreeMap;

use crate::time::Timestamp;

/// A conversation. Anything but its id may be missing.
///
/// ```
/// use tidings_core::audience::{Conversation, CustomerParty, Interval, sightings};
/// use tidings_core::time::Timestamp;
///
/// let at = Timestamp::from_unix_millis;
/// let window = Interval::new(at(1000), at(2000)).ok_or("empty")?;
/// let began = |start| Conversation {
///     start: Some(at(start)),
///     customers: vec![CustomerParty::default()],
///     ..Conversation::default()
/// };
/// assert_eq!(sightings(&began(1500), window).len(), 1);
/// assert!(sightings(&began(2000), window).is_empty());
/// # Ok::<_, &str>(())
/// ```
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
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{Conversation, CustomerParty, Interval, sightings};
/// use tidings_core::time::Timestamp;
///
/// let mut party = CustomerParty::default();
/// party.attributes.insert("context.email".into(), "ana@example.org".into());
/// let conversation = Conversation { customers: vec![party], ..Conversation::default() };
/// let ever = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1)).ok_or("empty")?;
/// let found = sightings(&conversation, ever);
/// assert_eq!(found[0].person.address(AddressKind::Email), Some("ana@example.org"));
/// assert_eq!(found[0].key.as_str(), "mail:ana@example.org");
/// # Ok::<_, &str>(())
/// ```
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
///
/// ```
/// use tidings_core::audience::{
///     Conversation, CustomerParty, CustomerSession, Interval, sightings,
/// };
/// use tidings_core::time::Timestamp;
///
/// let mut session = CustomerSession::default();
/// session.address = Some("g-1".into());
/// session.cleared = true;
/// let mut party = CustomerParty::default();
/// party.sessions.push(session);
/// let conversation = Conversation { customers: vec![party], ..Conversation::default() };
/// let ever = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1)).ok_or("empty")?;
/// let found = sightings(&conversation, ever);
/// assert_eq!(found[0].key.id(), Some("g-1"));
/// assert!(found[0].person.has_cleared() && found[0].person.is_in_conversation());
/// # Ok::<_, &str>(())
/// ```
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
