//! One limit, with where it applies and how well it is known.

use core::fmt;

use serde::Serialize;

use crate::channel::Channel;
use crate::dialect::Dialect;
use crate::measure::Unit;

/// How well a limit is known.
///
/// ```
/// use tidings_core::limits::Certainty;
///
/// assert_eq!(Certainty::Documented.name(), "documented");
/// assert!(!Certainty::Unsure.refuses());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Certainty {
    /// A guide or Genesys' own client libraries state it.
    Certain,
    /// Genesys' documentation or a standard states it.
    Documented,
    /// An inference or a single source, or nobody says what happens beyond it.
    Unsure,
    /// Our own rule where the sources are silent.
    Ours,
}

impl Certainty {
    /// Whether what goes beyond is refused; else it is warned of.
    ///
    /// ```
    /// use tidings_core::limits::Certainty;
    ///
    /// assert!(Certainty::Ours.refuses() && !Certainty::Unsure.refuses());
    /// ```
    pub const fn refuses(self) -> bool {
        !matches!(self, Self::Unsure)
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Documented => "documented",
            Self::Unsure => "unsure",
            Self::Ours => "ours",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One limit: an entry of [`TABLE`](super::TABLE).
///
/// ```
/// use tidings_core::limits::{Certainty, TABLE};
///
/// let subject = TABLE.iter().find(|limit| limit.name == "email.subject").unwrap();
/// assert_eq!((subject.most, subject.certainty), (Some(400), Certainty::Documented));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Limit {
    /// Stable name, for programs.
    pub name: &'static str,
    /// What is limited, for people.
    pub what: &'static str,
    /// In which dialects.
    pub dialects: &'static [Dialect],
    /// On which channels; none where the channel does not matter.
    pub channels: &'static [Channel],
    /// The fields of a draft that it limits, as JSON pointers with `*` for any position in a list;
    /// none where it limits no field.
    pub fields: &'static [&'static str],
    /// What is counted.
    pub unit: Unit,
    /// The least allowed.
    pub least: Option<u64>,
    /// The most allowed.
    pub most: Option<u64>,
    /// How well it is known.
    pub certainty: Certainty,
    /// Who says so.
    pub source: &'static str,
}

impl Limit {
    pub(super) const fn most(
        name: &'static str,
        what: &'static str,
        most: u64,
        unit: Unit,
    ) -> Self {
        Self {
            name,
            what,
            dialects: &Dialect::ALL,
            channels: &[],
            fields: &[],
            unit,
            least: None,
            most: Some(most),
            certainty: Certainty::Ours,
            source: "the sources are silent",
        }
    }

    pub(super) const fn least(mut self, least: u64) -> Self {
        self.least = Some(least);
        self
    }

    pub(super) const fn in_dialect(mut self, dialects: &'static [Dialect]) -> Self {
        self.dialects = dialects;
        self
    }

    pub(super) const fn on_channels(mut self, channels: &'static [Channel]) -> Self {
        self.channels = channels;
        self
    }

    pub(super) const fn at(mut self, fields: &'static [&'static str]) -> Self {
        self.fields = fields;
        self
    }

    pub(super) const fn known(mut self, certainty: Certainty, source: &'static str) -> Self {
        self.certainty = certainty;
        self.source = source;
        self
    }

    /// The most allowed; without such a limit, everything.
    pub(super) const fn number(self) -> u64 {
        match self.most {
            Some(most) => most,
            None => u64::MAX,
        }
    }

    /// The least allowed; without such a limit, nothing.
    pub(super) const fn fewest(self) -> u64 {
        match self.least {
            Some(least) => least,
            None => 0,
        }
    }

    /// Whether it holds on a channel of a dialect.
    ///
    /// ```
    /// use tidings_core::{channel::Channel, dialect::Dialect, limits::TABLE};
    ///
    /// let message = TABLE.iter().find(|limit| limit.name == "message.text").unwrap();
    /// assert!(message.applies(Dialect::Platform, Channel::Open));
    /// assert!(!message.applies(Dialect::Guides, Channel::Open));
    /// ```
    pub fn applies(&self, dialect: Dialect, channel: Channel) -> bool {
        self.dialects.contains(&dialect)
            && (self.channels.is_empty() || self.channels.contains(&channel))
    }

    /// Whether it limits the field at a JSON pointer.
    ///
    /// ```
    /// use tidings_core::limits::TABLE;
    ///
    /// let label = TABLE.iter().find(|limit| limit.is_of("/content/choices/3/label")).unwrap();
    /// assert_eq!(label.name, "label");
    /// assert!(!label.is_of("/content/choices"));
    /// ```
    pub fn is_of(&self, pointer: &str) -> bool {
        self.fields.iter().any(|field| {
            let mut segments = pointer.split('/');
            field.split('/').all(|known| {
                segments
                    .next()
                    .is_some_and(|one| known == "*" || known == one)
            }) && segments.next().is_none()
        })
    }

    /// The numbers with their unit, for people: `at most 4096 bytes`.
    ///
    /// ```
    /// use tidings_core::limits::TABLE;
    ///
    /// let choices = TABLE.iter().find(|limit| limit.name == "quick_reply.choices").unwrap();
    /// assert_eq!(choices.range(), "1 to 13 entries");
    /// ```
    pub fn range(&self) -> String {
        let noun = |number: u64| self.unit.noun(number);
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("{least} to {most} {}", noun(most)),
            (Some(least), None) => format!("at least {least} {}", noun(least)),
            (None, Some(most)) => format!("at most {most} {}", noun(most)),
            (None, None) => "any".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn choices() -> Limit {
        Limit::most("choices", "choices of a question", 13, Unit::Items)
    }

    #[test]
    fn a_limit_is_our_own_and_holds_everywhere_unless_it_says_otherwise() {
        let limit = choices();
        assert_eq!(
            (limit.name, limit.what),
            ("choices", "choices of a question")
        );
        assert_eq!(limit.certainty, Certainty::Ours);
        assert_eq!(limit.source, "the sources are silent");
        for dialect in Dialect::ALL {
            for channel in Channel::ALL {
                assert!(limit.applies(dialect, channel));
            }
        }
        assert_eq!(limit.fields, [""; 0]);
    }

    #[test]
    fn a_limit_holds_where_it_says_and_names_who_says_so() {
        let limit = choices()
            .in_dialect(&[Dialect::Platform])
            .on_channels(&[Channel::Open])
            .at(&["/content/choices"])
            .known(Certainty::Documented, "the guide");
        assert!(limit.applies(Dialect::Platform, Channel::Open));
        assert!(!limit.applies(Dialect::Platform, Channel::Sms));
        assert!(!limit.applies(Dialect::Guides, Channel::Open));
        assert!(limit.is_of("/content/choices") && !limit.is_of("/content/choices/0"));
        assert_eq!(
            (limit.certainty, limit.source),
            (Certainty::Documented, "the guide")
        );
    }

    #[test]
    fn a_range_is_said_with_whichever_ends_it_has() {
        let most = choices();
        assert_eq!((most.fewest(), most.number()), (0, 13));
        assert_eq!(most.range(), "at most 13 entries");
        let both = most.least(1);
        assert_eq!((both.fewest(), both.number()), (1, 13));
        assert_eq!(both.range(), "1 to 13 entries");
        let least = Limit { most: None, ..both };
        assert_eq!((least.fewest(), least.number()), (1, u64::MAX));
        assert_eq!(least.range(), "at least 1 entry");
        let none = Limit {
            least: None,
            ..least
        };
        assert_eq!(none.range(), "any");
    }

    #[test]
    fn only_what_nobody_is_sure_of_is_merely_warned_of() {
        for (certainty, word, refuses) in [
            (Certainty::Certain, "certain", true),
            (Certainty::Documented, "documented", true),
            (Certainty::Unsure, "unsure", false),
            (Certainty::Ours, "ours", true),
        ] {
            assert_eq!(certainty.to_string(), word);
            assert_eq!(certainty.refuses(), refuses, "{word}");
        }
    }
}
