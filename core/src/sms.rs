//! How an SMS text travels: its alphabet, and the parts it is split into.
//!
//! The alphabets are those of 3GPP TS 23.038; the sizes are also Genesys' own (documented).

mod gsm;

use core::fmt;
use std::borrow::Cow;

use gsm::septets;

pub use gsm::replacement;

/// The alphabet a text needs. One character that GSM-7 does not have moves the whole text.
///
/// ```
/// use tidings_core::sms::{Alphabet, Sms};
///
/// assert_eq!(Sms::measure("Grüße").alphabet, Alphabet::Gsm7);
/// assert_eq!(Sms::measure("Grüße ✓").alphabet, Alphabet::Ucs2);
/// assert_eq!((Alphabet::Gsm7.alone(), Alphabet::Gsm7.part()), (160, 153));
/// assert_eq!((Alphabet::Ucs2.alone(), Alphabet::Ucs2.part()), (70, 67));
/// ```
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
    const fn size(self, character: char) -> u64 {
        match self {
            Self::Gsm7 => match septets(character) {
                Some(septets) => septets,
                None => 1,
            },
            Self::Ucs2 => character.len_utf16() as u64,
        }
    }
}

/// An SMS text, measured.
///
/// ```
/// use tidings_core::sms::{Alphabet, Sms};
///
/// let sms = Sms::measure("Your order is ready – see you soon");
/// assert_eq!(sms.alphabet, Alphabet::Ucs2);
/// assert_eq!((sms.characters, sms.parts, sms.left), (34, 1, 36));
/// assert_eq!(sms.to_string(), "1 part in UCS-2, because of “–”");
/// ```
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
    /// Septets or code units that still fit into the last part.
    pub left: u64,
    /// Messages that would travel in GSM-7: with [`replacement`]s where there are some, and without
    /// the other characters that it does not have.
    pub parts_in_gsm: u64,
    /// The characters that need UCS-2, each once, in the order of the text.
    pub beyond_gsm: Vec<char>,
}

/// One place of a text that moves all of it to UCS-2.
///
/// ```
/// use tidings_core::sms::Sms;
///
/// let culprit = Sms::culprits_in("Café…").next().expect("the ellipsis");
/// assert_eq!((culprit.character, culprit.byte, culprit.index), ('…', 5, 4));
/// assert_eq!(culprit.replacement, Some("..."));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Culprit {
    /// The character that GSM-7 does not have.
    pub character: char,
    /// Where it stands, in bytes of UTF-8.
    pub byte: usize,
    /// Where it stands, in characters.
    pub index: usize,
    /// What says the same in GSM-7, where there is something; nothing for what is invisible.
    pub replacement: Option<&'static str>,
}

impl Sms {
    /// Measures a text.
    ///
    /// ```
    /// use tidings_core::sms::Sms;
    ///
    /// assert_eq!(Sms::measure(&"a".repeat(161)).parts, 2);
    /// assert_eq!(Sms::measure("10 €").size, 5);
    /// ```
    pub fn measure(text: &str) -> Self {
        let mut beyond_gsm = Vec::new();
        let (mut gsm, mut ucs2) = (Filling::of(Alphabet::Gsm7), Filling::of(Alphabet::Ucs2));
        let mut characters = 0;
        for character in text.chars() {
            characters += 1;
            ucs2.add(character);
            if septets(character).is_some() {
                gsm.add(character);
                continue;
            }
            replacement(character)
                .unwrap_or_default()
                .chars()
                .for_each(|one| gsm.add(one));
            if !beyond_gsm.contains(&character) {
                beyond_gsm.push(character);
            }
        }
        let filling = if beyond_gsm.is_empty() { &gsm } else { &ucs2 };
        Self {
            alphabet: filling.alphabet,
            characters,
            size: filling.size,
            parts: filling.parts(),
            left: filling.left(),
            parts_in_gsm: gsm.parts(),
            beyond_gsm,
        }
    }

    /// Each place of a text that needs UCS-2, in its order. Nothing is allocated.
    ///
    /// ```
    /// use tidings_core::sms::Sms;
    ///
    /// let culprits: Vec<_> = Sms::culprits_in("It’s ready…").collect();
    /// assert_eq!((culprits[0].byte, culprits[0].index), (2, 2));
    /// assert_eq!(culprits[0].replacement, Some("'"));
    /// assert_eq!((culprits[1].byte, culprits[1].index), (12, 10));
    /// assert_eq!(culprits[1].replacement, Some("..."));
    /// ```
    pub fn culprits_in(text: &str) -> impl Iterator<Item = Culprit> {
        text.char_indices()
            .enumerate()
            .filter(|(_, (_, character))| septets(*character).is_none())
            .map(|(index, (byte, character))| Culprit {
                character,
                byte,
                index,
                replacement: replacement(character),
            })
    }

    /// The text with every character replaced that has a [`replacement`]; the others stay.
    ///
    /// ```
    /// use tidings_core::sms::Sms;
    ///
    /// assert_eq!(Sms::replaced("“It’s ready” – see you…"), "\"It's ready\" - see you...");
    /// assert_eq!(Sms::replaced("✓"), "✓");
    /// ```
    pub fn replaced(text: &str) -> Cow<'_, str> {
        if Self::culprits_in(text).all(|culprit| culprit.replacement.is_none()) {
            return Cow::Borrowed(text);
        }
        let mut replaced = String::with_capacity(text.len());
        for character in text.chars() {
            match replacement(character) {
                Some(by) => replaced.push_str(by),
                None => replaced.push(character),
            }
        }
        Cow::Owned(replaced)
    }

    /// What would make it cheaper, for people: which characters to write otherwise, and what that
    /// comes to. Nothing where it would save nothing.
    ///
    /// ```
    /// use tidings_core::sms::Sms;
    ///
    /// let sms = Sms::measure(&format!("{}’", "a".repeat(80)));
    /// assert_eq!(
    ///     sms.advice().as_deref(),
    ///     Some("write ' for “’”: 1 part in GSM-7 instead of 2")
    /// );
    /// assert_eq!(Sms::measure("It’s ready").advice(), None);
    /// ```
    pub fn advice(&self) -> Option<String> {
        if self.parts_in_gsm >= self.parts {
            return None;
        }
        let named = self.beyond_gsm.iter().take(NAMED);
        let mut steps: Vec<_> = named.map(|character| step(*character)).collect();
        let others = self.beyond_gsm.len().saturating_sub(NAMED);
        if others > 0 {
            steps.push(format!("replace {others} more"));
        }
        let (parts, now) = (self.parts_in_gsm, self.parts);
        let noun = if parts == 1 { "part" } else { "parts" };
        let steps = steps.join(", ");
        Some(format!("{steps}: {parts} {noun} in GSM-7 instead of {now}"))
    }

    /// The characters that need UCS-2, for people: `“č” and “✓”`, the first few of many; empty in
    /// GSM-7.
    ///
    /// ```
    /// use tidings_core::sms::Sms;
    ///
    /// assert_eq!(Sms::measure("č and ✓").culprits(), "“č” and “✓”");
    /// assert_eq!(Sms::measure("plain").culprits(), "");
    /// ```
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

/// How much of an alphabet's parts a text fills, told character by character. No character is torn:
/// what does not fit into a part whole begins the next.
struct Filling {
    alphabet: Alphabet,
    size: u64,
    /// Parts begun, as if there were several.
    begun: u64,
    /// Of the last of them.
    filled: u64,
}

impl Filling {
    const fn of(alphabet: Alphabet) -> Self {
        Self {
            alphabet,
            size: 0,
            begun: 1,
            filled: 0,
        }
    }

    const fn add(&mut self, character: char) {
        let size = self.alphabet.size(character);
        self.size += size;
        if self.filled + size > self.alphabet.part() {
            self.begun += 1;
            self.filled = 0;
        }
        self.filled += size;
    }

    const fn is_alone(&self) -> bool {
        self.size <= self.alphabet.alone()
    }

    const fn parts(&self) -> u64 {
        match self.size {
            0 => 0,
            _ if self.is_alone() => 1,
            _ => self.begun,
        }
    }

    const fn left(&self) -> u64 {
        if self.is_alone() {
            self.alphabet.alone() - self.size
        } else {
            self.alphabet.part() - self.filled
        }
    }
}

/// `write ' for “’”`, `leave out U+200B`, `replace “✓”`.
fn step(character: char) -> String {
    let shown = quoted(character);
    match replacement(character) {
        Some("") => format!("leave out {shown}"),
        Some(" ") => format!("write a space for {shown}"),
        Some(by) => format!("write {by} for {shown}"),
        None => format!("replace {shown}"),
    }
}

/// A character as people can tell it: invisible ones by their code point.
fn quoted(character: char) -> String {
    if character.is_whitespace() || character.is_control() || INVISIBLE.contains(&character) {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("“{character}”")
    }
}

/// Zero-width and variation characters, which often come along with pasted text and emoji.
const INVISIBLE: [char; 6] = [
    '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{fe0f}', '\u{feff}',
];
const NAMED: usize = 5;

#[cfg(test)]
mod tests;
