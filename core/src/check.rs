//! Collects what is wrong with a draft, field by field, in the order of its fields.

use crate::address::{EmailAddress, PhoneNumber};
use crate::id::InvalidId;
use crate::limits;
use crate::measure::{Unit, shorten};
use crate::path::Path;
use crate::policy::Policy;
use crate::template::{Escape, Template};
use crate::url;
use crate::violation::{Code, Violation, Violations};

/// Collects violations. Every check takes the field's place first. As long as nothing is wrong,
/// nothing is allocated.
pub(crate) struct Check<'p> {
    policy: &'p Policy,
    violations: Vec<Violation>,
}

impl<'p> Check<'p> {
    pub(crate) const fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            violations: Vec::new(),
        }
    }

    pub(crate) const fn policy(&self) -> &'p Policy {
        self.policy
    }

    pub(crate) fn add(&mut self, code: Code, path: &Path<'_>, message: &str, fix: &str) {
        self.push(Violation::new(code, path, message).with_fix(fix));
    }

    pub(crate) fn push(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// `value` when nothing was found, else everything found.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Violations> {
        match (Violations::from_vec(self.violations), value) {
            (None, Some(value)) => Ok(value),
            (Some(violations), _) => Err(violations),
            (None, None) => Err(Violations::nothing_there()),
        }
    }

    /// Whether there is anything but white space.
    pub(crate) fn required(&mut self, path: &Path<'_>, text: &str, what: &str) -> bool {
        let is_there = !text.trim_start().is_empty();
        if !is_there {
            self.push(Violation::new(
                Code::Required,
                path,
                format!("{what} is missing"),
            ));
        }
        is_there
    }

    pub(crate) fn max_chars(&mut self, path: &Path<'_>, text: &str, limit: u64) {
        self.max(path, text, Unit::Characters, limit);
    }

    pub(crate) fn max_bytes(&mut self, path: &Path<'_>, text: &str, limit: u64) {
        self.max(path, text, Unit::Bytes, limit);
    }

    fn max(&mut self, path: &Path<'_>, text: &str, unit: Unit, limit: u64) {
        if let Some(actual) = unit.over(text, limit) {
            self.push(too_long(path, text, unit, limit, actual));
        }
    }

    pub(crate) fn count(&mut self, path: &Path<'_>, what: &str, actual: usize, min: u64, max: u64) {
        let actual = actual as u64;
        let (code, limit, message, fix) = if actual < min {
            let message = format!("has {actual} {what} where at least {min} must be there");
            (Code::TooFew, min, message, format!("add {}", min - actual))
        } else if actual > max {
            let message = format!("has {actual} {what} where at most {max} are allowed");
            let fix = format!("remove {}", actual - max);
            (Code::TooMany, max, message, fix)
        } else {
            return;
        };
        let violation = Violation::new(code, path, message).with_numbers(limit, actual);
        self.push(violation.with_unit(Unit::Items).with_fix(fix));
    }

    pub(crate) fn one_line(&mut self, path: &Path<'_>, text: &str) {
        if text.chars().any(char::is_control) {
            let message = "holds a line break or control character";
            self.add(Code::LineBreak, path, message, "write it in one line");
        }
    }

    pub(crate) fn policy_allows(&mut self, path: &Path<'_>, text: &str) {
        if self.policy.blocked_by(text).is_none() {
            return;
        }
        let patterns = self.policy.blocked_patterns.iter();
        for pattern in patterns.filter(|pattern| pattern.is_match(text)) {
            let message = format!(
                "matches the blocked pattern {pattern:?} of the content policy",
                pattern = pattern.as_str()
            );
            self.add(Code::BlockedContent, path, &message, "remove what matches");
        }
    }

    /// Text of G1 to G4: there, within the byte limit, allowed.
    pub(crate) fn text(&mut self, path: &Path<'_>, text: &str) {
        if self.required(path, text, "the text") {
            self.max_bytes(path, text, self.policy.text_bytes);
            self.policy_allows(path, text);
        }
    }

    /// A label of one line: there, within `limit` characters, allowed.
    pub(crate) fn label(&mut self, path: &Path<'_>, text: &str, what: &str, limit: u64) {
        if self.required(path, text, what) {
            self.max_chars(path, text, limit);
            self.policy_allows(path, text);
        }
    }

    pub(crate) fn https_url(&mut self, path: &Path<'_>, text: &str) {
        if self.required(path, text, "the web address") {
            self.max_chars(path, text, limits::URL_CHARS);
            if let Err(problem) = url::check_https(text) {
                self.add(problem.code(), path, &problem.to_string(), problem.fix());
            }
        }
    }

    pub(crate) fn id<T>(
        &mut self,
        path: &Path<'_>,
        text: &str,
        what: &str,
        parse: impl Fn(&str) -> Result<T, InvalidId>,
    ) -> Option<T> {
        if !self.required(path, text, what) {
            return None;
        }
        parse(text)
            .map_err(|problem| {
                let message = format!("{what} {problem}");
                let fix = "copy it from Genesys Cloud as it stands there";
                self.add(Code::InvalidId, path, &message, fix);
            })
            .ok()
    }

    pub(crate) fn email(
        &mut self,
        path: &Path<'_>,
        text: &str,
        what: &str,
    ) -> Option<EmailAddress> {
        if !self.required(path, text, what) {
            return None;
        }
        EmailAddress::parse(text)
            .map_err(|problem| {
                let message = format!("is no e-mail address: {problem}");
                let fix = "write one such as ana@example.com";
                self.add(Code::InvalidEmail, path, &message, fix);
            })
            .ok()
    }

    pub(crate) fn phone(&mut self, path: &Path<'_>, text: &str, what: &str) -> Option<PhoneNumber> {
        if !self.required(path, text, what) {
            return None;
        }
        PhoneNumber::parse(text)
            .map_err(|problem| {
                let message = format!("is no phone number in international form: {problem}");
                let fix = "write one such as +4915112345678";
                self.add(Code::InvalidPhone, path, &message, fix);
            })
            .ok()
    }

    /// A text with placeholders, each of them known and where a value may stand in a text that is
    /// written in `escape`.
    pub(crate) fn template(
        &mut self,
        path: &Path<'_>,
        text: &str,
        escape: Escape,
        known: &[&str],
    ) -> Option<Template> {
        match Template::parse(text) {
            Ok(template) => {
                for mut unknown in template.unknown_names("", known) {
                    unknown.path = path.to_string();
                    self.push(unknown);
                }
                if escape == Escape::Html
                    && let Some(misplaced) = template.misplaced()
                {
                    let path = path.to_string();
                    self.violations.extend(misplaced.violations(&path));
                }
                Some(template)
            }
            Err(problem) => {
                let violation = Violation::new(Code::Template, path, problem.to_string());
                self.push(violation);
                None
            }
        }
    }

    /// A person's or sender's name: may be empty, one line.
    pub(crate) fn person_name(&mut self, path: &Path<'_>, text: &str) {
        self.max_chars(path, text, limits::NAME_CHARS);
        self.one_line(path, text);
    }
}

/// A text of `actual` units where `limit` are allowed.
pub(crate) fn too_long(
    path: &Path<'_>,
    text: &str,
    unit: Unit,
    limit: u64,
    actual: u64,
) -> Violation {
    let message = format!(
        "is {actual} {} long where at most {limit} are allowed",
        unit.noun(actual)
    );
    Violation::new(Code::TooLong, path, message)
        .with_numbers(limit, actual)
        .with_unit(unit)
        .with_fix(shorten(text, unit, limit))
}
