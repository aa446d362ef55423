//! Who somebody in a conversation is, and what several conversations say of them together.

use core::fmt;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::conversation::{Conversation, CustomerParty, CustomerSession};
use super::interval::Interval;
use crate::address::{AddressKind, EmailAddress, PhoneNumber};
use crate::time::Timestamp;

/// What tells people apart, by the best that is known (a design rule of PLATFORM-API §5.5, unsure
/// as a whole): the external contact, else the address they wrote from, else the visitor's cookie,
/// else an e-mail address among the attributes. Somebody with none of these is one person a
/// conversation, so that nobody is lost.
///
/// ```
/// use tidings_core::audience::PersonKey;
///
/// let key = PersonKey::of_contact(" C-1 ");
/// assert_eq!((key.as_str(), key.contact()), ("contact:c-1", Some("c-1")));
/// let guest = PersonKey::from_stored("guest:g-1".into());
/// assert_eq!((guest.id(), guest.contact()), (Some("g-1"), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(String);

impl PersonKey {
    /// The key of an external contact.
    pub fn of_contact(id: &str) -> Self {
        Self(format!("{CONTACT}{}", id.trim().to_ascii_lowercase()))
    }

    /// A key as it was stored.
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The external contact, where it is one.
    pub fn contact(&self) -> Option<&str> {
        self.0.strip_prefix(CONTACT)
    }

    /// The id that reports show: contact, guest or visitor.
    pub fn id(&self) -> Option<&str> {
        [CONTACT, GUEST, VISITOR]
            .into_iter()
            .find_map(|kind| self.0.strip_prefix(kind))
    }

    fn of(conversation: &Conversation, party: &CustomerParty) -> Self {
        if let Some(id) = filled(party.contact.as_deref()) {
            return Self::of_contact(id);
        }
        // The smallest, so that the order in which sessions are listed does not matter.
        let smallest = |pick: fn(&CustomerSession) -> Option<&str>| {
            party
                .sessions
                .iter()
                .filter_map(|one| filled(pick(one)))
                .min()
        };
        if let Some(address) = smallest(|session| session.address.as_deref()) {
            return Self(format!("{GUEST}{address}"));
        }
        if let Some(visitor) = smallest(|session| session.visitor.as_deref()) {
            return Self(format!("{VISITOR}{visitor}"));
        }
        let email = typed(party, AddressKind::Email);
        match email.filter(|email| is_address(AddressKind::Email, email)) {
            Some(email) => Self(format!("mail:{}", email.to_ascii_lowercase())),
            None => Self(format!("conversation:{}", conversation.id)),
        }
    }
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const CONTACT: &str = "contact:";
const GUEST: &str = "guest:";
const VISITOR: &str = "visitor:";

/// The latest of several values; of two at one time the greater, so that order does not matter.
///
/// ```
/// use tidings_core::audience::Latest;
///
/// // The time comes first, then the value.
/// let older: Latest<String> = serde_json::from_str(r#"[1000, "Zoe"]"#)?;
/// let newer: Latest<String> = serde_json::from_str(r#"[2000, "Ana"]"#)?;
/// assert_eq!(older.max(newer.clone()), newer);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Latest<T>(Timestamp, T);

/// What is known of a person. Two accounts of one person become one by [`Person::merge`], in any
/// order.
///
/// ```
/// use tidings_core::audience::{Conversation, CustomerParty, Interval, Person, sightings};
/// use tidings_core::time::Timestamp;
///
/// let ever = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(9000)).ok_or("empty")?;
/// let seen = |name: &str, at| {
///     let mut party = CustomerParty::default();
///     party.name = Some(name.into());
///     let start = Some(Timestamp::from_unix_millis(at));
///     let conversation = Conversation { start, customers: vec![party], ..Default::default() };
///     sightings(&conversation, ever).into_iter().map(|one| one.person).fold(Person::default(), Person::merge)
/// };
/// // The latest name is theirs, in whichever order the accounts come.
/// let person = seen("Ana Lee", 2000).merge(seen("Ana", 1000));
/// assert_eq!(person.name(), Some("Ana Lee"));
/// assert_eq!(person.last(), Some(Timestamp::from_unix_millis(2000)));
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    #[serde(rename = "s")]
    sessions: u64,
    #[serde(rename = "l", skip_serializing_if = "Option::is_none")]
    last: Option<Timestamp>,
    #[serde(rename = "n", skip_serializing_if = "Option::is_none")]
    name: Option<Latest<String>>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    email: Option<Latest<String>>,
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    phone: Option<Latest<String>>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    cleared: Option<Latest<bool>>,
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    open: Option<Timestamp>,
}

impl Person {
    /// Sessions in the window.
    pub const fn sessions(&self) -> u64 {
        self.sessions
    }

    /// When a conversation with them began or ended last.
    pub const fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// Their name, as the latest conversation that has one gives it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(|Latest(_, name)| name.as_str())
    }

    /// An address of that kind among attributes or as their own address of a session.
    pub fn address(&self, kind: AddressKind) -> Option<&str> {
        match kind {
            AddressKind::Email => &self.email,
            AddressKind::Phone => &self.phone,
        }
        .as_ref()
        .map(|Latest(_, address)| address.as_str())
    }

    /// Whether they cleared their latest conversation.
    pub fn has_cleared(&self) -> bool {
        self.cleared
            .as_ref()
            .is_some_and(|Latest(_, cleared)| *cleared)
    }

    /// Whether a conversation with them goes on.
    pub const fn is_in_conversation(&self) -> bool {
        self.open.is_some()
    }

    /// The same account without its sessions: of a conversation that was counted before.
    ///
    /// ```
    /// use tidings_core::audience::{Conversation, CustomerParty, CustomerSession, Interval, sightings};
    /// use tidings_core::time::Timestamp;
    ///
    /// let mut party = CustomerParty::default();
    /// party.sessions.push(CustomerSession::default());
    /// let conversation = Conversation { customers: vec![party], ..Conversation::default() };
    /// let ever = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1)).ok_or("empty")?;
    /// let person = sightings(&conversation, ever).remove(0).person;
    /// assert_eq!((person.sessions(), person.uncounted().sessions()), (1, 0));
    /// # Ok::<_, &str>(())
    /// ```
    #[must_use]
    pub const fn uncounted(mut self) -> Self {
        self.sessions = 0;
        self
    }

    /// Takes in another account of the same person.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Self {
            sessions: self.sessions.saturating_add(other.sessions),
            last: self.last.max(other.last),
            name: self.name.max(other.name),
            email: self.email.max(other.email),
            phone: self.phone.max(other.phone),
            cleared: self.cleared.max(other.cleared),
            open: self.open.max(other.open),
        }
    }

    fn of(conversation: &Conversation, party: &CustomerParty) -> Self {
        let at = conversation.start.unwrap_or(Timestamp::EPOCH);
        let ids: BTreeSet<_> = party
            .sessions
            .iter()
            .filter_map(|one| one.id.as_deref())
            .collect();
        let unnamed = party.sessions.iter().filter(|one| one.id.is_none()).count();
        let own = |kind| {
            let mut addresses: Vec<_> = party
                .sessions
                .iter()
                .flat_map(|session| [session.address.as_deref(), session.remote.as_deref()])
                .filter_map(filled)
                .filter(|text| is_address(kind, text))
                .collect();
            addresses.sort_unstable();
            addresses.first().map(|text| (*text).to_owned())
        };
        let address = |kind| {
            typed(party, kind)
                .or_else(|| own(kind))
                .map(|text| Latest(at, text))
        };
        let remote = || {
            let names = party
                .sessions
                .iter()
                .filter_map(|one| filled(one.remote.as_deref()));
            names
                .filter(|text| !is_address(AddressKind::Email, text))
                .min()
        };
        let name = filled(party.name.as_deref()).or_else(remote);
        let has_session = !party.sessions.is_empty();
        Self {
            sessions: u64::try_from(ids.len() + unnamed).unwrap_or(u64::MAX),
            last: conversation.end.max(conversation.start),
            name: name.map(|name| Latest(at, name.to_owned())),
            email: address(AddressKind::Email),
            phone: address(AddressKind::Phone),
            cleared: has_session
                .then(|| Latest(at, party.sessions.iter().any(|session| session.cleared))),
            open: (conversation.end.is_none() && has_session).then_some(at),
        }
    }
}

/// What one conversation says of one person.
///
/// ```
/// use std::collections::BTreeMap;
/// use tidings_core::audience::{Conversation, CustomerParty, Interval, Sighting, sightings};
/// use tidings_core::time::Timestamp;
///
/// let mut party = CustomerParty::default();
/// party.contact = Some("c-1".into());
/// let conversation = Conversation { customers: vec![party], ..Conversation::default() };
/// let ever = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1)).ok_or("empty")?;
/// // Read twice, counted once.
/// let read = [sightings(&conversation, ever), sightings(&conversation, ever)].concat();
/// let once: BTreeMap<_, _> =
///     read.into_iter().map(|Sighting { key, conversation, person, .. }| ((key, conversation), person)).collect();
/// assert_eq!(once.len(), 1);
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sighting {
    /// Who.
    pub key: PersonKey,
    /// The conversation: a person is counted once in each, however often it is read.
    pub conversation: String,
    /// What it says.
    pub person: Person,
}

/// Everybody on the customer's side of a conversation that began in the window; whoever takes part
/// twice is one. A conversation without a start is taken to be in it.
///
/// The window is looked at again here because a details query answers with whole days and a job
/// with whatever was going on (certain: Genesys' client libraries).
///
/// ```
/// use tidings_core::audience::{Conversation, CustomerParty, Interval, sightings};
/// use tidings_core::time::Timestamp;
///
/// let mut party = CustomerParty::default();
/// party.contact = Some("c-1".into());
/// // The same customer twice, as after a transfer.
/// let customers = vec![party.clone(), party];
/// let conversation = Conversation { id: "v-1".into(), customers, ..Conversation::default() };
/// let ever = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1)).ok_or("empty")?;
/// let found = sightings(&conversation, ever);
/// assert_eq!((found.len(), found[0].key.contact()), (1, Some("c-1")));
/// assert_eq!(found[0].conversation, "v-1");
/// # Ok::<_, &str>(())
/// ```
pub fn sightings(conversation: &Conversation, window: Interval) -> Vec<Sighting> {
    let mut found: Vec<Sighting> = Vec::new();
    if conversation.start.is_some_and(|start| !window.holds(start)) {
        return found;
    }
    for party in &conversation.customers {
        let key = PersonKey::of(conversation, party);
        let person = Person::of(conversation, party);
        match found.iter_mut().find(|sighting| sighting.key == key) {
            Some(known) => known.person = core::mem::take(&mut known.person).merge(person),
            None => found.push(Sighting {
                key,
                conversation: conversation.id.clone(),
                person,
            }),
        }
    }
    found
}

/// What the customer typed into a form. The organization chooses the names of its attributes
/// (unsure: `context.email` is the usual one), so that any is taken whose name ends like it and
/// whose value is an address.
fn typed(party: &CustomerParty, kind: AddressKind) -> Option<String> {
    let endings: &[&str] = match kind {
        AddressKind::Email => &["email", "e-mail", "mail", "emailaddress"],
        AddressKind::Phone => &["phone", "phonenumber", "mobile"],
    };
    let fits = |name: &str| {
        let name = name.to_ascii_lowercase().replace('_', "");
        endings.iter().any(|ending| name.ends_with(ending))
    };
    // The usual names first, then by name.
    let mut named: Vec<_> = party
        .attributes
        .iter()
        .filter(|(name, _)| fits(name))
        .collect();
    named.sort_by_key(|(name, _)| !name.starts_with("context."));
    let values = || named.iter().filter_map(|(_, value)| filled(Some(value)));
    // What is no address is kept where there is nothing better, so that it is reported as such.
    let best = values().find(|value| is_address(kind, value));
    best.or_else(|| values().next()).map(str::to_owned)
}

fn is_address(kind: AddressKind, text: &str) -> bool {
    match kind {
        AddressKind::Email => EmailAddress::parse(text).is_ok(),
        AddressKind::Phone => PhoneNumber::parse(text).is_ok(),
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
