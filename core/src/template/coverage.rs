//! Who of an audience cannot be written to for lack of a value: known before the first message goes.

use core::fmt;
use std::collections::BTreeSet;

use super::{Escape, Gap, GapReason, Template};
use crate::recipient::Recipient;

/// Counts, over an audience, whose values fill a message's texts. It is told each recipient, in any
/// order, and keeps a few numbers and keys however many there are.
///
/// ```
/// use tidings_core::template::{Coverage, Escape, Template};
///
/// let mut coverage = Coverage::new([(Template::parse("Hi {{name}}")?, Escape::Text)]);
/// for (key, name) in [("1", Some("Ana")), ("2", None), ("3", Some("Bo"))] {
///     coverage.handle(key, |_| name);
/// }
/// assert_eq!(
///     coverage.to_string(),
///     "1 of 3 recipients has no name; give it a default: {{name | default: \"…\"}}"
/// );
/// assert_eq!((coverage.recipients(), coverage.left_out()), (3, 1));
/// # Ok::<(), tidings_core::template::InvalidTemplate>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    texts: Vec<(Template, Escape)>,
    recipients: u64,
    left_out: u64,
    shortfalls: Vec<Counted>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Counted {
    gap: Gap,
    without: u64,
    /// The smallest keys, so that they are the same in whichever order people come.
    examples: BTreeSet<String>,
}

/// A placeholder that some of an audience have no value for. `Display` names nobody.
///
/// ```
/// use tidings_core::template::{GapReason, Shortfall};
///
/// let shortfall = Shortfall::new("name", GapReason::NoValue, 37, 1204);
/// assert_eq!(
///     shortfall.to_string(),
///     "37 of 1\u{202f}204 recipients have no name; give it a default: {{name | default: \"…\"}}"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The placeholder, and why it cannot be filled.
    pub gap: Gap,
    /// Recipients for whom that is so.
    pub without: u64,
    /// Recipients in all.
    pub of: u64,
    /// The keys of a few of them, for programs that may show them.
    pub examples: Vec<String>,
}

impl Coverage {
    /// Nobody was met yet. Each text comes with the language that it is written in.
    pub fn new(texts: impl IntoIterator<Item = (Template, Escape)>) -> Self {
        Self {
            texts: texts.into_iter().collect(),
            recipients: 0,
            left_out: 0,
            shortfalls: Vec::new(),
        }
    }

    /// One more recipient, by a key that tells them apart. `value` gives their value for a name; an
    /// empty value counts as none.
    ///
    /// ```
    /// use tidings_core::template::{Coverage, Escape, Template};
    ///
    /// let text = Template::parse("{{name}}, {{order}}")?;
    /// let mut coverage = Coverage::new([(text, Escape::Text)]);
    /// coverage.handle("c-1", |name| (name == "order").then_some("7"));
    /// assert_eq!(coverage.shortfalls()[0].gap.name, "name");
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn handle<V: AsRef<str>>(&mut self, key: &str, value: impl Fn(&str) -> Option<V>) {
        self.recipients += 1;
        let mut gaps: Vec<Gap> = Vec::new();
        for (text, escape) in &self.texts {
            for gap in text.gaps(*escape, &value) {
                if !gaps.contains(&gap) {
                    gaps.push(gap);
                }
            }
        }
        self.left_out += u64::from(!gaps.is_empty());
        for gap in gaps {
            self.count(gap, key);
        }
    }

    /// One more recipient, with the values that a message to them would be filled with.
    ///
    /// ```
    /// use tidings_core::message::draft::Draft;
    /// use tidings_core::policy::Policy;
    ///
    /// let draft: Draft = serde_json::from_value(serde_json::json!({
    ///     "operation": "outbound", "to": "ana@example.org", "from": "care@example.com",
    ///     "subject": "News", "body": "Hi {{name}}",
    /// }))?;
    /// let (message, recipient) = draft.check(&Policy::default())?;
    /// let mut coverage = message.coverage();
    /// coverage.handle_recipient(&recipient);
    /// assert_eq!(coverage.left_out(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn handle_recipient(&mut self, recipient: &Recipient) {
        if self.texts.iter().all(|(text, _)| text.is_plain()) {
            self.recipients += 1;
            return;
        }
        self.handle(&recipient.key(), |name| recipient.value(name));
    }

    /// Recipients met.
    pub const fn recipients(&self) -> u64 {
        self.recipients
    }

    /// Recipients who cannot be written to, for one reason or several.
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The placeholders that some have no value for, by name.
    pub fn shortfalls(&self) -> Vec<Shortfall> {
        let mut shortfalls: Vec<_> = self
            .shortfalls
            .iter()
            .map(|counted| Shortfall {
                gap: counted.gap.clone(),
                without: counted.without,
                of: self.recipients,
                examples: counted.examples.iter().cloned().collect(),
            })
            .collect();
        shortfalls.sort_by(|a, b| (&a.gap.name, &a.gap.reason).cmp(&(&b.gap.name, &b.gap.reason)));
        shortfalls
    }

    fn count(&mut self, gap: Gap, key: &str) {
        let known = self.shortfalls.iter().position(|known| known.gap == gap);
        let counted = match known.and_then(|at| self.shortfalls.get_mut(at)) {
            Some(counted) => counted,
            None => self.shortfalls.push_mut(Counted {
                gap,
                without: 0,
                examples: BTreeSet::new(),
            }),
        };
        counted.without += 1;
        let is_early = counted
            .examples
            .last()
            .is_none_or(|last| key < last.as_str());
        if is_early || counted.examples.len() < EXAMPLES {
            counted.examples.insert(key.to_owned());
            if counted.examples.len() > EXAMPLES {
                counted.examples.pop_last();
            }
        }
    }
}

impl Shortfall {
    /// So many of so many, without examples.
    pub fn new(name: impl Into<String>, reason: GapReason, without: u64, of: u64) -> Self {
        Self {
            gap: Gap {
                name: name.into(),
                reason,
            },
            without,
            of,
            examples: Vec::new(),
        }
    }
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, fix) = (&self.gap.name, self.gap.fix());
        let (without, of) = (grouped(self.without), grouped(self.of));
        let recipients = if self.of == 1 {
            "recipient"
        } else {
            "recipients"
        };
        let have = if self.without == 1 { "has" } else { "have" };
        write!(f, "{without} of {of} {recipients} {have} no ")?;
        match &self.gap.reason {
            GapReason::NoValue => f.write_str(name)?,
            GapReason::NotHttps => write!(f, "https: address as {name}, which begins a link")?,
            GapReason::NoPlace(place) => write!(f, "safe {name}: it stands {place}")?,
        }
        write!(f, "; {fix}")
    }
}

/// A line for each placeholder that some have no value for; nothing where everybody has all.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, shortfall) in self.shortfalls().iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            shortfall.fmt(f)?;
        }
        Ok(())
    }
}

/// A number with a narrow space between thousands, as ISO 80000-1 writes it.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

const EXAMPLES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use proptest::prelude::*;

    fn over(people: &[(u32, Option<&str>, Option<&str>)]) -> Coverage {
        let subject = Template::parse("{{name}}").unwrap();
        let body = Template::parse(r#"{{name}} <a href="{{page}}">{{city | default: "here"}}</a>"#);
        let texts = [(subject, Escape::Text), (body.unwrap(), Escape::Html)];
        let mut coverage = Coverage::new(texts);
        for (key, name, page) in people {
            coverage.handle(&format!("{key:04}"), |placeholder| match placeholder {
                "name" => *name,
                "page" => *page,
                _ => None,
            });
        }
        coverage
    }

    #[test]
    fn everybody_who_cannot_be_written_to_is_counted_once_for_each_placeholder() {
        let page = Some("https://example.com");
        let coverage = over(&[
            (1, Some("Ana"), page),
            (2, None, page),
            (3, Some(""), Some("javascript:x()")),
            (4, None, None),
        ]);
        assert_eq!(
            coverage.to_string(),
            "3 of 4 recipients have no name; give it a default: {{name | default: \"…\"}}\n\
             1 of 4 recipients has no https: address as page, which begins a link; \
             write https:// and the host before it\n\
             1 of 4 recipients has no page; give it a default: {{page | default: \"…\"}}"
        );
        assert_eq!((coverage.recipients(), coverage.left_out()), (4, 3));
        assert_eq!(coverage.shortfalls()[0].examples, ["0002", "0003", "0004"]);
    }

    #[test]
    fn an_audience_whose_values_are_all_there_needs_no_word() {
        let coverage = over(&[(1, Some("Ana"), Some("https://example.com"))]);
        assert_eq!(
            (coverage.to_string().as_str(), coverage.left_out()),
            ("", 0)
        );
    }

    #[test]
    fn a_few_keys_are_kept_however_many_there_are() {
        let many: Vec<_> = (0..5000).rev().map(|key| (key, None, None)).collect();
        let coverage = over(&many);
        let shortfalls = coverage.shortfalls();
        assert_eq!(shortfalls.len(), 2);
        assert_eq!(shortfalls[0].without, 5000);
        assert_eq!(shortfalls[0].examples, ["0000", "0001", "0002"]);
        assert!(!coverage.to_string().contains("0001"));
    }

    proptest! {
        #[test]
        fn in_whichever_order_people_come_the_counts_are_the_same(
            people in prop::collection::vec((0..9999_u32, prop::option::of(Just("Ana")), prop::option::of(prop::sample::select(vec!["https://e.example", "x:y"]))), 0..40),
            seed in any::<prop::sample::Index>(),
        ) {
            let mut other = people.clone();
            other.reverse();
            if !other.is_empty() {
                let middle = seed.index(other.len());
                other.rotate_left(middle);
            }
            let (one, other) = (over(&people), over(&other));
            prop_assert_eq!(one.shortfalls(), other.shortfalls());
            prop_assert_eq!(one.to_string(), other.to_string());
            prop_assert_eq!(one.left_out(), other.left_out());
        }
    }
}
