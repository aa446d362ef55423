//! Personalizes a text: `{{name}}`, `{{customer.firstName | default: "there"}}`.
//!
//! A template is read once and filled for each recipient. Every value is escaped for the language
//! that the text is written in ([`Escape`]), so that it stays a value: it never becomes markup, a
//! link or the end of a string. In HTML that depends on where the placeholder stands, which is
//! found out when the template is read.

mod coverage;
mod data;
mod escape;
mod html;
mod not_filled;
mod placeholder;

use core::fmt;
use core::ops::Range;

use crate::nearest::nearest;
use crate::violation::{Code, Violation};
use html::Place;
use placeholder::Placeholder;

pub use coverage::{Coverage, Shortfall};
pub use data::value_at;
pub use escape::Escape;
pub use html::NoPlace;
pub use not_filled::{Gap, GapReason, NotFilled};

/// A text with placeholders, read once.
///
/// ```
/// use tidings_core::template::{Escape, Template};
///
/// let template = Template::parse(r#"Hi {{customer.firstName | default: "there"}}!"#)?;
/// let filled = template.fill(Escape::Text, |path| (path == "customer.firstName").then_some("Ana"));
/// assert_eq!(filled.as_deref(), Ok("Hi Ana!"));
/// assert_eq!(template.fill(Escape::Text, |_| None::<&str>).as_deref(), Ok("Hi there!"));
/// # Ok::<(), tidings_core::template::InvalidTemplate>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    placeholders: Vec<Placeholder>,
}

/// A placeholder that cannot be read.
///
/// ```
/// use tidings_core::template::{InvalidTemplate, Template};
///
/// assert!(matches!(Template::parse("Hi {{name"), Err(InvalidTemplate::NotClosed(_))));
/// assert!(matches!(Template::parse("Hi {{your name}}"), Err(InvalidTemplate::Malformed(_))));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
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
    ///
    /// # Errors
    /// The first placeholder that cannot be read.
    ///
    /// ```
    /// use tidings_core::template::Template;
    ///
    /// let template = Template::parse("Dear {{name}}, it is { 3 } o'clock")?;
    /// assert_eq!(template.names(), ["name"]);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidTemplate> {
        Ok(Self {
            placeholders: Placeholder::all_of(text)?,
            text: text.to_owned(),
        })
    }

    /// The text as it is, where it has no placeholder: nothing needs to be filled or copied.
    ///
    /// ```
    /// use tidings_core::template::Template;
    ///
    /// assert_eq!(Template::parse("Good news!")?.as_plain(), Some("Good news!"));
    /// assert_eq!(Template::parse("Hi {{name}}")?.as_plain(), None);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn as_plain(&self) -> Option<&str> {
        self.is_plain().then_some(self.text.as_str())
    }

    /// Whether there is no placeholder in it.
    ///
    /// ```
    /// # use tidings_core::template::Template;
    /// assert!(Template::parse("Good news!").is_ok_and(|template| template.is_plain()));
    /// ```
    pub const fn is_plain(&self) -> bool {
        self.placeholders.is_empty()
    }

    /// The template as it was written.
    ///
    /// ```
    /// # use tidings_core::template::Template;
    /// let written = "Hi {{ name }}";
    /// assert!(Template::parse(written).is_ok_and(|template| template.as_str() == written));
    /// ```
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names used, in order of appearance, once each.
    ///
    /// ```
    /// use tidings_core::template::Template;
    ///
    /// let template = Template::parse("{{name}}, {{order.id}}: yours, {{name}}")?;
    /// assert_eq!(template.names(), ["name", "order.id"]);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for placeholder in &self.placeholders {
            let name = self.name(placeholder);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Fills the placeholders. `value` gives a recipient's value for a name; an empty value counts
    /// as none.
    ///
    /// # Errors
    /// Every placeholder that cannot be filled.
    ///
    /// ```
    /// use tidings_core::template::{Escape, Template};
    ///
    /// let template = Template::parse("<p>Hi {{name}}</p>")?;
    /// let filled = template.fill(Escape::Html, |_| Some("Tom & Ana"));
    /// assert_eq!(filled.as_deref(), Ok("<p>Hi Tom &amp; Ana</p>"));
    /// let missing = template.fill(Escape::Html, |_| None::<&str>).unwrap_err();
    /// assert_eq!(missing.gaps()[0].name, "name");
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn fill<V: AsRef<str>>(
        &self,
        escape: Escape,
        value: impl Fn(&str) -> Option<V>,
    ) -> Result<String, NotFilled> {
        let mut filled = String::with_capacity(self.text.len());
        self.fill_into(&mut filled, escape, value)?;
        Ok(filled)
    }

    /// Fills the placeholders as [`Self::fill`] does and writes the text behind what stands in
    /// `out`, without any allocation but `out`'s growth.
    ///
    /// # Errors
    /// Every placeholder that cannot be filled; `out` is then as it was.
    ///
    /// ```
    /// use tidings_core::template::{Escape, Template};
    ///
    /// let template = Template::parse("Hi {{name}}")?;
    /// let mut out = String::from("1. ");
    /// assert!(template.fill_into(&mut out, Escape::Text, |_| Some("Ana")).is_ok());
    /// assert!(template.fill_into(&mut out, Escape::Text, |_| None::<&str>).is_err());
    /// assert_eq!(out, "1. Hi Ana");
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn fill_into<V: AsRef<str>>(
        &self,
        out: &mut String,
        escape: Escape,
        value: impl Fn(&str) -> Option<V>,
    ) -> Result<(), NotFilled> {
        let (before, mut at) = (out.len(), 0);
        for placeholder in &self.placeholders {
            out.push_str(self.part(at..placeholder.whole.start));
            at = placeholder.whole.end;
            let given = filled(value(self.name(placeholder)));
            let given = given.as_ref().map(AsRef::as_ref);
            if placeholder.put(out, escape, given).is_err() {
                out.truncate(before);
                return Err(NotFilled::new(self.gaps(escape, value)));
            }
        }
        out.push_str(self.part(at..self.text.len()));
        Ok(())
    }

    /// The placeholders that cannot be filled, in order of appearance, once each; none where
    /// [`Self::fill`] succeeds.
    ///
    /// ```
    /// use tidings_core::template::{Escape, GapReason, Template};
    ///
    /// let template = Template::parse(r#"<a href="{{page}}">{{name}}</a>"#)?;
    /// let gaps = template.gaps(Escape::Html, |name| (name == "page").then_some("javascript:x()"));
    /// assert_eq!(gaps[0].reason, GapReason::NotHttps);
    /// assert_eq!(gaps[1].reason, GapReason::NoValue);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn gaps<V: AsRef<str>>(
        &self,
        escape: Escape,
        value: impl Fn(&str) -> Option<V>,
    ) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for placeholder in &self.placeholders {
            let name = self.name(placeholder);
            let given = filled(value(name));
            let given = given.as_ref().map(AsRef::as_ref);
            if let Err(reason) = placeholder.landing(escape, given)
                && !gaps
                    .iter()
                    .any(|gap| gap.name == name && gap.reason == reason)
            {
                gaps.push(Gap {
                    name: name.to_owned(),
                    reason,
                });
            }
        }
        gaps
    }

    /// The placeholders that stand, if the text is HTML, where no value may: in a script or a style,
    /// in a tag, in the host of a link.
    ///
    /// ```
    /// use tidings_core::template::{GapReason, NoPlace, Template};
    ///
    /// let template = Template::parse(r#"<p onclick="buy('{{name}}')">Hi {{name}}</p>"#)?;
    /// let misplaced = template.misplaced().expect("a value would be run");
    /// let reason = GapReason::NoPlace(NoPlace::Attribute("onclick".into()));
    /// assert_eq!(misplaced.gaps()[0].reason, reason);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn misplaced(&self) -> Option<NotFilled> {
        let mut gaps: Vec<Gap> = Vec::new();
        for placeholder in &self.placeholders {
            if let Place::Nowhere(no_place) = &placeholder.place {
                let gap = Gap {
                    name: self.name(placeholder).to_owned(),
                    reason: GapReason::NoPlace(no_place.clone()),
                };
                if !gaps.contains(&gap) {
                    gaps.push(gap);
                }
            }
        }
        (!gaps.is_empty()).then(|| NotFilled::new(gaps))
    }

    /// The names that have neither a value nor a default, in order of appearance, once each.
    ///
    /// ```
    /// use tidings_core::template::Template;
    ///
    /// let template = Template::parse(r#"{{name}} {{city}} {{day | default: "today"}}"#)?;
    /// assert_eq!(template.missing(|name| (name == "name").then_some("Ana")), ["city"]);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn missing<V: AsRef<str>>(&self, value: impl Fn(&str) -> Option<V>) -> Vec<&str> {
        let mut missing = Vec::new();
        for placeholder in &self.placeholders {
            let name = self.name(placeholder);
            if placeholder.default.is_none()
                && !missing.contains(&name)
                && filled(value(name)).is_none()
            {
                missing.push(name);
            }
        }
        missing
    }

    /// Whether a placeholder takes the value of this path, or one within it.
    ///
    /// ```
    /// use tidings_core::template::Template;
    ///
    /// let template = Template::parse("Hi {{customer.firstName}}")?;
    /// assert!(template.uses("customer.firstName") && template.uses("customer"));
    /// assert!(!template.uses("customer.first"));
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn uses(&self, path: &str) -> bool {
        self.placeholders.iter().any(|placeholder| {
            self.name(placeholder)
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// Those of the given paths that no placeholder takes: data that was meant to be said and is
    /// not.
    ///
    /// ```
    /// use tidings_core::template::Template;
    ///
    /// let template = Template::parse("Hi {{name}}")?;
    /// let unused: Vec<_> = template.unused(["name", "city"]).collect();
    /// assert_eq!(unused, ["city"]);
    /// # Ok::<(), tidings_core::template::InvalidTemplate>(())
    /// ```
    pub fn unused<'a>(
        &self,
        given: impl IntoIterator<Item = &'a str>,
    ) -> impl Iterator<Item = &'a str> {
        given.into_iter().filter(|path| !self.uses(path))
    }

    /// A violation for each name that is not among `known`.
    pub(crate) fn unknown_names(&self, path: &str, known: &[&str]) -> Vec<Violation> {
        self.names()
            .into_iter()
            .filter(|name| !known.contains(name))
            .map(|name| unknown_name(path, name, known))
            .collect()
    }

    fn name(&self, placeholder: &Placeholder) -> &str {
        self.part(placeholder.name.clone())
    }

    fn part(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

/// A value that says something.
fn filled<V: AsRef<str>>(value: Option<V>) -> Option<V> {
    value.filter(|value| !value.as_ref().is_empty())
}

fn unknown_name(path: &str, name: &str, known: &[&str]) -> Violation {
    let fix = if let Some(meant) = nearest(name, known) {
        format!("did you mean {{{{{meant}}}}}?")
    } else {
        let known: Vec<_> = known.iter().map(|name| format!("{{{{{name}}}}}")).collect();
        format!("write {}", known.join(" or "))
    };
    let message = format!("{{{{{name}}}}} has no value here");
    Violation::new(Code::UnknownPlaceholder, path, message).with_fix(fix)
}

/// The template as it was written.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
