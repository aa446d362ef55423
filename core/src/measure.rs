//! How long a text is, in the unit that a limit counts, and where to cut one that is too long.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::sms::Sms;

/// What a limit counts.
///
/// ```
/// use tidings_core::measure::Unit;
///
/// let family = "👨‍👩‍👧";
/// assert_eq!(Unit::Graphemes.count(family), 1);
/// assert_eq!(Unit::Characters.count(family), 5);
/// assert_eq!(Unit::Utf16.count(family), 8);
/// assert_eq!(Unit::Bytes.count(family), 18);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Bytes of UTF-8, or of a file.
    Bytes,
    /// Characters: Unicode scalar values, as Genesys Cloud and Python count them.
    Characters,
    /// What people see as one character, such as a flag or a family.
    Graphemes,
    /// UTF-16 code units, as JavaScript counts them.
    Utf16,
    /// Messages that an SMS is split into.
    SmsParts,
    /// Digits of a phone number.
    Digits,
    /// Entries of a list.
    Items,
    /// Degrees of latitude or longitude.
    Degrees,
    /// Calls or messages in a minute.
    PerMinute,
    /// Days.
    Days,
}

impl Unit {
    /// The name in JSON.
    ///
    /// ```
    /// use tidings_core::measure::Unit;
    ///
    /// assert_eq!(serde_json::to_value(Unit::SmsParts)?, Unit::SmsParts.name());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Characters => "characters",
            Self::Graphemes => "graphemes",
            Self::Utf16 => "utf16",
            Self::SmsParts => "sms_parts",
            Self::Digits => "digits",
            Self::Items => "items",
            Self::Degrees => "degrees",
            Self::PerMinute => "per_minute",
            Self::Days => "days",
        }
    }

    /// The word for people, for one or for another number of them.
    ///
    /// ```
    /// use tidings_core::measure::Unit;
    ///
    /// assert_eq!(Unit::SmsParts.noun(1), "SMS part");
    /// assert_eq!(Unit::Bytes.noun(2), "bytes");
    /// ```
    pub const fn noun(self, number: u64) -> &'static str {
        let (one, many) = match self {
            Self::Bytes => ("byte", "bytes"),
            Self::Characters => ("character", "characters"),
            Self::Graphemes => ("visible character", "visible characters"),
            Self::Utf16 => ("UTF-16 code unit", "UTF-16 code units"),
            Self::SmsParts => ("SMS part", "SMS parts"),
            Self::Digits => ("digit", "digits"),
            Self::Items => ("entry", "entries"),
            Self::Degrees => ("degree", "degrees"),
            Self::PerMinute => ("a minute", "a minute"),
            Self::Days => ("day", "days"),
        };
        if number == 1 { one } else { many }
    }

    /// How many of this unit `text` has; of what a text does not have, none.
    ///
    /// ```
    /// use tidings_core::measure::Unit;
    ///
    /// assert_eq!(Unit::Characters.count("Grüße"), 5);
    /// assert_eq!(Unit::Bytes.count("Grüße"), 7);
    /// assert_eq!(Unit::Days.count("Grüße"), 0);
    /// ```
    pub fn count(self, text: &str) -> u64 {
        let count = match self {
            Self::Bytes => text.len(),
            Self::Characters => text.chars().count(),
            Self::Graphemes => text.graphemes(true).count(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Digits => text.bytes().filter(u8::is_ascii_digit).count(),
            Self::SmsParts => return Sms::measure(text).parts,
            Self::Items | Self::Degrees | Self::PerMinute | Self::Days => 0,
        };
        count as u64
    }

    /// How many there are, where that is more than `most`. A text of `most` bytes or fewer is not
    /// even counted: it has no more of anything else.
    pub(crate) fn over(self, text: &str, most: u64) -> Option<u64> {
        if text.len() as u64 <= most {
            return None;
        }
        Some(self.count(text)).filter(|actual| *actual > most)
    }

    /// The longest beginning of `text` that has at most `most` of this unit and tears nothing
    /// apart that people see as one character.
    ///
    /// ```
    /// use tidings_core::measure::Unit;
    ///
    /// assert_eq!(Unit::Bytes.fit("é👨‍👩‍👧!", 19), "é");
    /// assert_eq!(Unit::Bytes.fit("é👨‍👩‍👧!", 20), "é👨‍👩‍👧");
    /// ```
    pub fn fit(self, text: &str, most: u64) -> &str {
        if self == Self::SmsParts {
            return fit_sms(text, most);
        }
        let mut used = 0;
        let end = text
            .grapheme_indices(true)
            .find(|(_, grapheme)| {
                used += if self == Self::Graphemes {
                    1
                } else {
                    self.count(grapheme)
                };
                used > most
            })
            .map_or(text.len(), |(start, _)| start);
        text.get(..end).unwrap_or_default()
    }
}

/// Parts never become fewer as a text grows, so the last beginning that fits is found by halving.
fn fit_sms(text: &str, most: u64) -> &str {
    let ends: Vec<usize> = text
        .grapheme_indices(true)
        .map(|(start, grapheme)| start + grapheme.len())
        .collect();
    let beginning = |end: usize| text.get(..end).unwrap_or_default();
    let fitting = ends.partition_point(|end| Sms::measure(beginning(*end)).parts <= most);
    let end = fitting.checked_sub(1).and_then(|last| ends.get(last));
    beginning(end.copied().unwrap_or_default())
}

/// What to do about a text that is too long: how much to take away, and where it would still fit.
pub(crate) fn shorten(text: &str, unit: Unit, most: u64) -> String {
    let fitting = unit.fit(text, most);
    let over = unit.count(text).saturating_sub(most);
    let cut = format!("shorten it by {over} {}", unit.noun(over));
    match ending(fitting) {
        Some(ending) => format!("{cut}: it fits up to “{ending}”"),
        None => cut,
    }
}

/// The last few visible characters, in one line; nothing where there are none.
fn ending(text: &str) -> Option<String> {
    let text = text.trim_end();
    let start = text
        .grapheme_indices(true)
        .rev()
        .take(ENDING)
        .last()
        .map(|(start, _)| start)?;
    let shown = text.get(start..)?;
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let more = if start > 0 { "…" } else { "" };
    Some(format!("{more}{line}"))
}

/// Visible characters shown of where a text would fit.
const ENDING: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    const FAMILY: &str = "👨‍👩‍👧";
    const FLAG: &str = "🇧🇷";

    #[test]
    fn a_text_is_cut_before_what_does_not_fit_whole() {
        for (unit, text, most, fitting) in [
            (Unit::Bytes, "aé", 2, "a"),
            (Unit::Bytes, "e\u{301}x", 2, ""),
            (Unit::Bytes, "e\u{301}x", 3, "e\u{301}"),
            (Unit::Characters, "🇧🇷🇩🇪", 3, FLAG),
            (Unit::Characters, "a\r\nb", 2, "a"),
            (Unit::Characters, "a\r\nb", 3, "a\r\n"),
            (Unit::Graphemes, "a👨‍👩‍👧b", 2, "a👨‍👩‍👧"),
            (Unit::Utf16, "👍🏽!", 3, ""),
            (Unit::Utf16, "👍🏽!", 4, "👍🏽"),
            (Unit::Characters, "שָׁלוֹם", 3, "שָׁ"),
            (Unit::Characters, "whole", 5, "whole"),
        ] {
            assert_eq!(unit.fit(text, most), fitting, "{text:?} to {most} {unit:?}");
            assert!(unit.count(unit.fit(text, most)) <= most);
        }
    }

    #[test]
    fn an_sms_is_cut_where_its_parts_are_full() {
        let long = "ж".repeat(200);
        assert_eq!(Unit::SmsParts.fit(&long, 2), "ж".repeat(134));
        assert_eq!(Unit::SmsParts.fit("short", 1), "short");
        assert_eq!(Unit::SmsParts.fit("short", 0), "");
    }

    #[test]
    fn the_advice_says_how_much_and_where() {
        assert_eq!(
            shorten("the quick brown fox", Unit::Characters, 9),
            "shorten it by 10 characters: it fits up to “the quick”"
        );
        let family = format!("thirteen words\r\nand a {FAMILY}{FAMILY}");
        let bytes = family.len() as u64;
        assert_eq!(
            shorten(&family, Unit::Bytes, bytes - 1),
            "shorten it by 1 byte: it fits up to “…ords and a 👨‍👩‍👧”"
        );
        assert_eq!(shorten(FAMILY, Unit::Bytes, 17), "shorten it by 1 byte");
    }

    #[test]
    fn nothing_has_more_of_a_unit_than_it_has_bytes() {
        for text in ["", "a", "é", FAMILY, FLAG, "e\u{301}", "12", "\r\n", "€^"] {
            for unit in [
                Unit::Bytes,
                Unit::Characters,
                Unit::Graphemes,
                Unit::Utf16,
                Unit::SmsParts,
                Unit::Digits,
            ] {
                assert!(
                    unit.count(text) <= text.len() as u64,
                    "{unit:?} of {text:?}"
                );
                assert_eq!(unit.over(text, text.len() as u64), None);
            }
        }
    }
}
