//! Literal text within a pattern, found by its rarest byte: most texts hold none of it, and a scan
//! for one byte says so many times faster than the matcher.

use super::fold;

/// Characters that stand one after another in a pattern, at least one of them ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// Before the anchor, folded.
    before: Box<[char]>,
    /// From the anchor on, folded.
    rest: Box<[char]>,
    anchor: Anchor,
}

/// The bytes that the anchor can begin with in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    /// A character without cases.
    One(u8),
    /// A letter in both cases.
    Two(u8, u8),
    /// `k` or `i`: the Kelvin sign and the dotted `İ` fold to them.
    Three(u8, u8, u8),
}

impl Literal {
    /// Nothing where no character is ASCII: what folds to it is not known without a table.
    pub(super) fn new(folded: &[char]) -> Option<Self> {
        let ascii = |character: &char| u8::try_from(*character).ok().filter(u8::is_ascii);
        let (at, byte) = folded
            .iter()
            .enumerate()
            .filter_map(|(at, character)| Some((at, ascii(character)?)))
            .max_by_key(|(_, byte)| rarity(*byte))?;
        let (before, rest) = folded.split_at_checked(at)?;
        let upper = byte.to_ascii_uppercase();
        Some(Self {
            before: before.into(),
            rest: rest.into(),
            anchor: match byte {
                b'k' => Anchor::Three(byte, upper, FIRST_OF_KELVIN),
                b'i' => Anchor::Three(byte, upper, FIRST_OF_DOTTED_I),
                b'a'..=b'z' => Anchor::Two(byte, upper),
                _ => Anchor::One(byte),
            },
        })
    }

    /// Where it first stands in `text` at or after `from`: start and end in bytes.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut searched = from;
        loop {
            let at = searched + self.anchor.find(text.as_bytes().get(searched..)?)?;
            if let Some((before, rest)) = text.split_at_checked(at)
                && let Some(length) = folds_to(rest.chars(), self.rest.iter())
                && let Some(earlier) = folds_to(before.chars().rev(), self.before.iter().rev())
                && let Some(start) = at.checked_sub(earlier).filter(|start| *start >= from)
            {
                return Some((start, at + length));
            }
            searched = at + 1;
        }
    }
}

impl Anchor {
    fn find(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::One(one) => memchr::memchr(one, bytes),
            Self::Two(one, two) => memchr::memchr2(one, two, bytes),
            Self::Three(one, two, three) => memchr::memchr3(one, two, three, bytes),
        }
    }
}

/// Bytes of the characters that fold to `expected`, one by one; nothing where one does not.
fn folds_to<'c>(
    mut characters: impl Iterator<Item = char>,
    mut expected: impl Iterator<Item = &'c char>,
) -> Option<usize> {
    expected.try_fold(0, |length, expected| {
        let character = characters.next()?;
        (fold(character) == *expected).then(|| length + character.len_utf8())
    })
}

/// How seldom a byte is met in texts and mark-up; letters that more than two characters fold to
/// come last.
fn rarity(byte: u8) -> usize {
    COMMON
        .iter()
        .position(|common| *common == byte)
        .unwrap_or(COMMON.len())
}

/// From the worst anchor to the best; what is not here is rarer still.
const COMMON: &[u8] = b"ki etaonsrhldcumfpgwyb.,v-/\"=:<>'xjqz0123456789";
const FIRST_OF_KELVIN: u8 = 0xe2;
const FIRST_OF_DOTTED_I: u8 = 0xc4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn find(literal: &str, text: &str) -> Option<(usize, usize)> {
        let folded: Vec<_> = literal.chars().collect();
        Literal::new(&folded).unwrap().find(text, 0)
    }

    #[test]
    fn every_case_is_found_with_its_bytes() {
        assert_eq!(find("exe", "an EXE, an exe"), Some((3, 6)));
        assert_eq!(find("größe", "Die GRÖßE"), Some((4, 11)));
        assert_eq!(find("</script", "<script"), None);
    }

    #[test]
    fn signs_that_fold_to_a_letter_are_found_as_that_letter() {
        assert_eq!(find("k", "5 \u{212a}"), Some((2, 5)));
        assert_eq!(find("ik", "– \u{130}K"), Some((4, 7)));
        assert_eq!(find("key", "\u{212a}ey"), Some((0, 5)));
    }

    #[test]
    fn only_literals_with_an_ascii_character_have_an_anchor() {
        assert_eq!(Literal::new(&['ä', 'ö']), None);
        assert_eq!(Literal::new(&[]), None);
    }

    #[test]
    fn the_folding_to_ascii_is_that_of_two_signs_only() {
        let folding: Vec<char> = ('\u{80}'..=char::MAX)
            .filter(|character| fold(*character).is_ascii())
            .collect();
        assert_eq!(folding, ['\u{130}', '\u{212a}']);
    }
}
