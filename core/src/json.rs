//! JSON written straight into the buffer that goes out: the same bytes as `serde_json`'s, without
//! a look at each of them.

use core::fmt::Write as _;

use serde::Serialize;

/// A request's body while it is written.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: String,
    repeated: Repeated,
}

/// What all bodies of a batch end in.
#[derive(Debug, Default)]
enum Repeated {
    /// There is one body only.
    #[default]
    Not,
    /// The next body tells.
    Unknown,
    /// Written before.
    Known(String),
}

impl Json {
    /// One body of about `size` bytes.
    pub(crate) fn sized(size: usize) -> Self {
        Self {
            out: String::with_capacity(size),
            repeated: Repeated::Not,
        }
    }

    /// Many bodies of one message, one behind the other.
    pub(crate) const fn of_many() -> Self {
        Self {
            out: String::new(),
            repeated: Repeated::Unknown,
        }
    }

    /// A piece of JSON as it is.
    pub(crate) fn raw(&mut self, json: &str) -> &mut Self {
        self.out.push_str(json);
        self
    }

    /// A string, quoted.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.out.push('"');
        push_escaped(&mut self.out, text);
        self.out.push('"');
        self
    }

    /// A number.
    pub(crate) fn number(&mut self, number: u64) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{number}");
        self
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, flag: bool) -> &mut Self {
        self.raw(if flag { "true" } else { "false" })
    }

    /// Any other value, by its own form.
    pub(crate) fn value(&mut self, value: &impl Serialize) -> &mut Self {
        // Strings, numbers and lists only: serializing them cannot fail.
        let json = serde_json::to_string(value).unwrap_or_default();
        self.raw(&json)
    }

    /// What stands at the end of each body of a batch in the same words: written once, then copied.
    pub(crate) fn repeated(&mut self, write: impl FnOnce(&mut Self)) {
        if let Repeated::Known(text) = &self.repeated {
            self.out.push_str(text);
            return;
        }
        let before = self.out.len();
        write(self);
        if let Repeated::Unknown = self.repeated
            && let Some(text) = self.out.get(before..)
        {
            self.repeated = Repeated::Known(text.to_owned());
        }
    }

    /// Bytes written so far.
    pub(crate) const fn len(&self) -> usize {
        self.out.len()
    }

    /// Makes room for `more` bytes, if there is so much.
    pub(crate) fn reserve(&mut self, more: usize) {
        // Without it the text grows as it is written.
        let _ = self.out.try_reserve(more);
    }

    /// All that was written.
    pub(crate) fn into_string(self) -> String {
        self.out
    }
}

/// Writes what stands between the quotes of a string (RFC 8259, §7).
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes())
        && let Some((plain, from)) = rest.split_at_checked(at)
        && let Some(special) = from.bytes().next()
    {
        out.push_str(plain);
        match special {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            control => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{control:04x}");
            }
        }
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Where the first byte stands that a string cannot hold as it is.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let (words, tail) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = special_bytes(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(index * 8 + (found.trailing_zeros() / 8) as usize);
        }
    }
    let at = tail.iter().position(|byte| is_special(*byte))?;
    Some(words.len() * 8 + at)
}

const fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// The high bit of each byte that is special, eight bytes at once. A borrow can mark a byte too
/// many, but only above one that is marked rightly, so the lowest mark is always right.
const fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let below = word.wrapping_sub(ONES * b' ' as u64) & !word;
    let is_quote = quote.wrapping_sub(ONES) & !quote;
    let is_backslash = backslash.wrapping_sub(ONES) & !backslash;
    (below | is_quote | is_backslash) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn written(text: &str) -> String {
        Json::sized(0).text(text).out.clone()
    }

    #[test]
    fn every_ascii_character_is_written_as_serde_json_writes_it_wherever_it_stands() {
        for byte in 0..=0x7f_u8 {
            for before in 0..9 {
                let text = format!("{}{}ä", "x".repeat(before), char::from(byte));
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }

    #[test]
    fn what_repeats_is_written_once_and_copied_thereafter() {
        let mut json = Json::of_many();
        let mut written = 0;
        for row in 0..3 {
            json.number(row).repeated(|json| {
                written += 1;
                json.raw(";");
            });
        }
        assert_eq!((json.into_string().as_str(), written), ("0;1;2;", 1));
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn any_text_is_written_as_serde_json_writes_it(
                text in "([a-z]{0,9}|[\"\\\\\\\\\\u{0}-\\u{21}\\u{7f}-\\u{a0}]|\\PC){0,30}"
            ) {
                prop_assert_eq!(super::written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }
}
