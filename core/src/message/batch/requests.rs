//! What a batch came to.

use core::ops::Range;

use crate::dialect::Head;
use crate::operation::Operation;
use crate::violation::Violations;

/// The requests of a batch, row by row: all bodies in one text.
///
/// ```
/// # use tidings_core::dialect::Dialect;
/// # use tidings_core::message::batch::{Batch, Row};
/// # use tidings_core::message::draft::{Draft, ProactiveDraft};
/// # use tidings_core::policy::Policy;
/// # use tidings_core::time::Timestamp;
/// # let policy = Policy::default();
/// # let draft = Draft::Proactive(ProactiveDraft { text: "Hi".into(), ..ProactiveDraft::default() });
/// # let message = draft.parse(&policy)?;
/// let mut batch = Batch::new(&message, &policy, Dialect::Guides, true, Timestamp::EPOCH);
/// batch.extend(["k-1", "k-2"].map(|to| Row { to, ..Row::default() }));
/// let requests = batch.finish();
/// assert_eq!(requests.body(1), Some(r#"{"contactId":"k-2","type":"bot","message":"Hi"}"#));
/// assert_eq!(requests.target(1), Some("/api/v2/webchat/messaging"));
/// assert_eq!(requests.bodies().len(), requests.ends()[1]);
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requests {
    operation: Operation,
    bodies: String,
    ends: Vec<usize>,
    targets: String,
    /// Where each row's target stands in `targets`.
    places: Vec<Range<usize>>,
    refused: Vec<Refused>,
}

/// A row that gets no message.
///
/// ```
/// # use tidings_core::dialect::Dialect;
/// # use tidings_core::message::batch::{Batch, Row};
/// # use tidings_core::message::draft::{Draft, ProactiveDraft};
/// # use tidings_core::policy::Policy;
/// # use tidings_core::time::Timestamp;
/// # let policy = Policy::default();
/// # let draft = Draft::Proactive(ProactiveDraft { text: "Hi".into(), ..ProactiveDraft::default() });
/// # let message = draft.parse(&policy)?;
/// let mut batch = Batch::new(&message, &policy, Dialect::Guides, true, Timestamp::EPOCH);
/// batch.push(Row { to: "no id", ..Row::default() });
/// let requests = batch.finish();
/// let refused = &requests.refused()[0];
/// assert_eq!((refused.row, refused.violations.at("/contactId").count()), (0, 1));
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which row, counted from 0.
    pub row: usize,
    /// Why.
    pub violations: Violations,
}

impl Requests {
    pub(super) const fn of(operation: Operation) -> Self {
        Self {
            operation,
            bodies: String::new(),
            ends: Vec::new(),
            targets: String::new(),
            places: Vec::new(),
            refused: Vec::new(),
        }
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        // Without it the lists grow as they are written.
        let _ = self.ends.try_reserve(rows);
        let _ = self.places.try_reserve(rows);
    }

    /// Notes the next row, whose body ends at `end`.
    pub(super) fn note(&mut self, end: usize, written: Result<Head, Violations>) {
        let row = self.ends.len();
        self.ends.push(end);
        let place = match written {
            Ok(head) => {
                self.operation = head.operation;
                self.place(&head.target)
            }
            Err(violations) => {
                self.refused.push(Refused { row, violations });
                self.targets.len()..self.targets.len()
            }
        };
        self.places.push(place);
    }

    /// A target that is the last one's stands there already.
    fn place(&mut self, target: &str) -> Range<usize> {
        let start = self.targets.len() - target.len().min(self.targets.len());
        if self.targets.get(start..) == Some(target) {
            return start..self.targets.len();
        }
        let start = self.targets.len();
        self.targets.push_str(target);
        start..self.targets.len()
    }

    pub(super) fn with_bodies(self, bodies: String) -> Self {
        Self { bodies, ..self }
    }

    /// The upstream call that all of them make, by `POST`.
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// How many rows there were, refused ones included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there was no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bodies, one behind the other, without anything in between.
    pub fn bodies(&self) -> &str {
        &self.bodies
    }

    /// The bodies' text itself.
    pub fn into_bodies(self) -> String {
        self.bodies
    }

    /// Where each row's body ends in [`Self::bodies`], in bytes; it begins where the row before
    /// ends, so a refused row's is empty.
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// A row's body; nothing where the row was refused, or does not exist.
    pub fn body(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)?;
        let start = match row.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.bodies.get(start..end).filter(|body| !body.is_empty())
    }

    /// A row's path and query below the base address; nothing as above.
    pub fn target(&self, row: usize) -> Option<&str> {
        let target = self.targets.get(self.places.get(row)?.clone())?;
        Some(target).filter(|target| !target.is_empty())
    }

    /// The rows that were refused, in their order, each with everything that is wrong.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
}
