//! The form's state, without a browser: a draft, addressed by JSON pointers, and which of its
//! fields somebody has been to.

use std::collections::BTreeSet;

use tidings_core::message::draft::{
    ContentDraft, Draft, GreetDraft, GuestDraft, OutboundChannel, OutboundDraft, ProactiveDraft,
    StructuredDraft,
};
use tidings_core::operation::Operation;

use super::fields::{self, slug};
use super::rows;

/// A draft being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    draft: Draft,
    touched: BTreeSet<String>,
    tried: bool,
}

impl Form {
    /// An empty form for a job; nothing for an operation that sends no message.
    pub fn new(operation: Operation) -> Option<Self> {
        let draft = match operation {
            Operation::Outbound => Draft::Outbound(OutboundDraft::default()),
            Operation::Proactive => Draft::Proactive(ProactiveDraft::default()),
            Operation::Greet => Draft::Greet(GreetDraft::default()),
            Operation::Structured => Draft::Structured(StructuredDraft {
                content: rows::with_first_rows(ContentDraft::default()),
                ..StructuredDraft::default()
            }),
            Operation::Guest => Draft::Guest(GuestDraft::default()),
            _ => return None,
        };
        Some(Self::resume(draft))
    }

    /// A form over a draft that was kept.
    pub const fn resume(draft: Draft) -> Self {
        Self {
            draft,
            touched: BTreeSet::new(),
            tried: false,
        }
    }

    /// What is written so far.
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Changes what no text field does, such as a choice among several.
    pub fn edit(&mut self, change: impl FnOnce(&mut Draft)) {
        change(&mut self.draft);
    }

    /// Writes into the field at `path`. The value of a choice and of a button follows its label
    /// until somebody writes another.
    pub fn write(&mut self, path: &str, text: String) {
        let follows = fields::follower_mut(&mut self.draft, path)
            .is_some_and(|(label, value)| *value == slug(label));
        if let Some(field) = fields::text_mut(&mut self.draft, path) {
            *field = text;
        }
        if follows && let Some((label, value)) = fields::follower_mut(&mut self.draft, path) {
            *value = slug(label);
        }
    }

    /// Somebody has left the field at `path`.
    pub fn touch(&mut self, path: &str) {
        if !self.touched.contains(path) {
            self.touched.insert(path.to_owned());
        }
    }

    /// Somebody tried to send: from now on everything wrong is shown.
    pub const fn try_send(&mut self) {
        self.tried = true;
    }

    /// Whether what is wrong at `path` is shown yet.
    pub fn shows(&self, path: &str) -> bool {
        self.tried || self.touched.contains(path)
    }

    /// Whether somebody has left a field or tried to send.
    pub fn is_begun(&self) -> bool {
        self.tried || !self.touched.is_empty()
    }

    /// Adds a row to the list at `path`, before the row now at `index`, made of one line of text.
    pub fn insert_row(&mut self, path: &str, index: usize, line: &str) {
        if let Some(list) = rows::list_mut(&mut self.draft, path) {
            let index = index.min(list.len());
            list.insert_line(index, line);
            self.renumber(path, |row| Some(if row < index { row } else { row + 1 }));
        }
    }

    /// Takes the row at `index` out of the list at `path`.
    pub fn remove_row(&mut self, path: &str, index: usize) {
        if let Some(list) = rows::list_mut(&mut self.draft, path)
            && index < list.len()
        {
            list.remove_at(index);
            self.renumber(path, |row| match row.cmp(&index) {
                std::cmp::Ordering::Less => Some(row),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(row - 1),
            });
        }
    }

    /// Moves the row at `from` of the list at `path` to `to`; whether there was such a place.
    pub fn move_row(&mut self, path: &str, from: usize, to: usize) -> bool {
        let Some(list) = rows::list_mut(&mut self.draft, path) else {
            return false;
        };
        if from == to || from >= list.len() || to >= list.len() {
            return false;
        }
        list.move_to(from, to);
        self.renumber(path, |row| {
            Some(if row == from {
                to
            } else if from < row && row <= to {
                row - 1
            } else if to <= row && row < from {
                row + 1
            } else {
                row
            })
        });
        true
    }

    /// Replaces the row at `index` by one row a line; lines without text are left out. How many
    /// rows there are then.
    pub fn paste_rows(&mut self, path: &str, index: usize, text: &str) -> usize {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut count = 0;
        for line in lines {
            if count == 0 {
                self.remove_row(path, index);
            }
            self.insert_row(path, index + count, line);
            count += 1;
        }
        count
    }

    /// Chooses another kind of content; what both kinds have is kept.
    pub fn set_content_type(&mut self, type_name: &str) {
        if let Draft::Structured(structured) = &mut self.draft {
            structured.content = rows::converted(&structured.content, type_name);
            self.touched.retain(|path| !path.starts_with("/content"));
            self.tried = false;
        }
    }

    /// Chooses e-mail or SMS; an SMS is plain text.
    pub fn set_channel(&mut self, channel: OutboundChannel) {
        if let Draft::Outbound(outbound) = &mut self.draft {
            outbound.channel = channel;
            if channel == OutboundChannel::Sms {
                outbound.format = tidings_core::message::draft::BodyFormat::Text;
            }
        }
    }

    /// The rows that were touched keep being so under their new numbers.
    fn renumber(&mut self, list: &str, number: impl Fn(usize) -> Option<usize>) {
        self.touched = std::mem::take(&mut self.touched)
            .into_iter()
            .filter_map(|path| match row_of(&path, list) {
                Some((row, rest)) => number(row).map(|row| format!("{list}/{row}{rest}")),
                None => Some(path),
            })
            .collect();
    }
}

/// The row's number and what follows it, when `path` lies in a row of `list`.
fn row_of<'p>(path: &'p str, list: &str) -> Option<(usize, &'p str)> {
    let rest = path.strip_prefix(list)?.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use tidings_core::message::draft::QuickReplyDraft;

    const CHOICES: &str = "/content/choices";

    fn form_with(labels: &[&str]) -> Form {
        let mut form = Form::resume(Draft::Structured(StructuredDraft {
            contact_id: String::new(),
            content: ContentDraft::QuickReply(QuickReplyDraft::default()),
            ..StructuredDraft::default()
        }));
        for (index, label) in labels.iter().enumerate() {
            form.insert_row(CHOICES, index, label);
        }
        form
    }

    fn choices(form: &Form) -> Vec<(String, String)> {
        match form.draft() {
            Draft::Structured(StructuredDraft {
                content: ContentDraft::QuickReply(quick_reply),
                ..
            }) => quick_reply
                .choices
                .iter()
                .map(|choice| (choice.label.clone(), choice.value.clone()))
                .collect(),
            other => panic!("no quick reply: {other:?}"),
        }
    }

    fn labels(form: &Form) -> Vec<String> {
        choices(form).into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn a_value_follows_its_label_until_somebody_writes_another() {
        let mut form = form_with(&[""]);
        form.write("/content/choices/0/label", "Talk to an agent".into());
        assert_eq!(choices(&form)[0].1, "talk_to_an_agent");
        form.write("/content/choices/0/value", "agent".into());
        form.write("/content/choices/0/label", "Talk to a person".into());
        assert_eq!(choices(&form)[0].1, "agent");
    }

    #[test]
    fn several_pasted_lines_make_several_choices() {
        let mut form = form_with(&["Billing", ""]);
        let count = form.paste_rows(CHOICES, 1, "Delivery\n\n  Returns \nAgent\n");
        assert_eq!(count, 3);
        assert_eq!(labels(&form), ["Billing", "Delivery", "Returns", "Agent"]);
        assert_eq!(choices(&form)[2].1, "returns");
    }

    #[test]
    fn pasting_nothing_leaves_the_row() {
        let mut form = form_with(&["Billing"]);
        assert_eq!(form.paste_rows(CHOICES, 0, " \n \n"), 0);
        assert_eq!(labels(&form), ["Billing"]);
    }

    #[test]
    fn a_moved_row_takes_its_touch_along() {
        let mut form = form_with(&["A", "B", "C"]);
        form.touch("/content/choices/0/label");
        assert!(form.move_row(CHOICES, 0, 2));
        assert_eq!(labels(&form), ["B", "C", "A"]);
        assert!(form.shows("/content/choices/2/label"));
        assert!(!form.shows("/content/choices/0/label"));
        assert!(!form.move_row(CHOICES, 2, 3));
    }

    #[test]
    fn a_removed_row_leaves_no_touch_behind() {
        let mut form = form_with(&["A", "B", "C"]);
        form.touch("/content/choices/1/value");
        form.touch("/content/choices/2/value");
        form.remove_row(CHOICES, 1);
        assert_eq!(labels(&form), ["A", "C"]);
        assert!(form.shows("/content/choices/1/value"));
        assert!(!form.shows("/content/choices/2/value"));
    }

    #[test]
    fn nothing_is_shown_as_wrong_before_somebody_was_there_or_tried_to_send() {
        let mut form = form_with(&["A"]);
        assert!(!form.shows("/contactId"));
        form.touch("/contactId");
        assert!(form.shows("/contactId"));
        assert!(!form.shows("/content/title"));
        form.try_send();
        assert!(form.shows("/content/title"));
    }

    #[test]
    fn another_kind_of_content_keeps_the_headline() {
        let mut form = form_with(&["A"]);
        form.write("/content/title", "How can we help?".into());
        form.set_content_type("card");
        form.set_content_type("quick-reply");
        let Draft::Structured(structured) = form.draft() else {
            panic!("another job")
        };
        let ContentDraft::QuickReply(quick_reply) = &structured.content else {
            panic!("another kind")
        };
        assert_eq!(quick_reply.title, "How can we help?");
    }

    #[test]
    fn every_job_has_a_form_and_nothing_else_has() {
        for operation in Operation::ALL {
            let is_job = crate::routes::JOBS.iter().any(|(job, _)| *job == operation);
            assert_eq!(
                Form::new(operation).map(|form| form.draft().operation()),
                is_job.then_some(operation)
            );
        }
    }
}
