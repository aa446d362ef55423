//! One message to many recipients, row by row: what does not differ between them is checked and
//! written once.

use super::personalized::Plain;
use super::{Message, whom};
use crate::check::Check;
use crate::dialect::{Dialect, Head};
use crate::json::Json;
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::time::Timestamp;
use crate::violation::Violations;

pub use requests::{Refused, Requests};

mod requests;

/// One recipient as it stands in a table. Which fields count follows from the message, and
/// violations name them as they do in a draft.
///
/// ```
/// # use tidings_core::dialect::Dialect;
/// # use tidings_core::message::batch::{Batch, Row};
/// # use tidings_core::message::draft::{Draft, GreetDraft};
/// # use tidings_core::policy::Policy;
/// # use tidings_core::time::Timestamp;
/// # let policy = Policy::default();
/// # let draft = Draft::Greet(GreetDraft { agent_id: "bot-1".into(), ..GreetDraft::default() });
/// # let message = draft.parse(&policy)?;
/// let mut batch = Batch::new(&message, &policy, Dialect::Guides, true, Timestamp::EPOCH);
/// batch.push(Row { to: "new-1", ..Row::default() });
/// let requests = batch.finish();
/// let earlier = requests.refused()[0].violations.at("/previousConversationId");
/// assert_eq!(earlier.count(), 1);
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row<'r> {
    /// The address of an e-mail or SMS, the contact's id, the guest's id; for a greeting the id of
    /// the new conversation.
    pub to: &'r str,
    /// The recipient's name, for e-mail and SMS; may be empty.
    pub name: &'r str,
    /// The conversation that a guest speaks into; for a greeting the earlier conversation.
    pub conversation: &'r str,
}

/// Writes the requests that send one message to many, one behind the other into one buffer. Each is
/// byte for byte the request that [`Message::personalize`] and [`Dialect::carry`] lead to. A row
/// that is refused keeps its place and its reasons.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::message::batch::{Batch, Row};
/// use tidings_core::message::draft::{Draft, GuestDraft};
/// use tidings_core::policy::Policy;
/// use tidings_core::time::Timestamp;
///
/// let policy = Policy::default();
/// let draft = Draft::Guest(GuestDraft { text: "Hello!".into(), ..GuestDraft::default() });
/// let message = draft.parse(&policy)?;
/// let mut batch = Batch::new(&message, &policy, Dialect::Guides, true, Timestamp::EPOCH);
/// batch.extend([
///     Row { to: "g-1", conversation: "c-1", ..Row::default() },
///     Row { to: "no id", conversation: "c-2", ..Row::default() },
/// ]);
/// let requests = batch.finish();
/// assert!(requests.body(0).is_some_and(|body| body.starts_with(r#"{"from":{"id":"g-1""#)));
/// assert_eq!(requests.body(1), None);
/// assert_eq!(requests.refused()[0].row, 1);
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Debug)]
pub struct Batch<'m> {
    message: &'m Message,
    policy: &'m Policy,
    dialect: Dialect,
    is_sandbox: bool,
    now: Timestamp,
    plain: Plain,
    json: Json,
    requests: Requests,
    /// Rows that are still to come, as far as that is known.
    expected: usize,
}

impl<'m> Batch<'m> {
    /// Begins a batch. `is_sandbox` is [`Dialect::carry`]'s, `now` the time of all transmissions.
    pub const fn new(
        message: &'m Message,
        policy: &'m Policy,
        dialect: Dialect,
        is_sandbox: bool,
        now: Timestamp,
    ) -> Self {
        Self {
            message,
            policy,
            dialect,
            is_sandbox,
            now,
            plain: Plain::Unchecked,
            json: Json::of_many(),
            requests: Requests::of(message.operation()),
            expected: 0,
        }
    }

    /// Makes room for `rows` more rows: with the first body it is known how much they take.
    pub fn reserve(&mut self, rows: usize) {
        self.expected = rows;
        self.requests.reserve(rows);
    }

    /// Checks one recipient and writes the body for them, or notes why there is none.
    pub fn push(&mut self, row: Row<'_>) {
        let before = self.json.len();
        let written = self.write(row);
        let after = self.json.len();
        self.requests.note(after, written);
        self.expected = self.expected.saturating_sub(1);
        if before == 0 {
            self.json.reserve(after.saturating_mul(self.expected));
        }
    }

    /// All that was written.
    pub fn finish(self) -> Requests {
        self.requests.with_bodies(self.json.into_string())
    }

    fn write(&mut self, row: Row<'_>) -> Result<Head, Violations> {
        let mut check = Check::new(self.policy);
        let recipient = recipient(&mut check, self.message, row);
        let recipient = check.finish(recipient)?;
        let personalized = self
            .message
            .personalize_among(&recipient, self.policy, self.plain)?;
        self.plain = Plain::Passed;
        let carried = self.dialect.carry(&personalized, self.is_sandbox)?;
        Ok(carried.write(self.now, &mut self.json))
    }
}

impl<'r> Extend<Row<'r>> for Batch<'_> {
    fn extend<I: IntoIterator<Item = Row<'r>>>(&mut self, rows: I) {
        let rows = rows.into_iter();
        self.reserve(rows.size_hint().0);
        rows.for_each(|row| self.push(row));
    }
}

fn recipient(check: &mut Check<'_>, message: &Message, row: Row<'_>) -> Option<Recipient> {
    match message {
        Message::Outbound(message) => whom::address(check, message.channel(), row.to, row.name),
        Message::Proactive(message) => whom::contact(check, message.route.channel(), row.to),
        Message::Structured(message) => whom::contact(check, message.route.channel(), row.to),
        Message::Greet(_) => whom::returning(check, row.to, row.conversation),
        Message::Guest(message) => {
            let finds_it = message.integration.is_some();
            whom::guest(check, row.to, row.conversation, finds_it)
        }
        Message::GuestSignal(_) => whom::guest(check, row.to, row.conversation, true),
    }
}
