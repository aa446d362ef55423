//! Pages in, customers out: deduplicated, counted, each exclusion with its reason.

mod contact;
mod conversation;
mod duplicates;
mod gather;
mod interval;
mod judge;
mod pager;
mod person;

use core::fmt;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use contact::{
    CONTACT_LIFE, CONTACTS_PER_CALL, ContactFound, MERGERS_MAX, PersonContact, Profile, canonical,
};
pub use conversation::{Conversation, CustomerParty, CustomerSession};
pub use duplicates::Duplicates;
pub use gather::{
    Answer, Ask, GatherPoint, GatherStep, Gathering, JOB_ABOVE, JOB_PAGE_SIZE, JOB_PATIENCE,
    JOB_POLL, JOBS_MAX, JobRead, JobState, PAGE_SIZE, PAGED_MAX, PageRead, READS_MAX,
};
pub use interval::{Interval, SLICE_MAX};
pub use judge::Judge;
pub use pager::{BreakOff, Checkpoint, PageRequest, Pager, PagerStep, Position};
pub use person::{Latest, Person, PersonKey, Sighting, sightings};

use crate::address::{Address, AddressKind};
use crate::recipient::Recipient;

/// One customer as the platform reports them; any part may be missing.
///
/// ```
/// use tidings_core::audience::CustomerRow;
///
/// let row = CustomerRow { address: Some("ana@example.org".into()), ..CustomerRow::default() };
/// assert_eq!(row.sessions, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerRow {
    /// The platform's customer id.
    pub id: Option<String>,
    /// Whatever the platform holds as their address: an e-mail address, a phone number, or neither.
    pub address: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Sessions in the window.
    pub sessions: Option<u64>,
}

/// One page of an audience query.
///
/// ```
/// use tidings_core::audience::{AudiencePage, CustomerRow};
///
/// let mut page = AudiencePage::default();
/// page.rows.push(CustomerRow::default());
/// // The last one, as nothing comes next.
/// assert_eq!((page.rows.len(), page.next), (1, None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AudiencePage {
    /// The customers on it.
    pub rows: Vec<CustomerRow>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<String>,
}

/// Who belongs to an audience.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{AudienceCounts, Criteria, CustomerRow, Exclusion, Judge, Verdict};
/// use tidings_core::time::Entropy;
///
/// let criteria = Criteria { address: AddressKind::Phone, min_sessions: 3 };
/// let mut judge = Judge::new(criteria, AudienceCounts::default(), Entropy(7));
/// let row = CustomerRow { sessions: Some(2), ..CustomerRow::default() };
/// let verdict = judge.judge(row.clone(), None);
/// assert_eq!(verdict, Verdict::Excluded { row, reason: Exclusion::BelowMinSessions });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Criteria {
    /// The kind of address that the channel needs.
    pub address: AddressKind,
    /// At least so many sessions in the window; never fewer than one.
    pub min_sessions: u64,
}

impl Criteria {
    /// Whether a customer belongs, not yet asking whether they were met before. `barred` is what
    /// keeps them out whatever their address.
    fn check(self, row: &CustomerRow, barred: Option<Exclusion>) -> Result<Customer, Exclusion> {
        let sessions = row.sessions.unwrap_or(0);
        if sessions == 0 {
            return Err(Exclusion::NoSessions);
        }
        if sessions < self.min_sessions {
            return Err(Exclusion::BelowMinSessions);
        }
        if let Some(reason) = barred {
            return Err(reason);
        }
        let address = filled(row.address.as_deref()).ok_or(Exclusion::NoAddress)?;
        let address = self
            .address
            .parse(address)
            .map_err(|_| match self.address {
                AddressKind::Email => Exclusion::InvalidEmail,
                AddressKind::Phone => Exclusion::InvalidPhone,
            })?;
        Ok(Customer {
            id: filled(row.id.as_deref()).map(str::to_owned),
            address,
            name: filled(row.name.as_deref()).map(str::to_owned),
            sessions,
        })
    }
}

/// The text without white space around it, unless nothing is left.
fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A customer who can be written to.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{AudienceCounts, Criteria, CustomerRow, Judge, Verdict};
/// use tidings_core::recipient::Recipient;
/// use tidings_core::time::Entropy;
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let mut judge = Judge::new(criteria, AudienceCounts::default(), Entropy(7));
/// let mut row = CustomerRow::default();
/// row.address = Some("ana@example.org".into());
/// row.name = Some("Ana".into());
/// row.sessions = Some(2);
/// let Verdict::Eligible(customer) = judge.judge(row, None) else { panic!("an address") };
/// assert_eq!(Recipient::from(customer).value("name"), Some("Ana"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Customer {
    /// The platform's customer id.
    pub id: Option<String>,
    /// Where to.
    pub address: Address,
    /// Their name, where known.
    pub name: Option<String>,
    /// Sessions in the window.
    pub sessions: u64,
}

impl From<Customer> for Recipient {
    fn from(customer: Customer) -> Self {
        Self::Address {
            address: customer.address,
            name: customer.name,
            customer_id: customer.id,
            sessions: Some(customer.sessions),
        }
    }
}

/// Why a customer is left out, in the order in which the reasons are looked for.
///
/// ```
/// use tidings_core::audience::Exclusion;
///
/// assert_eq!(Exclusion::BelowMinSessions.code(), "below_min_sessions");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// No session in the window, or none reported.
    NoSessions,
    /// Fewer sessions than were asked for.
    BelowMinSessions,
    /// Their external contact was deleted (dialect `platform`).
    ContactDeleted,
    /// They have no external contact that can be read, and left no address (dialect `platform`).
    NoContact,
    /// The platform reports no address.
    NoAddress,
    /// The channel is e-mail and the address is no e-mail address.
    InvalidEmail,
    /// The channel is SMS and the address is no phone number in international form.
    InvalidPhone,
    /// An earlier customer has the same address or the same id.
    Duplicate,
}

impl Exclusion {
    /// The stable code in reports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSessions => "no_sessions",
            Self::BelowMinSessions => "below_min_sessions",
            Self::ContactDeleted => "contact_deleted",
            Self::NoContact => "no_contact",
            Self::NoAddress => "no_address",
            Self::InvalidEmail => "invalid_email",
            Self::InvalidPhone => "invalid_phone",
            Self::Duplicate => "duplicate",
        }
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What became of one customer.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{AudienceCounts, Criteria, CustomerRow, Exclusion, Judge, Verdict};
/// use tidings_core::time::Entropy;
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let mut judge = Judge::new(criteria, AudienceCounts::default(), Entropy(7));
/// let row = CustomerRow { sessions: Some(1), ..CustomerRow::default() };
/// let Verdict::Excluded { reason, .. } = judge.judge(row, None) else { panic!("no address") };
/// assert_eq!(reason, Exclusion::NoAddress);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Can be written to.
    Eligible(Customer),
    /// Is left out.
    Excluded {
        /// The customer as the platform reported them.
        row: CustomerRow,
        /// Why.
        reason: Exclusion,
    },
}

/// How many customers were found and what became of them: `audience` is `eligible` plus everybody
/// excluded.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{AudienceCounts, Criteria, CustomerRow, Exclusion, Judge};
/// use tidings_core::time::Entropy;
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let mut judge = Judge::new(criteria, AudienceCounts::default(), Entropy(7));
/// judge.judge(CustomerRow::default(), None);
/// let counts = judge.counts();
/// assert_eq!((counts.audience, counts.eligible), (1, 0));
/// assert_eq!(counts.excluded.get(&Exclusion::NoSessions), Some(&1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AudienceCounts {
    /// Customers found.
    pub audience: u64,
    /// Who can be written to.
    pub eligible: u64,
    /// Who cannot, by reason.
    pub excluded: BTreeMap<Exclusion, u64>,
}

impl AudienceCounts {
    fn add(&mut self, verdict: &Verdict) {
        self.audience += 1;
        match verdict {
            Verdict::Eligible(_) => self.eligible += 1,
            Verdict::Excluded { reason, .. } => *self.excluded.entry(*reason).or_default() += 1,
        }
    }
}

#[cfg(test)]
mod tests;
