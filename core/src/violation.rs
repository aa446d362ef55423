//! What is wrong with a draft: everything at once, each at its field.

use core::fmt;

use serde::{Deserialize, Serialize};

/// Stable name of a broken rule, for programs.
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

/// One rule broken by one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// For programs.
    pub code: Code,
    /// JSON pointer (RFC 6901) into the draft, such as `/content/choices/0/label`.
    pub path: String,
    /// The most (or least) allowed, in the unit that the message names.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u64>,
    /// What was found, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actual: Option<u64>,
    /// What is wrong and how to mend it, for people.
    pub message: String,
}

impl Violation {
    /// A violation without numbers.
    pub fn new(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.into(),
            limit: None,
            actual: None,
            message: message.into(),
        }
    }

    /// The same with the limit and what was found.
    #[must_use]
    pub fn with_numbers(mut self, limit: u64, actual: u64) -> Self {
        self.limit = Some(limit);
        self.actual = Some(actual);
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

/// The broken rules of one draft, in the order of its fields; never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// `None` when nothing is wrong.
    pub fn from_vec(violations: Vec<Violation>) -> Option<Self> {
        (!violations.is_empty()).then_some(Self(violations))
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
