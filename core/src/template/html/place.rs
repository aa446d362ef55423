//! How a value is written where it lands, and why some places take none.

use core::fmt;
use core::fmt::Write as _;

use crate::template::{Escape, GapReason};
use crate::url;

/// Where a placeholder stands in an HTML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) enum Place {
    /// A value may stand there, written so.
    In(Landing),
    /// No value may.
    Nowhere(NoPlace),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::template) struct Landing {
    what: What,
    /// Nothing but letters and digits as they are: in an attribute without quotes, and in a comment
    /// that Outlook reads.
    is_strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Text,
    /// A whole web address.
    Link,
    LinkPart,
    MailAddress,
}

/// A place in HTML that takes no value, because it could become more than a value there.
///
/// ```
/// use tidings_core::template::{Escape, GapReason, NoPlace, Template};
///
/// let template = Template::parse("<script>greet('{{name}}')</script>")?;
/// let not_filled = template.fill(Escape::Html, |_| Some("Ana")).unwrap_err();
/// let nowhere = NoPlace::Element("script".into());
/// assert_eq!(not_filled.gaps()[0].reason, GapReason::NoPlace(nowhere));
/// # Ok::<(), tidings_core::template::InvalidTemplate>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoPlace {
    /// In an attribute that is run, styled or otherwise more than words: its name.
    Attribute(String),
    /// In a comment or declaration.
    Comment,
    /// In an element whose content or attributes are code: its name.
    Element(String),
    /// In the host of a web address.
    Host,
    /// Behind a scheme that may run what follows, such as `javascript:`.
    Scheme,
    /// In a tag, but in no attribute's value.
    Tag,
    /// Behind something that programs read in different ways.
    Unclear,
}

impl Landing {
    pub(super) const fn text(is_strict: bool) -> Self {
        Self {
            what: What::Text,
            is_strict,
        }
    }

    pub(super) const fn link(is_strict: bool) -> Self {
        Self {
            what: What::Link,
            is_strict,
        }
    }

    pub(super) const fn link_part(is_strict: bool) -> Self {
        Self {
            what: What::LinkPart,
            is_strict,
        }
    }

    pub(super) const fn mail_address(is_strict: bool) -> Self {
        Self {
            what: What::MailAddress,
            is_strict,
        }
    }

    /// Whether a value may stand here at all.
    pub(in crate::template) fn admits(self, value: &str) -> Result<(), GapReason> {
        if self.what == What::Link && url::check_https(value).is_err() {
            return Err(GapReason::NotHttps);
        }
        Ok(())
    }

    /// Writes a value.
    pub(in crate::template) fn push(self, out: &mut String, value: &str) {
        match self.what {
            What::Text | What::Link if self.is_strict => push_strict(out, value),
            What::Text | What::Link => Escape::Html.push(out, value),
            What::LinkPart => push_encoded(out, value, self.is_strict, false),
            What::MailAddress => push_encoded(out, value, self.is_strict, true),
        }
    }
}

/// Character references for everything in ASCII but letters and digits.
fn push_strict(out: &mut String, value: &str) {
    for c in value.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
}

/// Percent-encoded; two dashes could end a comment, and an `@` is part of a mail address only.
fn push_encoded(out: &mut String, value: &str, is_strict: bool, is_mail: bool) {
    for byte in value.bytes() {
        let is_plain = byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'_' | b'~')
            || byte == b'-' && !is_strict
            || byte == b'@' && is_mail;
        if is_plain {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// `in a comment, which nobody reads`: continues a sentence.
impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(name) => write!(f, "in the attribute {name}, which is more than words"),
            Self::Comment => f.write_str("in a comment, which nobody reads"),
            Self::Element(name) => write!(f, "in <{name}>, where a value could become code"),
            Self::Host => {
                f.write_str("in the host of a web address, so that it could lead anywhere")
            }
            Self::Scheme => f.write_str("in a web address that may run what it holds"),
            Self::Tag => f.write_str("within a tag, but in no attribute's value"),
            Self::Unclear => {
                f.write_str("behind something that mail programs read in different ways")
            }
        }
    }
}
