//! Reading an audience, with or without a ledger.
//!
//! The guides' platform groups by customer itself, so its `pages` come out as they come in. The
//! published API answers with conversations: a `crowd` gathers all of them on a `shelf` on disk,
//! looks the contacts up, and only then gives `people` out.

mod crowd;
mod pages;
mod people;
mod shelf;

use std::time::Duration;

use tidings_core::address::AddressKind;
use tidings_core::audience::{AudienceCounts, BreakOff, Criteria, Verdict};
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::OutboundChannel;

use crate::clock;
use crate::genesys::Genesys;
use crate::ledger::Window;
use pages::PagesReader;
use people::PeopleReader;

pub use shelf::Shelving;

pub(crate) use crowd::Crowd;

/// Walks an audience, each customer with a verdict.
#[derive(Debug)]
pub struct AudienceReader {
    reader: Reader,
}

#[derive(Debug)]
enum Reader {
    Pages(PagesReader),
    People(PeopleReader),
}

/// The last so many days until now.
pub fn last_days(days: u32) -> Window {
    let to = clock::now();
    Window {
        from: to.saturating_sub(Duration::from_hours(24) * days),
        to,
    }
}

/// Who belongs: the channel's kind of address, and so many sessions.
pub const fn criteria(channel: OutboundChannel, min_sessions: u32) -> Criteria {
    Criteria {
        address: match channel {
            OutboundChannel::Email => AddressKind::Email,
            OutboundChannel::Sms => AddressKind::Phone,
        },
        min_sessions: min_sessions as u64,
    }
}

impl AudienceReader {
    /// A reader that begins with the first page.
    pub fn new(genesys: Genesys, window: Window, criteria: Criteria) -> Self {
        let reader = match genesys.connection().dialect {
            Dialect::Platform => {
                let crowd = Crowd::new(genesys, window, Shelving::Temporary);
                Reader::People(PeopleReader::new(crowd, criteria, None))
            }
            _ => Reader::Pages(PagesReader::new(genesys, window, criteria, None)),
        };
        Self { reader }
    }

    /// A reader that goes on where another left its [`Self::mark`]. Whom the reader before it met is
    /// not known to it: the ledger sorts those out. `shelving` is where it keeps what it has
    /// gathered, so that a third may go on from there.
    ///
    /// # Errors
    /// The mark is of no reader of this dialect.
    pub fn resume(
        genesys: Genesys,
        window: Window,
        criteria: Criteria,
        mark: Option<&str>,
        shelving: Shelving,
    ) -> Result<Self, serde_json::Error> {
        let reader = if genesys.connection().dialect == Dialect::Platform {
            let mark = mark.map(serde_json::from_str).transpose()?;
            let crowd = Crowd::new(genesys, window, shelving);
            Reader::People(PeopleReader::new(crowd, criteria, mark))
        } else {
            let checkpoint = mark.map(serde_json::from_str).transpose()?;
            Reader::Pages(PagesReader::new(genesys, window, criteria, checkpoint))
        };
        Ok(Self { reader })
    }

    /// The next customers, each with a verdict; nothing after the last. Waits out rate limits and
    /// short troubles.
    ///
    /// # Errors
    /// Why the query broke off. What was returned before is not the whole audience.
    pub async fn next_page(&mut self) -> Result<Option<Vec<Verdict>>, BreakOff> {
        match &mut self.reader {
            Reader::Pages(pages) => pages.next().await,
            Reader::People(people) => people.next().await,
        }
    }

    /// How far it has read, for [`Self::resume`].
    ///
    /// # Errors
    /// Never, in fact: what is written is plain.
    pub fn mark(&self) -> Result<String, serde_json::Error> {
        match &self.reader {
            Reader::Pages(pages) => serde_json::to_string(pages.checkpoint()),
            Reader::People(people) => serde_json::to_string(&people.mark()),
        }
    }

    /// What was met so far.
    pub const fn counts(&self) -> &AudienceCounts {
        match &self.reader {
            Reader::Pages(pages) => &pages.checkpoint().counts,
            Reader::People(people) => people.counts(),
        }
    }

    /// Removes what it has gathered, once nobody will go on from there.
    pub async fn discard(self) {
        if let Reader::People(people) = self.reader {
            people.discard().await;
        }
    }
}
