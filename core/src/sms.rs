//! How an SMS text travels: its alphabet, and the parts it is split into.
//!
//! The alphabets are those of 3GPP TS 23.038; the sizes are also Genesys' own (documented).

use core::fmt;

/// The alphabet a text needs. One character that GSM-7 does not have moves the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// The GSM alphabet: a character is one septet, or two where it stands in the extension table.
    Gsm7,
    /// UTF-16: a character is one code unit, or two outside the basic plane.
    Ucs2,
}

impl Alphabet {
    /// The name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Septets or code units of a text that travels alone.
    pub const fn alone(self) -> u64 {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Septets or code units of each part of a longer text: the rest is the header that puts the
    /// parts together again.
    pub const fn part(self) -> u64 {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// Septets or code units that one character takes.
    fn size(self, character: char) -> u64 {
        match self {
            Self::Gsm7 if GSM_EXTENSION.contains(character) => 2,
            Self::Gsm7 => 1,
            Self::Ucs2 => character.len_utf16() as u64,
        }
    }
}

/// An SMS text, measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sms {
    /// The alphabet that the text needs.
    pub alphabet: Alphabet,
    /// Its characters, as `textBody` counts them.
    pub characters: u64,
    /// Its septets (GSM-7) or code units (UCS-2).
    pub size: u64,
    /// Messages that travel, each billed; none for an empty text.
    pub parts: u64,
    /// The characters that need UCS-2, each once, in the order of the text.
    pub beyond_gsm: Vec<char>,
}

impl Sms {
    /// Measures a text.
    pub fn measure(text: &str) -> Self {
        let mut beyond_gsm = Vec::new();
        for character in text.chars() {
            if !is_gsm(character) && !beyond_gsm.contains(&character) {
                beyond_gsm.push(character);
            }
        }
        let alphabet = if beyond_gsm.is_empty() {
            Alphabet::Gsm7
        } else {
            Alphabet::Ucs2
        };
        Self {
            characters: text.chars().count() as u64,
            size: text.chars().map(|one| alphabet.size(one)).sum(),
            parts: parts(alphabet, text),
            alphabet,
            beyond_gsm,
        }
    }

    /// The characters that need UCS-2, for people: `“č” and “✓”`, the first few of many; empty in
    /// GSM-7.
    pub fn culprits(&self) -> String {
        let named: Vec<_> = self
            .beyond_gsm
            .iter()
            .take(NAMED)
            .copied()
            .map(quoted)
            .collect();
        let others = self.beyond_gsm.len() - named.len();
        match (named.as_slice(), others) {
            (list, 1..) => format!("{} and {others} more", list.join(", ")),
            ([], _) => String::new(),
            ([one], _) => one.clone(),
            ([first @ .., last], _) => format!("{} and {last}", first.join(", ")),
        }
    }
}

/// `2 parts in UCS-2, because of “✓”`.
impl fmt::Display for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.parts == 1 { "part" } else { "parts" };
        write!(f, "{} {noun} in {}", self.parts, self.alphabet.name())?;
        if self.beyond_gsm.is_empty() {
            return Ok(());
        }
        write!(f, ", because of {}", self.culprits())
    }
}

fn is_gsm(character: char) -> bool {
    GSM.contains(character) || GSM_EXTENSION.contains(character)
}

/// No character is torn: what does not fit into a part whole begins the next.
fn parts(alphabet: Alphabet, text: &str) -> u64 {
    let sizes = || text.chars().map(|one| alphabet.size(one));
    let size: u64 = sizes().sum();
    if size <= alphabet.alone() {
        return u64::from(size > 0);
    }
    let (mut parts, mut filled) = (1, 0);
    for size in sizes() {
        if filled + size > alphabet.part() {
            parts += 1;
            filled = 0;
        }
        filled += size;
    }
    parts
}

/// A character as people can tell it: invisible ones by their code point.
fn quoted(character: char) -> String {
    if character.is_whitespace() || character.is_control() || INVISIBLE.contains(&character) {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("“{character}”")
    }
}

/// 3GPP TS 23.038, §6.2.1, without the escape to the extension table.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// 3GPP TS 23.038, §6.2.1.1.
const GSM_EXTENSION: &str = "\u{c}^{}\\[~]|€";
/// Zero-width and variation characters, which often come along with pasted text and emoji.
const INVISIBLE: [char; 6] = [
    '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{fe0f}', '\u{feff}',
];
const NAMED: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn parts_of(unit: &str, count: usize) -> u64 {
        Sms::measure(&unit.repeat(count)).parts
    }

    #[test]
    fn the_gsm_alphabet_is_whole() {
        assert_eq!(GSM.chars().count(), 127);
        assert_eq!(GSM_EXTENSION.chars().count(), 10);
        let all = Sms::measure(&format!("{GSM}{GSM_EXTENSION}"));
        assert_eq!(all.alphabet, Alphabet::Gsm7);
        assert_eq!((all.characters, all.size), (137, 147));
    }

    #[test]
    fn a_text_is_split_where_the_tables_say() {
        for (count, parts) in [
            (0, 0),
            (1, 1),
            (160, 1),
            (161, 2),
            (306, 2),
            (307, 3),
            (765, 5),
            (766, 6),
        ] {
            assert_eq!(parts_of("a", count), parts, "GSM-7 {count}");
        }
        for (count, parts) in [
            (1, 1),
            (70, 1),
            (71, 2),
            (134, 2),
            (135, 3),
            (335, 5),
            (336, 6),
        ] {
            assert_eq!(parts_of("ж", count), parts, "UCS-2 {count}");
        }
    }

    #[test]
    fn what_counts_twice_is_never_torn() {
        assert_eq!(Sms::measure("10 €").size, 5);
        assert_eq!((parts_of("€", 80), parts_of("€", 81)), (1, 2));
        // 153 is odd: a part holds 76 of them and a septet stays empty.
        assert_eq!((parts_of("€", 152), parts_of("€", 153)), (2, 3));
        assert_eq!((parts_of("😀", 35), parts_of("😀", 36)), (1, 2));
        assert_eq!((parts_of("😀", 66), parts_of("😀", 67)), (2, 3));
    }

    #[test]
    fn the_characters_that_force_ucs_2_are_named() {
        let sms = Sms::measure("Vaše objednávka ✓ je na cestě, vaše ✓");
        assert_eq!(sms.alphabet, Alphabet::Ucs2);
        assert_eq!(
            sms.to_string(),
            "1 part in UCS-2, because of “š”, “á”, “✓” and “ě”"
        );
        let hidden = Sms::measure("a\u{a0}b\u{200b}c");
        assert_eq!(hidden.culprits(), "U+00A0 and U+200B");
        let many = Sms::measure("абвгдеж");
        assert_eq!(many.culprits(), "“а”, “б”, “в”, “г”, “д” and 2 more");
        assert_eq!(Sms::measure("Grüße").to_string(), "1 part in GSM-7");
    }
}
