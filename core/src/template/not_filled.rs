//! Why a text cannot be filled for somebody: every gap at once.

use core::fmt;

use super::NoPlace;
use crate::violation::{Code, Violation};

/// One placeholder that cannot be filled for a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The placeholder's path.
    pub name: String,
    /// Why not.
    pub reason: GapReason,
}

/// Why a placeholder cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GapReason {
    /// It stands where no value may.
    NoPlace(NoPlace),
    /// It begins a link, and the value is no `https:` address.
    NotHttps,
    /// It has neither a value nor a default.
    NoValue,
}

/// The placeholders that cannot be filled for a recipient, in order of appearance, once each.
///
/// ```
/// use tidings_core::template::{Escape, Template};
///
/// let template = Template::parse("{{name}}, your order {{order}} is ready")?;
/// let not_filled = template.fill(Escape::Text, |_| None::<&str>).unwrap_err();
/// let names: Vec<_> = not_filled.gaps().iter().map(|gap| gap.name.as_str()).collect();
/// assert_eq!(names, ["name", "order"]);
/// # Ok::<(), tidings_core::template::InvalidTemplate>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFilled(Vec<Gap>);

impl NotFilled {
    pub(super) const fn new(gaps: Vec<Gap>) -> Self {
        Self(gaps)
    }

    /// Each placeholder, once.
    ///
    /// ```
    /// use tidings_core::template::{Escape, GapReason, Template};
    ///
    /// let template = Template::parse("{{name}} {{name}}")?;
    /// let not_filled = template.fill(Escape::Text, |_| Some("")).unwrap_err();
    /// assert_eq!(not_filled.gaps().len(), 1);
    /// assert_eq!(not_filled.gaps()[0].reason, GapReason::NoValue);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn gaps(&self) -> &[Gap] {
        &self.0
    }

    /// A violation for each, at the field that holds the text.
    ///
    /// ```
    /// use tidings_core::template::{Escape, Template};
    /// use tidings_core::violation::Code;
    ///
    /// let template = Template::parse("Hi {{name}}")?;
    /// let not_filled = template.fill(Escape::Text, |_| None::<&str>).unwrap_err();
    /// let violations: Vec<_> = not_filled.violations("/subject").collect();
    /// assert_eq!((violations[0].code, violations[0].path.as_str()), (Code::MissingValue, "/subject"));
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn violations(&self, path: &str) -> impl Iterator<Item = Violation> {
        self.0.iter().map(move |gap| gap.violation(path))
    }
}

impl Gap {
    fn violation(&self, path: &str) -> Violation {
        let code = match &self.reason {
            GapReason::NoPlace(_) => Code::Template,
            GapReason::NotHttps => Code::NotHttps,
            GapReason::NoValue => Code::MissingValue,
        };
        Violation::new(code, path, self.message()).with_fix(self.fix())
    }

    fn message(&self) -> String {
        let name = &self.name;
        match &self.reason {
            GapReason::NoPlace(place) => format!("{{{{{name}}}}} stands {place}"),
            GapReason::NotHttps => {
                format!("{{{{{name}}}}} begins a link and its value is no https: address")
            }
            GapReason::NoValue => format!("{{{{{name}}}}} has no value for this recipient"),
        }
    }

    pub(super) fn fix(&self) -> String {
        let name = &self.name;
        match &self.reason {
            GapReason::NoPlace(_) => "put it into the text, or into title or alt".to_owned(),
            GapReason::NotHttps => "write https:// and the host before it".to_owned(),
            GapReason::NoValue => {
                format!("give it a default: {{{{{name} | default: \"…\"}}}}")
            }
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.fix())
    }
}

impl fmt::Display for NotFilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, gap) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            gap.fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for NotFilled {}
