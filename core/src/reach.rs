//! Who of an audience can be reached on which channel, and why not.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, AddressKind};
use crate::api::{ChannelReach, ReachView};
use crate::audience::{CONTACT_LIFE, ContactFound, CustomerRow, Person, PersonContact, Profile};
use crate::channel::Channel;
use crate::dialect::Dialect;
use crate::recipient::RecipientKey;
use crate::sender::Senders;
use crate::time::Timestamp;

/// A contact that expires within so long is near its end (ours).
pub const EXPIRES_SOON: core::time::Duration = core::time::Duration::from_hours(24 * 7);

/// Why somebody cannot be reached on a channel, in the order in which reasons are looked for.
///
/// ```
/// use tidings_core::reach::Obstacle;
///
/// assert_eq!(Obstacle::SessionCleared.code(), "session_cleared");
/// // What is looked for first comes first.
/// assert!(Obstacle::Suppressed < Obstacle::NoAddress);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// The connection sends from nothing on this channel.
    NoSender,
    /// On the suppression list.
    Suppressed,
    /// Their contact was deleted.
    ContactDeleted,
    /// They have no external contact that can be read, and the channel needs one.
    NoContact,
    /// They cleared the conversation, so that the messenger shows nothing new.
    SessionCleared,
    /// A conversation with them goes on; a message would be refused, or read as theirs by a bot.
    ActiveConversation,
    /// They have no address on this channel.
    NoAddress,
    /// What should be their address is none.
    InvalidAddress,
}

impl Obstacle {
    /// The stable code in reports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSender => "no_sender",
            Self::Suppressed => "suppressed",
            Self::ContactDeleted => "contact_deleted",
            Self::NoContact => "no_contact",
            Self::SessionCleared => "session_cleared",
            Self::ActiveConversation => "active_conversation",
            Self::NoAddress => "no_address",
            Self::InvalidAddress => "invalid_address",
        }
    }
}

/// What is known of one person's ways.
///
/// ```
/// use tidings_core::audience::CustomerRow;
/// use tidings_core::reach::Ways;
///
/// let row = CustomerRow {
///     id: Some("k-1".into()),
///     address: Some("ana@example.org".into()),
///     ..CustomerRow::default()
/// };
/// // A suppression list may name them by address or id.
/// assert_eq!(Ways::of_row(&row).keys().count(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    email: Way,
    phone: Way,
    person: Option<RecipientKey>,
    contact: ContactWay,
    has_cleared: bool,
    is_in_conversation: bool,
    /// Messengers that they have an address of.
    messengers: Vec<Channel>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    None,
    Invalid,
    To(RecipientKey),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContactWay {
    None,
    Deleted,
    Here { expires_soon: bool },
}

impl Way {
    fn of(kind: AddressKind, text: Option<&str>) -> Self {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Self::None;
        };
        match kind.parse(text) {
            Ok(address) => Self::To(RecipientKey::of_address(&address)),
            Err(_) => Self::Invalid,
        }
    }

    const fn key(&self) -> Option<&RecipientKey> {
        match self {
            Self::To(key) => Some(key),
            Self::None | Self::Invalid => None,
        }
    }

    const fn check(&self) -> Result<(), Obstacle> {
        match self {
            Self::To(_) => Ok(()),
            Self::None => Err(Obstacle::NoAddress),
            Self::Invalid => Err(Obstacle::InvalidAddress),
        }
    }
}

impl Ways {
    /// Of a person of the published API.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use tidings_core::audience::{ContactFound, Person, PersonContact, PersonKey, Profile};
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::reach::{ReachCount, Ways};
    /// use tidings_core::sender::Senders;
    /// use tidings_core::time::Timestamp;
    ///
    /// let profile = Profile {
    ///     key: PersonKey::of_contact("c-1"),
    ///     person: Person::default(),
    ///     contact: Some(ContactFound::Here(PersonContact::default())),
    /// };
    /// let senders = Senders { webmessaging: Some("d-1".into()), ..Senders::default() };
    /// let mut count = ReachCount::new(Dialect::Platform, &senders);
    /// count.add(&Ways::of(&profile, Timestamp::EPOCH), &BTreeSet::new());
    /// // A contact is all that web messaging needs; the other channels have no sender.
    /// let reached: u64 = count.view(None).channels.iter().map(|one| one.reachable).sum();
    /// assert_eq!(reached, 1);
    /// ```
    pub fn of(profile: &Profile, now: Timestamp) -> Self {
        let contact = match &profile.contact {
            Some(ContactFound::Here(contact)) => Some(contact),
            _ => None,
        };
        let way = |kind| Way::of(kind, profile.address(kind));
        Self {
            email: way(AddressKind::Email),
            phone: way(AddressKind::Phone),
            person: profile.key.id().map(RecipientKey::of_id),
            contact: match (&profile.contact, contact) {
                (_, Some(contact)) => ContactWay::Here {
                    expires_soon: !contact.is_curated && expires_soon(&profile.person, now),
                },
                (Some(ContactFound::Deleted), None) => ContactWay::Deleted,
                _ => ContactWay::None,
            },
            has_cleared: profile.person.has_cleared(),
            is_in_conversation: profile.person.is_in_conversation(),
            messengers: contact.map(messengers).unwrap_or_default(),
        }
    }

    /// Of a customer of the guides, who have one address or none.
    pub fn of_row(row: &CustomerRow) -> Self {
        let address = row
            .address
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let parsed = address.and_then(|text| Address::parse(text).ok());
        let way = |wanted| match (&parsed, address) {
            (Some(address), _) if kind(address) == wanted => {
                Way::To(RecipientKey::of_address(address))
            }
            (Some(_), _) | (None, None) => Way::None,
            (None, Some(_)) => Way::Invalid,
        };
        Self {
            email: way(AddressKind::Email),
            phone: way(AddressKind::Phone),
            person: row.id.as_deref().map(RecipientKey::of_id),
            contact: ContactWay::None,
            has_cleared: false,
            is_in_conversation: false,
            messengers: Vec::new(),
        }
    }

    /// Everything that a suppression list may name them by.
    pub fn keys(&self) -> impl Iterator<Item = &RecipientKey> {
        let keys = [self.email.key(), self.phone.key(), self.person.as_ref()];
        keys.into_iter().flatten()
    }

    /// Whether they can be reached on a channel: if so, whether for long.
    fn on(&self, channel: Channel, suppressed: &BTreeSet<RecipientKey>) -> Result<bool, Obstacle> {
        let way = match channel {
            Channel::Email => Some(&self.email),
            Channel::Sms => Some(&self.phone),
            _ => None,
        };
        let named = [self.person.as_ref(), way.and_then(Way::key)];
        if named
            .into_iter()
            .flatten()
            .any(|key| suppressed.contains(key))
        {
            return Err(Obstacle::Suppressed);
        }
        if self.contact == ContactWay::Deleted {
            return Err(Obstacle::ContactDeleted);
        }
        match channel {
            Channel::Email | Channel::Sms => way.map_or(Ok(()), Way::check).map(|()| false),
            Channel::WebMessaging => {
                let ContactWay::Here { expires_soon } = self.contact else {
                    return Err(Obstacle::NoContact);
                };
                if self.has_cleared {
                    return Err(Obstacle::SessionCleared);
                }
                if self.is_in_conversation {
                    return Err(Obstacle::ActiveConversation);
                }
                Ok(expires_soon)
            }
            messenger if self.messengers.contains(&messenger) => Ok(false),
            // Who wrote by web messaging left no address of an open integration.
            Channel::WhatsApp | Channel::Apple | Channel::Open => Err(Obstacle::NoAddress),
        }
    }
}

fn messengers(contact: &PersonContact) -> Vec<Channel> {
    let known = [
        (Channel::WhatsApp, contact.has_whatsapp),
        (Channel::Apple, contact.has_apple),
    ];
    let known = known.into_iter().filter(|(_, has)| *has);
    known.map(|(channel, _)| channel).collect()
}

const fn kind(address: &Address) -> AddressKind {
    match address {
        Address::Email(_) => AddressKind::Email,
        Address::Phone(_) => AddressKind::Phone,
    }
}

fn expires_soon(person: &Person, now: Timestamp) -> bool {
    let age = person.last().map(|last| now.saturating_since(last));
    age.is_some_and(|age| age.saturating_add(EXPIRES_SOON) >= CONTACT_LIFE)
}

/// Counts an audience by channel.
///
/// ```
/// use std::collections::BTreeSet;
/// use tidings_core::audience::CustomerRow;
/// use tidings_core::dialect::Dialect;
/// use tidings_core::reach::{ReachCount, Ways};
/// use tidings_core::sender::Senders;
///
/// let row = CustomerRow { address: Some("ana@example.org".into()), ..CustomerRow::default() };
/// let mut count = ReachCount::new(Dialect::Guides, &Senders::default());
/// count.add(&Ways::of_row(&row), &BTreeSet::new());
/// let view = count.view(None);
/// let [email, sms] = &view.channels[..] else { panic!("the guides have two channels") };
/// assert_eq!((email.reachable, sms.reachable), (1, 0));
/// assert_eq!(sms.unreachable.get("no_address"), Some(&1));
/// ```
#[derive(Clone, Debug)]
pub struct ReachCount {
    audience: u64,
    channels: Vec<ChannelCount>,
}

#[derive(Clone, Debug)]
struct ChannelCount {
    channel: Channel,
    has_sender: bool,
    reachable: u64,
    expiring: u64,
    unreachable: BTreeMap<Obstacle, u64>,
}

impl ReachCount {
    /// Nobody counted yet. The guides' dialect sends e-mail and SMS to addresses, whose sender each
    /// message names; on the platform a channel needs a sender of the connection.
    pub fn new(dialect: Dialect, senders: &Senders) -> Self {
        let channel = |channel: Channel| ChannelCount {
            channel,
            has_sender: dialect == Dialect::Guides || senders.of(channel).is_some(),
            reachable: 0,
            expiring: 0,
            unreachable: BTreeMap::new(),
        };
        let channels: &[Channel] = match dialect {
            Dialect::Guides => &[Channel::Email, Channel::Sms],
            Dialect::Platform => &Channel::ALL,
        };
        Self {
            audience: 0,
            channels: channels.iter().copied().map(channel).collect(),
        }
    }

    /// Counts one person. `suppressed` are those of their keys that are on the list.
    pub fn add(&mut self, ways: &Ways, suppressed: &BTreeSet<RecipientKey>) {
        self.audience += 1;
        for count in &mut self.channels {
            let reached = if count.has_sender {
                ways.on(count.channel, suppressed)
            } else {
                Err(Obstacle::NoSender)
            };
            match reached {
                Ok(expires_soon) => {
                    count.reachable += 1;
                    count.expiring += u64::from(expires_soon);
                }
                Err(obstacle) => *count.unreachable.entry(obstacle).or_default() += 1,
            }
        }
    }

    /// As page and command line show it. `problem` is why not everybody was counted.
    pub fn view(&self, problem: Option<String>) -> ReachView {
        let channels = self.channels.iter().map(|count| ChannelReach {
            channel: count.channel,
            reachable: count.reachable,
            unreachable: count
                .unreachable
                .iter()
                .map(|(obstacle, number)| (obstacle.code().to_owned(), *number))
                .collect(),
            expiring: count.expiring,
        });
        ReachView {
            complete: problem.is_none(),
            audience: self.audience,
            channels: channels.collect(),
            problem,
        }
    }
}

#[cfg(test)]
mod tests;
