//! The organization's customers, made from the seed when asked for and never stored.

mod address;
mod almanac;
mod contacts;
mod customer;
mod names;
mod sessions;
mod talks;
mod visitors;

pub(crate) use almanac::Almanac;
pub(crate) use contacts::{Contact, Standing};
pub(crate) use customer::{ConversationStatus, Customer};
pub(crate) use sessions::Channel;
use sessions::Session;
pub(crate) use talks::{Companion, TALK_MINUTES, Talk, TalkKey};

use std::sync::OnceLock;

use visitors::Visitors;

use crate::clock::Timestamp;
use crate::ids::{Ids, Kind, mix};

/// A population of customers with histories. The same seed, size and time give the same one.
#[derive(Debug)]
pub(crate) struct Population {
    seed: u64,
    size: u32,
    as_of: Timestamp,
    ids: Ids,
    /// Made at the first question about a time.
    almanac: OnceLock<Almanac>,
    visitors: Visitors,
}

impl Population {
    pub(crate) fn new(seed: u64, size: u32, as_of: Timestamp, ids: Ids) -> Self {
        Self {
            seed,
            size,
            as_of,
            ids,
            almanac: OnceLock::new(),
            visitors: Visitors::default(),
        }
    }

    pub(crate) fn size(&self) -> u32 {
        self.size
    }

    pub(crate) fn as_of(&self) -> Timestamp {
        self.as_of
    }

    /// The number of the customer, or visitor, an id of that kind belongs to.
    pub(crate) fn find(&self, kind: Kind, id: &str) -> Option<u32> {
        self.ids
            .read(kind, id)
            .filter(|index| *index < self.size || self.is_visitor(*index))
    }

    /// A number between 0 and `sides` that is this customer's own for the trait.
    fn roll(&self, index: u32, trait_: Trait, sides: u64) -> u64 {
        mix(self.seed, 0x0909 + trait_ as u64, u64::from(index)) % sides
    }
}

/// What is rolled for; each has dice of its own.
#[derive(Clone, Copy)]
enum Trait {
    Given,
    Family,
    Name,
    Domain,
    Address,
    Broken,
    Twin,
    Status,
    PreviousStatus,
    External,
    Anonymous,
    Agent,
    Sessions,
    Companion,
    Duration,
    Cleared,
    Phone,
    Mailbox,
}

#[cfg(test)]
mod tests;
