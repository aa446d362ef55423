//! Personalize a text: `{{name}}`, `{{name | default: "there"}}`.

use core::fmt;

use crate::violation::{Code, Violation};

/// A text with placeholders, read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Placeholder {
        name: String,
        default: Option<String>,
    },
}

/// Where a value lands, so that it cannot become markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// Plain text: as it is.
    Text,
    /// HTML text or a quoted attribute.
    Html,
}

/// A placeholder that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTemplate {
    /// `{{` without `}}`.
    #[error("the placeholder {0:?} is not closed; write }}}} after it")]
    NotClosed(String),
    /// Between the braces stands something else than a name and a default.
    #[error(
        "the placeholder {{{{{0}}}}} cannot be read; write {{{{name}}}} or {{{{name | default: \"there\"}}}}"
    )]
    Malformed(String),
}

impl Template {
    /// Reads the placeholders of a text.
    pub fn parse(text: &str) -> Result<Self, InvalidTemplate> {
        let mut segments = Vec::new();
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once("{{") {
            let (inside, following) = split_placeholder(after)
                .ok_or_else(|| InvalidTemplate::NotClosed(first_words(after)))?;
            push_literal(&mut segments, literal);
            segments.push(read_placeholder(inside)?);
            rest = following;
        }
        push_literal(&mut segments, rest);
        Ok(Self { segments })
    }

    /// The names used, in order of appearance, once each.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for segment in &self.segments {
            if let Segment::Placeholder { name, .. } = segment
                && !names.contains(&name.as_str())
            {
                names.push(name.as_str());
            }
        }
        names
    }

    /// Fills the placeholders. `value` gives a recipient's value for a name; an empty value counts
    /// as none. Errors with the first name that has neither value nor default.
    pub fn fill<'v>(
        &self,
        escape: Escape,
        value: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<String, MissingValue> {
        let mut text = String::new();
        for segment in &self.segments {
            match segment {
                Segment::Literal(literal) => text.push_str(literal),
                Segment::Placeholder { name, default } => {
                    let filled = value(name).filter(|value| !value.is_empty());
                    let filled = filled
                        .or(default.as_deref())
                        .ok_or_else(|| MissingValue(name.clone()))?;
                    push_escaped(&mut text, filled, escape);
                }
            }
        }
        Ok(text)
    }

    /// A violation for each name that is not among `known`.
    pub(crate) fn unknown_names(&self, path: &str, known: &[&str]) -> Vec<Violation> {
        self.names()
            .into_iter()
            .filter(|name| !known.contains(name))
            .map(|name| {
                let known: Vec<_> = known.iter().map(|name| format!("{{{{{name}}}}}")).collect();
                Violation::new(
                    Code::UnknownPlaceholder,
                    path,
                    format!(
                        "{{{{{name}}}}} has no value here; known are {}",
                        known.join(", ")
                    ),
                )
            })
            .collect()
    }
}

/// A placeholder has neither a value nor a default for this recipient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{{{{{0}}}}} has no value for this recipient; give it a default: {{{{{0} | default: \"…\"}}}}"
)]
pub struct MissingValue(pub String);

fn push_literal(segments: &mut Vec<Segment>, literal: &str) {
    if !literal.is_empty() {
        segments.push(Segment::Literal(literal.to_owned()));
    }
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

fn read_placeholder(inside: &str) -> Result<Segment, InvalidTemplate> {
    let malformed = || InvalidTemplate::Malformed(inside.to_owned());
    let (name, filter) = match inside.split_once('|') {
        Some((name, filter)) => (name.trim(), Some(filter.trim())),
        None => (inside.trim(), None),
    };
    let is_name = name
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    if !is_name {
        return Err(malformed());
    }
    let default = match filter {
        None => None,
        Some(filter) => {
            let quoted = filter
                .strip_prefix("default")
                .and_then(|rest| rest.trim_start().strip_prefix(':'))
                .ok_or_else(malformed)?;
            // A JSON string: quotes and escapes as everybody knows them.
            Some(serde_json::from_str(quoted.trim()).map_err(|_| malformed())?)
        }
    };
    Ok(Segment::Placeholder {
        name: name.to_owned(),
        default,
    })
}

fn push_escaped(text: &mut String, value: &str, escape: Escape) {
    match escape {
        Escape::Text => text.push_str(value),
        Escape::Html => {
            for character in value.chars() {
                match character {
                    '&' => text.push_str("&amp;"),
                    '<' => text.push_str("&lt;"),
                    '>' => text.push_str("&gt;"),
                    '"' => text.push_str("&quot;"),
                    '\'' => text.push_str("&#39;"),
                    other => text.push(other),
                }
            }
        }
    }
}

fn first_words(text: &str) -> String {
    let mut words: String = text.chars().take(20).collect();
    words.insert_str(0, "{{");
    words
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Literal(literal) => f.write_str(literal)?,
                Segment::Placeholder {
                    name,
                    default: None,
                } => write!(f, "{{{{{name}}}}}")?,
                Segment::Placeholder {
                    name,
                    default: Some(default),
                } => {
                    let quoted = serde_json::to_string(default).map_err(|_| fmt::Error)?;
                    write!(f, "{{{{{name} | default: {quoted}}}}}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn fill(template: &str, escape: Escape, name: Option<&str>) -> Result<String, MissingValue> {
        Template::parse(template)
            .unwrap()
            .fill(escape, |key| if key == "name" { name } else { None })
    }

    #[test]
    fn a_value_takes_the_placeholders_place() {
        assert_eq!(
            fill("Hi {{name}}!", Escape::Text, Some("Ana")).unwrap(),
            "Hi Ana!"
        );
        assert_eq!(
            fill("{{ name }}{{name}}", Escape::Text, Some("x")).unwrap(),
            "xx"
        );
    }

    #[test]
    fn a_default_stands_in_for_a_missing_or_empty_value() {
        let template = r#"Hi {{name | default: "you }} \"there\""}}"#;
        assert_eq!(
            fill(template, Escape::Text, None).unwrap(),
            r#"Hi you }} "there""#
        );
        assert_eq!(
            fill(template, Escape::Text, Some("")).unwrap(),
            r#"Hi you }} "there""#
        );
        assert_eq!(
            fill("{{name}}", Escape::Text, None),
            Err(MissingValue("name".into()))
        );
    }

    #[test]
    fn a_value_never_becomes_markup() {
        let filled = fill("<b>{{name}}</b>", Escape::Html, Some("<script>'\"&")).unwrap();
        assert_eq!(filled, "<b>&lt;script&gt;&#39;&quot;&amp;</b>");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for text in [
            "{{name",
            "{{}}",
            "{{na me}}",
            "{{name | upper}}",
            "{{name | default: x}}",
            "{{1}}",
        ] {
            assert!(Template::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn single_braces_are_text() {
        assert_eq!(
            fill("a { b } c }} d", Escape::Text, None).unwrap(),
            "a { b } c }} d"
        );
    }
}
