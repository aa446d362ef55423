//! A draft as well as it could be read, and everything wrong with it in one list.

use serde_json::Value;

use super::Message;
use super::draft::Draft;
use super::shape::{DRAFT, Field, Shape};
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::violation::{Violation, Violations};

/// What [`Draft::read`] made of JSON: a draft as well as it could be read, and what is out of place.
///
/// ```
/// use serde_json::json;
/// use tidings_core::message::draft::Draft;
/// use tidings_core::policy::Policy;
///
/// let json = json!({"operation": "proactive", "contactId": "c-1", "text": "Hi", "as": "bto"});
/// let reading = Draft::read(&json);
/// assert_eq!(reading.violations()[0].to_string(), r#"/as: "bto" is not known here; write "bot""#);
/// assert!(reading.draft().is_some());
/// assert!(reading.into_draft(&Policy::default()).is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    draft: Option<Draft>,
    violations: Vec<Violation>,
    /// Places below which the draft holds only what was put in place of something unreadable.
    unjudged: Vec<String>,
    /// The JSON that the draft was read from, for the order of its fields.
    json: Value,
}

impl Reading {
    pub(super) const fn new(
        draft: Option<Draft>,
        violations: Vec<Violation>,
        unjudged: Vec<String>,
        json: Value,
    ) -> Self {
        Self {
            draft,
            violations,
            unjudged,
            json,
        }
    }

    /// Nothing could be read.
    pub(super) fn of_nothing(why: Violation) -> Self {
        Self::new(None, vec![why], Vec::new(), Value::Null)
    }

    /// The same with more that is out of place.
    pub(super) fn and(mut self, more: Vec<Violation>) -> Self {
        self.violations.extend(more);
        self
    }

    /// The draft as well as it could be read; nothing where not even its kind is known.
    pub const fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// What is out of place in the JSON, whatever the draft says.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The same with the draft changed, such as by filling in what a connection sends from.
    #[must_use]
    pub fn map(mut self, change: impl FnOnce(Draft) -> Draft) -> Self {
        self.draft = self.draft.map(change);
        self
    }

    /// The draft, where nothing is out of place.
    ///
    /// # Errors
    /// Everything that is out of place, whatever the draft says.
    pub fn into_clean(self) -> Result<Draft, Violations> {
        let ordered = self.ordered(Vec::new());
        settle(ordered, self.draft)
    }

    /// The draft, where nothing is out of place: it is not checked yet.
    ///
    /// # Errors
    /// Everything wrong, with its form and with what it says: if somebody has to look at it again,
    /// then once.
    pub fn into_draft(self, policy: &Policy) -> Result<Draft, Violations> {
        if !self.violations.is_empty() {
            self.check(policy)?;
        }
        self.into_clean()
    }

    /// The message and its recipient.
    ///
    /// # Errors
    /// Everything wrong, with the form of the JSON and with what it says, in the order of the fields.
    /// Of a field that could not be read nothing else is said.
    pub fn check(&self, policy: &Policy) -> Result<(Message, Recipient), Violations> {
        let checked = match &self.draft {
            Some(draft) => draft.check(policy),
            None => return settle(self.ordered(Vec::new()), None),
        };
        let (found, message) = match checked {
            Ok(message) => (Vec::new(), Some(message)),
            Err(violations) => (violations.into_vec(), None),
        };
        settle(self.ordered(found), message)
    }

    /// What is out of place and what else was found, in the order of the fields.
    fn ordered(&self, mut found: Vec<Violation>) -> Vec<Violation> {
        if self.violations.is_empty() {
            return found;
        }
        found.retain(|violation| !self.is_unjudged(&violation.path));
        let mut all = self.violations.clone();
        all.append(&mut found);
        all.sort_by_cached_key(|violation| rank(&violation.path, &self.json));
        all
    }

    fn is_unjudged(&self, path: &str) -> bool {
        let covers = |place: &str| {
            path.strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let wrong = self.violations.iter().map(|violation| &*violation.path);
        wrong.filter(|path| !path.is_empty()).any(covers)
            || self.unjudged.iter().any(|place| covers(place))
    }
}

impl From<Draft> for Reading {
    /// A draft that was not read from JSON has nothing out of place.
    fn from(draft: Draft) -> Self {
        Self::new(Some(draft), Vec::new(), Vec::new(), Value::Null)
    }
}

fn settle<T>(violations: Vec<Violation>, value: Option<T>) -> Result<T, Violations> {
    match (Violations::from_vec(violations), value) {
        (None, Some(value)) => Ok(value),
        (Some(violations), _) => Err(violations),
        (None, None) => Err(Violations::nothing_there()),
    }
}

/// Where a path stands among the fields of a draft: the position of each of its segments. What no
/// draft has comes last at its place.
pub(super) fn rank(path: &str, json: &Value) -> Vec<usize> {
    let mut ranks = Vec::new();
    let (mut shape, mut value) = (Some(&DRAFT), Some(json));
    for segment in path.split('/').skip(1) {
        let name = segment.replace("~1", "/").replace("~0", "~");
        let position = |fields: &'static [Field]| {
            let found = fields.iter().position(|field| field.name == name);
            (found, found.and_then(|at| fields.get(at)))
        };
        let (rank, next) = match shape {
            Some(Shape::List(item)) => (name.parse().ok(), Some(*item)),
            Some(Shape::Object(fields)) => {
                let (rank, field) = position(fields);
                (rank.map(|rank| rank + 1), field.map(|field| &field.shape))
            }
            Some(Shape::Tagged { tag, .. }) if *tag == name => (Some(0), None),
            Some(Shape::Tagged { tag, kinds }) => {
                let word = value.and_then(|value| value.get(tag));
                let word = word.and_then(Value::as_str).unwrap_or_default();
                let kind = kinds.iter().find(|kind| kind.name == word);
                let (rank, field) = kind.map_or((None, None), |kind| position(kind.fields));
                (rank.map(|rank| rank + 1), field.map(|field| &field.shape))
            }
            _ => (None, None),
        };
        ranks.push(rank.unwrap_or(usize::MAX));
        value = value.and_then(|value| match value {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            other => other.get(&name),
        });
        shape = next;
    }
    ranks
}
