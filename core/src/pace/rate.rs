//! The rates that attempts have to keep to, with the numbers that are published.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::Pace;
use crate::address::PhoneNumber;

/// What has a rate of its own. Several may apply to one attempt.
///
/// ```
/// use tidings_core::pace::BudgetName;
///
/// let number = BudgetName::of_sender("+1 (317) 555-0100");
/// assert_eq!(number.to_string(), "sender:+13175550100");
/// assert_eq!(number.title(), "SMS from +13175550100");
/// assert_eq!(BudgetName::read("sender:+13175550100"), Some(number));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BudgetName {
    /// The OAuth client: every call of it, reads too.
    Client,
    /// Agentless e-mail of the whole organization.
    OrganizationEmail,
    /// A phone number that SMS are sent from.
    Sender(String),
    /// The limit that the configuration sets.
    Cap,
    /// The pace that a campaign asks for, by the campaign's id.
    Campaign(String),
}

impl BudgetName {
    /// The budget of a phone number that SMS are sent from.
    pub fn of_sender(number: &str) -> Self {
        let number = PhoneNumber::parse(number).map_or_else(|_| number.trim().into(), String::from);
        Self::Sender(number)
    }

    /// Reads what [`Display`](fmt::Display) writes.
    pub fn read(text: &str) -> Option<Self> {
        Some(match text {
            "client" => Self::Client,
            "organization_email" => Self::OrganizationEmail,
            "cap" => Self::Cap,
            other => match other.split_once(':')? {
                ("sender", number) => Self::Sender(number.to_owned()),
                ("campaign", id) => Self::Campaign(id.to_owned()),
                _ => return None,
            },
        })
    }

    /// For people.
    pub fn title(&self) -> String {
        match self {
            Self::Client => "calls of the OAuth client".to_owned(),
            Self::OrganizationEmail => "agentless e-mail of the organization".to_owned(),
            Self::Sender(number) => format!("SMS from {number}"),
            Self::Cap => "the connection's own cap".to_owned(),
            Self::Campaign(_) => "the campaign's own pace".to_owned(),
        }
    }
}

impl fmt::Display for BudgetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client => f.write_str("client"),
            Self::OrganizationEmail => f.write_str("organization_email"),
            Self::Sender(number) => write!(f, "sender:{number}"),
            Self::Cap => f.write_str("cap"),
            Self::Campaign(id) => write!(f, "campaign:{id}"),
        }
    }
}

/// Who says how fast.
///
/// ```
/// use tidings_core::pace::{Rate, RateSource};
///
/// assert_eq!(Rate::CLIENT.source(), RateSource::Published);
/// assert_eq!(RateSource::Told.in_words(), "told by the platform");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateSource {
    /// The configuration, or whoever started the campaign.
    Configured,
    /// Genesys' documents, or the guides.
    Published,
    /// The platform, in a reply.
    Told,
}

impl RateSource {
    /// For people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Configured => "configured",
            Self::Published => "published",
            Self::Told => "told by the platform",
        }
    }
}

/// How fast, and by whose word.
///
/// ```
/// use tidings_core::pace::{Pace, Rate, RateSource};
///
/// assert_eq!(Rate::CLIENT.per_minute(), 300);
/// assert_eq!(Rate::of_sender("+18005550100").per_minute(), 180);
/// let cap = Rate::steady(Pace::per_minute(30)?, RateSource::Configured);
/// assert_eq!(cap.per_minute(), 30);
/// # Ok::<_, tidings_core::pace::InvalidPace>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rate {
    /// At most so many a minute.
    pub(super) pace: Pace,
    /// Whether a part of a minute's worth may go at once.
    pub(super) is_bursty: bool,
    pub(super) source: RateSource,
}

impl Rate {
    /// The client's calls a minute (PLATFORM-API §3.1: third parties' copy of the official page,
    /// confirmed in the forum).
    pub const CLIENT: Self = Self::calls(300, RateSource::Published);

    /// Agentless e-mails a minute of an organization (PLATFORM-API §6.3 and §13).
    pub const ORGANIZATION_EMAIL: Self = Self::messages(300, RateSource::Published);

    /// One after the other, evenly.
    pub const fn steady(pace: Pace, source: RateSource) -> Self {
        Self {
            pace,
            is_bursty: false,
            source,
        }
    }

    /// Calls as the platform counts them, in windows of a minute: a tenth of the limit may go at
    /// once, and no minute has more than all of it.
    pub const fn limit(limit: Pace, source: RateSource) -> Self {
        Self {
            pace: limit,
            is_bursty: true,
            source,
        }
    }

    /// SMS a minute from a number (PLATFORM-API §13, Genesys' documents): 60 from a long code of
    /// the US or Canada, 180 from a toll-free one, 600 from a number outside North America.
    ///
    /// Beyond it the platform accepts a message and fails to deliver it later. A number of another
    /// country with the code 1 counts as a long code: that is the slower one.
    ///
    /// ```
    /// use tidings_core::pace::Rate;
    ///
    /// // A long code of the US, and a number of Germany.
    /// assert_eq!(Rate::of_sender("+13175550100").per_minute(), 60);
    /// assert_eq!(Rate::of_sender("+4915112345678").per_minute(), 600);
    /// ```
    pub fn of_sender(number: &str) -> Self {
        let per_minute = match number.strip_prefix("+1") {
            Some(rest) if TOLL_FREE.iter().any(|code| rest.starts_with(code)) => 180,
            Some(_) => 60,
            None => 600,
        };
        Self::messages(per_minute, RateSource::Published)
    }

    /// At most so many a minute.
    pub const fn per_minute(self) -> u32 {
        self.pace.messages_per_minute()
    }

    /// Who says so.
    pub const fn source(self) -> RateSource {
        self.source
    }

    /// How fast permits are earned, and how many may be saved up, so that the two together are no
    /// more than the rate over any minute.
    pub(super) fn bucket(self) -> (Pace, u32) {
        let burst = self.per_minute() / BURST_SHARE;
        if !self.is_bursty || burst < 2 {
            return (self.pace, self.pace.burst());
        }
        let earned = Pace::per_minute(self.per_minute() - burst);
        (earned.unwrap_or(self.pace), burst)
    }

    const fn calls(per_minute: u32, source: RateSource) -> Self {
        Self::limit(Pace(per_minute), source)
    }

    const fn messages(per_minute: u32, source: RateSource) -> Self {
        Self::steady(Pace(per_minute), source)
    }
}

/// Toll-free codes of the North American plan.
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];
/// A limit's share that may go at once: 1 in so many.
const BURST_SHARE: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_number_s_rate_follows_from_its_class() {
        for (number, per_minute) in [
            ("+13175550100", 60),
            ("+18005550100", 180),
            ("+18335550100", 180),
            ("+4930555000", 600),
            ("12345", 600),
        ] {
            assert_eq!(Rate::of_sender(number).per_minute(), per_minute, "{number}");
        }
    }

    #[test]
    fn every_name_reads_back() {
        for name in [
            BudgetName::Client,
            BudgetName::OrganizationEmail,
            BudgetName::of_sender("+1 (317) 555-0100"),
            BudgetName::Cap,
            BudgetName::Campaign("c1".to_owned()),
        ] {
            assert_eq!(BudgetName::read(&name.to_string()), Some(name));
        }
        assert_eq!(BudgetName::read("other"), None);
        let sender = BudgetName::of_sender("+1 (317) 555-0100");
        assert_eq!(sender.to_string(), "sender:+13175550100");
    }

    #[test]
    fn what_is_saved_up_and_what_is_earned_are_the_rate_together() {
        let (earned, burst) = Rate::CLIENT.bucket();
        assert_eq!((earned.messages_per_minute(), burst), (270, 30));
        let few = Rate::limit(Pace::per_minute(12).unwrap(), RateSource::Told);
        assert_eq!(few.bucket(), (few.pace, 1));
    }
}
