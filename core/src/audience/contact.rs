//! External contacts: where a person is reached, and who they have become.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::person::{Person, PersonKey};
use super::{CustomerRow, Exclusion};
use crate::address::{AddressKind, EmailAddress, PhoneNumber};

/// Contacts of one bulk call. The client libraries name no limit; a search takes 100 ids, so this
/// is taken to be right for the bulk call too (unsure).
pub const CONTACTS_PER_CALL: usize = 100;

/// Mergers that are followed from one contact to the next; more are taken to be a circle (ours).
pub const MERGERS_MAX: usize = 8;

/// Identified and ephemeral contacts expire so long after the last interaction (documented:
/// PLATFORM-API §13); curated ones never do.
pub const CONTACT_LIFE: Duration = Duration::from_hours(24 * 60);

/// A contact, as far as it says where somebody is reached.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{ContactFound, Person, PersonContact, PersonKey, Profile};
///
/// let mut contact = PersonContact::default();
/// contact.emails = vec!["ana at example".into(), "ana@example.org".into()];
/// let profile = Profile {
///     key: PersonKey::of_contact("c-1"),
///     person: Person::default(),
///     contact: Some(ContactFound::Here(contact)),
/// };
/// // The first that can be used.
/// assert_eq!(profile.address(AddressKind::Email), Some("ana@example.org"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PersonContact {
    /// Its id.
    pub id: String,
    /// The contact that it was merged into, or that stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
    /// Kept by a person (`Curated`), so that it never expires.
    pub is_curated: bool,
    /// First and last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail addresses: personal, work, other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Phone numbers: cell, then the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Whether there is a WhatsApp number or id.
    pub has_whatsapp: bool,
    /// Whether there is an Apple id.
    pub has_apple: bool,
}

impl PersonContact {
    /// The first address that can be used, else the first there is.
    fn address(&self, kind: AddressKind) -> Option<&str> {
        let (all, is_good): (_, fn(&str) -> bool) = match kind {
            AddressKind::Email => (&self.emails, |text| EmailAddress::parse(text).is_ok()),
            AddressKind::Phone => (&self.phones, |text| PhoneNumber::parse(text).is_ok()),
        };
        let good = all.iter().find(|text| is_good(text));
        good.or_else(|| all.first()).map(String::as_str)
    }
}

/// What a look-up of one contact came to.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{ContactFound, Exclusion, Person, PersonKey, Profile};
///
/// let profile = Profile {
///     key: PersonKey::of_contact("c-1"),
///     person: Person::default(),
///     contact: Some(ContactFound::Deleted),
/// };
/// assert_eq!(profile.row(AddressKind::Email).1, Some(Exclusion::ContactDeleted));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactFound {
    /// It is there.
    Here(PersonContact),
    /// It was deleted.
    Deleted,
    /// It cannot be read: in a division that the client may not see, most likely.
    Unreadable,
}

/// Who somebody is in the end: a person, with the contact that they have become.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{ContactFound, Person, PersonContact, PersonKey, Profile};
///
/// let mut contact = PersonContact::default();
/// contact.name = Some("Ana".into());
/// let profile = Profile {
///     key: PersonKey::of_contact("c-1"),
///     person: Person::default(),
///     contact: Some(ContactFound::Here(contact)),
/// };
/// let (row, barred) = profile.row(AddressKind::Email);
/// assert_eq!((row.id.as_deref(), row.name.as_deref()), (Some("c-1"), Some("Ana")));
/// assert_eq!((profile.name(), barred), (Some("Ana"), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub key: PersonKey,
    /// What conversations say of them.
    pub person: Person,
    /// Their contact; nothing for guests whom identity resolution did not find.
    pub contact: Option<ContactFound>,
}

impl Profile {
    /// An address of that kind: the contact's, else what conversations say.
    pub fn address(&self, kind: AddressKind) -> Option<&str> {
        let of_contact = match &self.contact {
            Some(ContactFound::Here(contact)) => contact.address(kind),
            _ => None,
        };
        of_contact.or_else(|| self.person.address(kind))
    }

    /// Their name: what they called themselves, else the contact's.
    pub fn name(&self) -> Option<&str> {
        let of_contact = match &self.contact {
            Some(ContactFound::Here(contact)) => contact.name.as_deref(),
            _ => None,
        };
        self.person.name().or(of_contact)
    }

    /// The row that a verdict is given on, and what bars them whatever their address.
    pub fn row(&self, kind: AddressKind) -> (CustomerRow, Option<Exclusion>) {
        let address = self.address(kind);
        let barred = match self.contact {
            Some(ContactFound::Deleted) => Some(Exclusion::ContactDeleted),
            None | Some(ContactFound::Unreadable) if address.is_none() => {
                Some(Exclusion::NoContact)
            }
            _ => None,
        };
        let row = CustomerRow {
            id: self.key.id().map(str::to_owned),
            address: address.map(str::to_owned),
            name: self.name().map(str::to_owned),
            sessions: Some(self.person.sessions()),
        };
        (row, barred)
    }
}

/// Follows mergers from one contact to the one that it has become. `leads_to` knows where each
/// leads. A circle ends at its smallest id, so that all of it comes together.
///
/// ```
/// use tidings_core::audience::canonical;
///
/// let leads_to = |id: &str| match id {
///     "guest" => Some("lead"),
///     "lead" => Some("customer"),
///     _ => None,
/// };
/// assert_eq!(canonical("guest", leads_to), "customer");
/// assert_eq!(canonical("other", leads_to), "other");
/// ```
pub fn canonical<'a>(id: &'a str, leads_to: impl Fn(&str) -> Option<&'a str>) -> &'a str {
    let mut path = vec![id];
    let mut here = id;
    while let Some(next) = leads_to(here) {
        if let Some(start) = path.iter().position(|met| *met == next) {
            return path
                .get(start..)
                .and_then(|circle| circle.iter().min())
                .unwrap_or(&id);
        }
        if path.len() > MERGERS_MAX {
            break;
        }
        path.push(next);
        here = next;
    }
    here
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn mergers_are_followed_to_their_end_and_a_circle_comes_together() {
        let chain = |id: &str| match id {
            "a" => Some("b"),
            "b" => Some("c"),
            "x" | "z" => Some("y"),
            "y" => Some("z"),
            _ => None,
        };
        assert_eq!(canonical("a", chain), "c");
        assert_eq!(canonical("c", chain), "c");
        assert_eq!(canonical("x", chain), "y");
        assert_eq!(canonical("z", chain), "y");
    }

    #[test]
    fn a_contact_gives_the_first_address_that_can_be_used() {
        let contact = PersonContact {
            emails: vec!["ana at example".into(), "ana@example.org".into()],
            phones: vec!["030 123".into()],
            ..PersonContact::default()
        };
        assert_eq!(contact.address(AddressKind::Email), Some("ana@example.org"));
        assert_eq!(contact.address(AddressKind::Phone), Some("030 123"));
    }

    #[test]
    fn the_deleted_are_barred_and_guests_without_an_address_have_no_contact() {
        let profile = |contact| Profile {
            key: PersonKey::of_contact("1"),
            person: Person::default(),
            contact,
        };
        let barred = |contact| profile(contact).row(AddressKind::Email).1;
        assert_eq!(
            barred(Some(ContactFound::Deleted)),
            Some(Exclusion::ContactDeleted)
        );
        assert_eq!(
            barred(Some(ContactFound::Unreadable)),
            Some(Exclusion::NoContact)
        );
        assert_eq!(barred(None), Some(Exclusion::NoContact));
        assert_eq!(
            barred(Some(ContactFound::Here(PersonContact::default()))),
            None
        );
    }
}
