//! Collects what is wrong with a draft, field by field, in the order of its fields.

use crate::address::{Address, EmailAddress, PhoneNumber};
use crate::id::InvalidId;
use crate::limits;
use crate::policy::Policy;
use crate::template::Template;
use crate::url;
use crate::violation::{Code, Violation, Violations};

/// Collects violations. Every check takes the field's JSON pointer first.
pub(crate) struct Check<'p> {
    policy: &'p Policy,
    violations: Vec<Violation>,
}

impl<'p> Check<'p> {
    pub(crate) fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            violations: Vec::new(),
        }
    }

    pub(crate) fn policy(&self) -> &'p Policy {
        self.policy
    }

    pub(crate) fn add(&mut self, code: Code, path: &str, message: impl Into<String>) {
        self.push(Violation::new(code, path, message));
    }

    pub(crate) fn push(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// `value` when nothing was found, else everything found.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Violations> {
        match (Violations::from_vec(self.violations), value) {
            (None, Some(value)) => Ok(value),
            (Some(violations), _) => Err(violations),
            (None, None) => {
                Err(Violation::new(Code::Required, "", "a part of the message is missing").into())
            }
        }
    }

    /// Whether there is anything but white space.
    pub(crate) fn required(&mut self, path: &str, text: &str, what: &str) -> bool {
        let is_there = !text.trim().is_empty();
        if !is_there {
            self.add(Code::Required, path, format!("{what} is missing"));
        }
        is_there
    }

    pub(crate) fn max_chars(&mut self, path: &str, text: &str, limit: u64) {
        let actual = text.chars().count() as u64;
        if actual > limit {
            let message = format!(
                "is {actual} characters long; at most {limit} are allowed, so shorten it by {}",
                actual - limit
            );
            self.push(Violation::new(Code::TooLong, path, message).with_numbers(limit, actual));
        }
    }

    pub(crate) fn max_bytes(&mut self, path: &str, text: &str, limit: u64) {
        let actual = text.len() as u64;
        if actual > limit {
            let message = format!(
                "is {actual} bytes of UTF-8; at most {limit} are allowed, so shorten it or send it in parts"
            );
            self.push(Violation::new(Code::TooLong, path, message).with_numbers(limit, actual));
        }
    }

    pub(crate) fn count(&mut self, path: &str, what: &str, actual: usize, min: u64, max: u64) {
        let actual = actual as u64;
        if actual < min {
            let message = format!("has {actual} {what}; at least {min} must be there");
            self.push(Violation::new(Code::TooFew, path, message).with_numbers(min, actual));
        } else if actual > max {
            let message = format!(
                "has {actual} {what}; at most {max} are allowed, so remove {}",
                actual - max
            );
            self.push(Violation::new(Code::TooMany, path, message).with_numbers(max, actual));
        }
    }

    pub(crate) fn one_line(&mut self, path: &str, text: &str) {
        if text.chars().any(char::is_control) {
            self.add(
                Code::LineBreak,
                path,
                "holds a line break or control character; write it in one line",
            );
        }
    }

    pub(crate) fn policy_allows(&mut self, path: &str, text: &str) {
        if let Some(pattern) = self.policy.blocked_by(text) {
            let message = format!(
                "matches the blocked pattern {pattern:?} of the content policy; remove it",
                pattern = pattern.as_str()
            );
            self.add(Code::BlockedContent, path, message);
        }
    }

    /// Text of G1 to G4: there, within the byte limit, allowed.
    pub(crate) fn text(&mut self, path: &str, text: &str) {
        if self.required(path, text, "the text") {
            self.max_bytes(path, text, self.policy.text_bytes);
            self.policy_allows(path, text);
        }
    }

    /// A label of one line: there, within `limit` characters, allowed.
    pub(crate) fn label(&mut self, path: &str, text: &str, what: &str, limit: u64) {
        if self.required(path, text, what) {
            self.max_chars(path, text, limit);
            self.policy_allows(path, text);
        }
    }

    pub(crate) fn https_url(&mut self, path: &str, text: &str) {
        if self.required(path, text, "the web address") {
            self.violations.extend(url::check_https(path, text));
        }
    }

    pub(crate) fn id<T>(
        &mut self,
        path: &str,
        text: &str,
        what: &str,
        parse: impl Fn(&str) -> Result<T, InvalidId>,
    ) -> Option<T> {
        if !self.required(path, text, what) {
            return None;
        }
        parse(text)
            .map_err(|problem| self.add(Code::InvalidId, path, format!("{what} {problem}")))
            .ok()
    }

    pub(crate) fn email(&mut self, path: &str, text: &str, what: &str) -> Option<Address> {
        if !self.required(path, text, what) {
            return None;
        }
        EmailAddress::parse(text)
            .map_err(|problem| {
                self.add(
                    Code::InvalidEmail,
                    path,
                    format!("is no e-mail address: {problem}"),
                );
            })
            .ok()
            .map(Address::Email)
    }

    pub(crate) fn phone(&mut self, path: &str, text: &str, what: &str) -> Option<Address> {
        if !self.required(path, text, what) {
            return None;
        }
        PhoneNumber::parse(text)
            .map_err(|problem| {
                let message = format!(
                    "is no phone number in international form, such as +4915112345678: {problem}"
                );
                self.add(Code::InvalidPhone, path, message);
            })
            .ok()
            .map(Address::Phone)
    }

    pub(crate) fn template(&mut self, path: &str, text: &str, known: &[&str]) -> Option<Template> {
        match Template::parse(text) {
            Ok(template) => {
                self.violations.extend(template.unknown_names(path, known));
                Some(template)
            }
            Err(problem) => {
                self.add(Code::Template, path, problem.to_string());
                None
            }
        }
    }

    /// A person's or sender's name: may be empty, one line.
    pub(crate) fn person_name(&mut self, path: &str, text: &str) {
        self.max_chars(path, text, limits::NAME_CHARS);
        self.one_line(path, text);
    }
}
