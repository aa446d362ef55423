//! What is wrong with a draft: everything at once, each at its field.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::measure::Unit;

/// Stable name of a broken rule, for programs.
///
/// ```
/// use tidings_core::violation::Code;
///
/// assert_eq!(Code::NotHttps.name(), "not_https");
/// assert_eq!(serde_json::from_str::<Code>(r#""not_https""#)?, Code::NotHttps);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// The text matches the content policy's block list.
    BlockedContent,
    /// A field that must differ from its siblings repeats one of them.
    Duplicate,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not an id: letters, digits, `-`, `_`, `.`, `:` and `~`, starting with a letter or digit.
    InvalidId,
    /// A number outside its range.
    InvalidNumber,
    /// Not a phone number in E.164 form.
    InvalidPhone,
    /// Not a web address.
    InvalidUrl,
    /// It may go into a conversation that is under way, and be read there by a bot.
    Joins,
    /// A line break or control character where one line of text belongs.
    LineBreak,
    /// A media type that the policy does not allow.
    MediaType,
    /// A placeholder has neither a value nor a default for this recipient.
    MissingValue,
    /// A web address that is not `https:`.
    NotHttps,
    /// The field is empty and must not be.
    Required,
    /// A placeholder that cannot be read.
    Template,
    /// Fewer items than allowed.
    TooFew,
    /// A file larger than allowed.
    TooLarge,
    /// Text longer than allowed.
    TooLong,
    /// More items than allowed.
    TooMany,
    /// A content type, operation or action that does not exist.
    UnknownType,
    /// A field that nothing reads.
    UnknownField,
    /// A placeholder that has no such value.
    UnknownPlaceholder,
    /// The channel cannot carry this.
    Unsupported,
    /// The JSON has another type here than it should have.
    WrongType,
}

impl Code {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BlockedContent => "blocked_content",
            Self::Duplicate => "duplicate",
            Self::InvalidEmail => "invalid_email",
            Self::InvalidId => "invalid_id",
            Self::InvalidNumber => "invalid_number",
            Self::InvalidPhone => "invalid_phone",
            Self::InvalidUrl => "invalid_url",
            Self::Joins => "joins",
            Self::LineBreak => "line_break",
            Self::MediaType => "media_type",
            Self::MissingValue => "missing_value",
            Self::NotHttps => "not_https",
            Self::Required => "required",
            Self::Template => "template",
            Self::TooFew => "too_few",
            Self::TooLarge => "too_large",
            Self::TooLong => "too_long",
            Self::TooMany => "too_many",
            Self::UnknownType => "unknown_type",
            Self::UnknownField => "unknown_field",
            Self::UnknownPlaceholder => "unknown_placeholder",
            Self::Unsupported => "unsupported",
            Self::WrongType => "wrong_type",
        }
    }
}

/// One rule broken by one field: what is wrong, by how much, and what to do.
///
/// ```
/// use tidings_core::measure::Unit;
/// use tidings_core::violation::{Code, Violation};
///
/// let violation = Violation::new(Code::TooLong, "/subject", "is 402 characters long")
///     .with_numbers(400, 402)
///     .with_unit(Unit::Characters)
///     .with_fix("shorten it by 2 characters");
/// assert_eq!(
///     violation.to_string(),
///     "/subject: is 402 characters long; shorten it by 2 characters"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Violation {
    /// For programs.
    pub code: Code,
    /// JSON pointer (RFC 6901) into the draft, such as `/content/choices/0/label`.
    pub path: String,
    /// The most (or least) allowed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u64>,
    /// What was found, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actual: Option<u64>,
    /// What `limit` and `actual` count.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<Unit>,
    /// What is wrong, for people: a part of a sentence whose subject is the field.
    pub message: String,
    /// What to do about it, for people, where there is more to say than the message does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fix: Option<String>,
}

impl Violation {
    /// A violation without numbers, unit and fix.
    pub fn new(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.into(),
            limit: None,
            actual: None,
            unit: None,
            message: message.into(),
            fix: None,
        }
    }

    /// The same with the limit and what was found.
    ///
    /// ```
    /// use tidings_core::violation::{Code, Violation};
    ///
    /// let violation = Violation::new(Code::TooMany, "/choices", "has too many").with_numbers(13, 14);
    /// assert_eq!((violation.limit, violation.actual), (Some(13), Some(14)));
    /// ```
    #[must_use]
    pub const fn with_numbers(mut self, limit: u64, actual: u64) -> Self {
        self.limit = Some(limit);
        self.actual = Some(actual);
        self
    }

    /// The same with what its numbers count.
    #[must_use]
    pub const fn with_unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// What is wrong and what to do, without the field: for a form that shows it there.
    ///
    /// ```
    /// use tidings_core::violation::{Code, Violation};
    ///
    /// let violation = Violation::new(Code::Required, "/text", "the text is missing");
    /// assert_eq!(violation.advice(), "the text is missing");
    /// assert_eq!(violation.with_fix("write one").advice(), "the text is missing; write one");
    /// ```
    pub fn advice(&self) -> String {
        advice(&self.message, self.fix.as_deref())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_at(f, &self.path, &self.message, self.fix.as_deref())
    }
}

impl core::error::Error for Violation {}

/// Something that may go wrong and stops nobody: shown before the message is sent.
///
/// It has a violation's shape, and is a type of its own so that neither stands for the other.
///
/// ```
/// use tidings_core::violation::{Code, Violation, Warning};
///
/// let doubt = Violation::new(Code::TooLong, "/body", "makes 6 SMS parts; 5 are certain to go");
/// let warning = Warning::from(doubt.with_fix("shorten it"));
/// assert_eq!(warning.to_string(), "/body: makes 6 SMS parts; 5 are certain to go; shorten it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// For programs.
    pub code: Code,
    /// JSON pointer into the draft, as a violation's.
    pub path: String,
    /// The most that is certain to pass.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u64>,
    /// What was found, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actual: Option<u64>,
    /// What `limit` and `actual` count.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<Unit>,
    /// What may happen, for people.
    pub message: String,
    /// How to avoid it, for people.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fix: Option<String>,
}

impl Warning {
    /// A warning without numbers, unit and fix.
    pub fn new(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Violation::new(code, path, message).into()
    }

    /// The same with how to avoid it.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// What may happen and how to avoid it, without the field.
    ///
    /// ```
    /// use tidings_core::violation::{Code, Warning};
    ///
    /// let warning = Warning::new(Code::Joins, "/join", "a bot may read it").with_fix("leave it out");
    /// assert_eq!(warning.advice(), "a bot may read it; leave it out");
    /// ```
    pub fn advice(&self) -> String {
        advice(&self.message, self.fix.as_deref())
    }
}

impl From<Violation> for Warning {
    /// What is not certain to be refused.
    fn from(violation: Violation) -> Self {
        let Violation {
            code,
            path,
            limit,
            actual,
            unit,
            message,
            fix,
        } = violation;
        Self {
            code,
            path,
            limit,
            actual,
            unit,
            message,
            fix,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_at(f, &self.path, &self.message, self.fix.as_deref())
    }
}

fn advice(message: &str, fix: Option<&str>) -> String {
    match fix {
        Some(fix) => format!("{message}; {fix}"),
        None => message.to_owned(),
    }
}

fn write_at(
    f: &mut fmt::Formatter<'_>,
    path: &str,
    message: &str,
    fix: Option<&str>,
) -> fmt::Result {
    if !path.is_empty() {
        write!(f, "{path}: ")?;
    }
    f.write_str(message)?;
    fix.map_or(Ok(()), |fix| write!(f, "; {fix}"))
}

/// The broken rules of one draft, in the order of its fields; never empty.
///
/// ```
/// use tidings_core::violation::{Code, Violation, Violations};
///
/// let one = |path| Violation::new(Code::Required, path, "is missing");
/// let found = Violations::from_vec(vec![one("/from"), one("/to")]).expect("two are wrong");
/// assert_eq!(found.at("/to").count(), 1);
/// assert_eq!(found.to_string(), "/from: is missing\n/to: is missing");
/// assert_eq!(Violations::from_vec(Vec::new()), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// `None` when nothing is wrong.
    pub fn from_vec(violations: Vec<Violation>) -> Option<Self> {
        (!violations.is_empty()).then_some(Self(violations))
    }

    /// A part that should be there is not, and nothing else is known.
    pub(crate) fn nothing_there() -> Self {
        Violation::new(Code::Required, "", "a part of the message is missing").into()
    }

    /// In the order of the draft's fields.
    pub fn iter(&self) -> core::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// What to show beside one form field.
    pub fn at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Violation> + 'a {
        self.0
            .iter()
            .filter(move |violation| violation.path == path)
    }

    /// The list itself.
    pub fn into_vec(self) -> Vec<Violation> {
        self.0
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = core::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Violations {}
