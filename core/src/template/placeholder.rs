//! What stands between `{{` and `}}`: a dotted path, and what is said where it has no value.

use core::ops::Range;

use super::html::{Landing, Place, Scanner};
use super::{Escape, GapReason, InvalidTemplate};

/// One placeholder of a text, by its place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placeholder {
    /// From `{{` to `}}`, in bytes of the text.
    pub(super) whole: Range<usize>,
    /// The path, in bytes of the text.
    pub(super) name: Range<usize>,
    /// What is said where there is no value.
    pub(super) default: Option<String>,
    /// Where it stands, if the text is HTML.
    pub(super) place: Place,
}

impl Placeholder {
    /// The placeholders of a text, in its order.
    pub(super) fn all_of(text: &str) -> Result<Vec<Self>, InvalidTemplate> {
        let mut placeholders = Vec::new();
        let mut scanner = Scanner::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (inside, following) = split_placeholder(after)
                .ok_or_else(|| InvalidTemplate::NotClosed(first_words(after)))?;
            let start = text.len() - after.len() - OPEN;
            scanner.read(before);
            placeholders.push(Self::read(inside, start, scanner.place())?);
            rest = following;
        }
        Ok(placeholders)
    }

    /// Writes the value, or the default where there is none.
    pub(super) fn put(
        &self,
        out: &mut String,
        escape: Escape,
        value: Option<&str>,
    ) -> Result<(), GapReason> {
        match self.landing(escape, value)? {
            (said, Some(landing)) => landing.push(out, said),
            (said, None) => escape.push(out, said),
        }
        Ok(())
    }

    /// What is said, and how it is written where it stands in HTML.
    pub(super) fn landing<'s>(
        &'s self,
        escape: Escape,
        value: Option<&'s str>,
    ) -> Result<(&'s str, Option<Landing>), GapReason> {
        let said = value.or(self.default.as_deref());
        let landing = match (&self.place, escape) {
            (Place::In(landing), Escape::Html) => Some(*landing),
            (Place::Nowhere(no_place), Escape::Html) => {
                return Err(GapReason::NoPlace(no_place.clone()));
            }
            _ => None,
        };
        let said = said.ok_or(GapReason::NoValue)?;
        if let Some(landing) = landing {
            landing.admits(said)?;
        }
        Ok((said, landing))
    }

    /// Reads what stands between the braces that begin at `start`.
    fn read(inside: &str, start: usize, place: Place) -> Result<Self, InvalidTemplate> {
        let malformed = || InvalidTemplate::Malformed(inside.to_owned());
        let (name, filter) = match inside.split_once('|') {
            Some((name, filter)) => (name, Some(filter)),
            None => (inside, None),
        };
        let path = name.trim();
        if !path.split('.').all(is_name) {
            return Err(malformed());
        }
        let from = start + OPEN + (name.len() - name.trim_start().len());
        Ok(Self {
            whole: start..start + OPEN + inside.len() + CLOSE,
            name: from..from + path.len(),
            default: filter
                .map(|filter| read_default(filter).ok_or_else(malformed))
                .transpose()?,
            place,
        })
    }
}

/// A JSON string: quotes and escapes as everybody knows them.
fn read_default(filter: &str) -> Option<String> {
    let quoted = filter.trim().strip_prefix("default")?;
    let quoted = quoted.trim_start().strip_prefix(':')?;
    serde_json::from_str(quoted.trim()).ok()
}

/// One step of a path: a letter, then letters, digits and `_`.
fn is_name(step: &str) -> bool {
    step.starts_with(|first: char| first.is_ascii_alphabetic())
        && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What stands before `}}` and after it; braces within a quoted default do not close.
fn split_placeholder(after: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, character) in after.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '}' if !quoted => {
                let (inside, rest) = after.split_at_checked(at)?;
                return rest.strip_prefix("}}").map(|following| (inside, following));
            }
            _ => {}
        }
    }
    None
}

fn first_words(text: &str) -> String {
    let mut words: String = text.chars().take(20).collect();
    words.insert_str(0, "{{");
    words
}

const OPEN: usize = "{{".len();
const CLOSE: usize = "}}".len();
