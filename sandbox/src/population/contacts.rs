//! What the platform's external contacts say of customers.

use super::address::{Address, FIRST};
use super::{Population, Session};
use crate::clock::{DAY_MILLIS, Timestamp};
use crate::ids::{Kind, mix};

/// An external contact, found by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    /// The customer it is of.
    pub(crate) customer: u32,
    pub(crate) standing: Standing,
    /// Whether the id is that of the contact which the customer's first one was merged into.
    pub(crate) is_canonical: bool,
}

/// What became of a customer's first contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Kept,
    /// Another contact of the same customer has taken its place.
    Merged,
    Deleted,
}

/// How well the platform knows somebody. All but the curated expire 60 days after the last
/// interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContactType {
    Ephemeral,
    Identified,
    Curated,
}

impl ContactType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ephemeral => "Ephemeral",
            Self::Identified => "Identified",
            Self::Curated => "Curated",
        }
    }
}

impl Population {
    /// The contact of that id, deleted ones too.
    pub(crate) fn contact(&self, id: &str) -> Option<Contact> {
        let found = |customer, is_canonical| Contact {
            customer,
            standing: self.standing(customer),
            is_canonical,
        };
        if let Some(index) = self.find(Kind::ExternalContact, id) {
            let has_contact = self.customer(index).external_contact_id.is_some();
            return has_contact.then(|| found(index, false));
        }
        let index = self.find(Kind::CanonicalContact, id)?;
        let contact = found(index, true);
        (contact.standing == Standing::Merged).then_some(contact)
    }

    /// Of a hundred contacts one was deleted and two were merged into another.
    pub(crate) fn standing(&self, index: u32) -> Standing {
        match self.contact_dice(index, 0) % 100 {
            _ if index < FIRST || index >= self.size => Standing::Kept,
            0 => Standing::Deleted,
            1..3 => Standing::Merged,
            _ => Standing::Kept,
        }
    }

    /// The id to send to; `None` for who has no contact, or no longer.
    pub(crate) fn living_contact_id(&self, index: u32) -> Option<String> {
        let first = self.first_contact_id(index)?;
        match self.standing(index) {
            Standing::Kept => Some(first),
            Standing::Merged => Some(self.ids.make(Kind::CanonicalContact, index)),
            Standing::Deleted => None,
        }
    }

    /// Who has not been here for 60 days is still known only because somebody cared to keep them.
    pub(crate) fn contact_type(&self, index: u32) -> ContactType {
        if index >= self.size {
            return ContactType::Ephemeral;
        }
        let last = self.last_seen(index);
        let is_old =
            last.is_none_or(|at| self.as_of.millis() - at.millis() > EXPIRY_DAYS * DAY_MILLIS);
        let is_known = matches!(self.address(index), Address::Email(_) | Address::Phone(_))
            && !self.customer(index).is_anonymous;
        match (is_old, is_known) {
            _ if index < FIRST => ContactType::Identified,
            (true, _) => ContactType::Curated,
            (false, false) => ContactType::Ephemeral,
            (false, true) if self.contact_dice(index, 1).is_multiple_of(2) => ContactType::Curated,
            (false, true) => ContactType::Identified,
        }
    }

    /// When the customer was first and last here.
    pub(crate) fn visits(&self, index: u32) -> Option<(Timestamp, Timestamp)> {
        let times = || self.sessions_of(index).map(|session| session.at);
        Some((times().min()?, times().max()?))
    }

    /// Whether the address stands in the contact's second field (work e-mail, home phone): one in
    /// ten.
    pub(crate) fn uses_second_address(&self, index: u32) -> bool {
        index >= FIRST && self.contact_dice(index, 2).is_multiple_of(10)
    }

    fn last_seen(&self, index: u32) -> Option<Timestamp> {
        self.visits(index).map(|(_, last)| last)
    }

    fn sessions_of(&self, index: u32) -> impl Iterator<Item = Session> + '_ {
        let known = index < self.size;
        self.sessions(index).filter(move |_| known)
    }

    fn contact_dice(&self, index: u32, what: u64) -> u64 {
        mix(self.seed, 0xc0c0 + what, u64::from(index))
    }
}

/// Days after which an ephemeral or identified contact is forgotten.
const EXPIRY_DAYS: i64 = 60;
