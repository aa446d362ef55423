//! Walks an audience page by page; can be stopped and resumed anywhere.

use core::fmt;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::gather::PAGED_MAX;
use super::interval::Interval;
use super::{AudienceCounts, AudiencePage, Criteria, Customer, Judge, Verdict};
use crate::outcome::Outcome;
use crate::retry::{Decision, Ending, RetryPolicy, Tries};
use crate::time::{Entropy, Timestamp};

/// How far an audience was read. Kept together with what [`Pager::handle_page`] returned.
///
/// ```
/// use tidings_core::audience::{Checkpoint, Position};
///
/// let checkpoint = Checkpoint { position: Position::Page("p-2".into()), ..Default::default() };
/// let kept = serde_json::to_string(&checkpoint)?;
/// assert_eq!(serde_json::from_str::<Checkpoint>(&kept)?, checkpoint);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    /// The next page.
    pub position: Position,
    /// What the pages before it held.
    pub counts: AudienceCounts,
}

/// A place in an audience query.
///
/// ```
/// use tidings_core::audience::{Checkpoint, Position};
///
/// assert_eq!(Checkpoint::default().position, Position::Start);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", content = "cursor", rename_all = "snake_case")]
pub enum Position {
    /// Before the first page.
    #[default]
    Start,
    /// Before the page with this cursor.
    Page(String),
    /// After the last page: the audience is complete.
    End,
}

/// The page that a pager wants, given back with what came of it.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{Checkpoint, Criteria, Pager, PagerStep, Position};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::{Entropy, Timestamp};
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let retry =
///     RetryPolicy::for_operation(Dialect::Guides, Operation::Audience, OnServerError::Retry);
/// let kept = Checkpoint { position: Position::Page("p-2".into()), ..Default::default() };
/// let mut pager = Pager::resume(criteria, retry, kept, [], Entropy(7));
/// let PagerStep::Fetch(request) = pager.poll(Timestamp::EPOCH) else { panic!("a page is left") };
/// assert_eq!(request.cursor(), Some("p-2"));
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the pager waits until the request is given back"]
pub struct PageRequest {
    cursor: Option<String>,
}

impl PageRequest {
    /// Where the page begins; nothing for the first.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

/// What [`Pager::poll`] answers.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{Criteria, Pager, PagerStep};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::outcome::Outcome;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::{Entropy, Timestamp};
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let retry =
///     RetryPolicy::for_operation(Dialect::Guides, Operation::Audience, OnServerError::Retry);
/// let (mut pager, now) = (Pager::new(criteria, retry, Entropy(7)), Timestamp::EPOCH);
/// let PagerStep::Fetch(request) = pager.poll(now) else { panic!("the first page is wanted") };
/// assert_eq!(pager.poll(now), PagerStep::Pending);
/// let lost = Outcome::InDoubt { reason: "no reply within 30 s".into() };
/// pager.handle_failure(request, lost, Entropy(0), now);
/// assert_eq!(pager.poll(now), PagerStep::WaitUntil(Timestamp::from_unix_millis(1000)));
/// ```
#[derive(Debug, PartialEq, Eq)]
pub enum PagerStep {
    /// The query broke off. What was read so far is kept but is not the whole audience; a new pager
    /// may go on from the checkpoint.
    Broken(BreakOff),
    /// Every page was read.
    Done,
    /// Fetch this page.
    Fetch(PageRequest),
    /// A page is being fetched.
    Pending,
    /// Drop the access token that was used, then ask again.
    RefreshToken,
    /// Ask again then.
    WaitUntil(Timestamp),
}

/// Why a query broke off.
///
/// ```
/// use tidings_core::audience::BreakOff;
///
/// let reason = BreakOff::Disk("no space left on device".into());
/// assert!(reason.to_string().ends_with("Make room there, then ask again."));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BreakOff {
    /// A page named an earlier page as its next: the query would never end.
    CursorRepeated,
    /// A page could not be read.
    Failed(Ending),
    /// One day has more conversations than pages can reach, and no job reads them.
    TooMany {
        /// The day.
        day: Interval,
    },
    /// What was found so far could not be kept on disk.
    Disk(String),
    /// Conversations went missing each time that the pages were read.
    Unsettled,
}

impl fmt::Display for BreakOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CursorRepeated => f.write_str(
                "The platform named a page that was read before as the next one, so the query \
                 would never end. Ask again; if it stays so, ask for fewer days.",
            ),
            Self::Failed(ending) => ending.fmt(f),
            Self::TooMany { day } => write!(
                f,
                "The day of {} has more than {PAGED_MAX} conversations, which pages cannot reach, \
                 and the platform runs no job for it. Ask again tomorrow, when the day is in \
                 Genesys' data lake; for an earlier day, grant analytics:conversationDetail:view.",
                day.from()
            ),
            Self::Disk(reason) => write!(
                f,
                "What was found so far could not be kept on disk: {reason}. Make room there, then \
                 ask again."
            ),
            Self::Unsettled => f.write_str(
                "Conversations disappeared from the platform's answers each time they were read, \
                 so some may be missing. Ask again later.",
            ),
        }
    }
}

/// Reads an audience. Page requests come out by [`Pager::poll`]; pages and failures go in; customers
/// come out, each with a verdict.
///
/// ```
/// use tidings_core::address::AddressKind;
/// use tidings_core::audience::{AudiencePage, Criteria, CustomerRow, Pager, PagerStep};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::{Entropy, Timestamp};
///
/// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
/// let retry =
///     RetryPolicy::for_operation(Dialect::Guides, Operation::Audience, OnServerError::Retry);
/// let mut pager = Pager::new(criteria, retry, Entropy(7));
/// let now = Timestamp::EPOCH;
/// let PagerStep::Fetch(request) = pager.poll(now) else { panic!("the first page is wanted") };
/// let row = CustomerRow {
///     address: Some("ana@example.org".into()),
///     sessions: Some(1),
///     ..CustomerRow::default()
/// };
/// let mut page = AudiencePage::default();
/// page.rows.push(row);
/// let verdicts = pager.handle_page(request, page);
/// assert_eq!(verdicts.len(), 1);
/// assert_eq!(pager.poll(now), PagerStep::Done);
/// ```
#[derive(Debug)]
pub struct Pager {
    policy: RetryPolicy,
    checkpoint: Checkpoint,
    judge: Judge,
    /// Hashes of the cursors that were met.
    cursors: BTreeSet<u64>,
    tries: Tries,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    Ready,
    RefreshToken,
    Fetching,
    Waiting { since: Timestamp, until: Timestamp },
    Broken(BreakOff),
}

impl Pager {
    /// A pager that begins with the first page. `entropy` is the secret of its [`Duplicates`](super::Duplicates).
    pub fn new(criteria: Criteria, policy: RetryPolicy, entropy: Entropy) -> Self {
        Self::resume(criteria, policy, Checkpoint::default(), [], entropy)
    }

    /// A pager that goes on where another left off. `eligible` are the customers that the other
    /// found, in any order.
    ///
    /// ```
    /// use tidings_core::address::AddressKind;
    /// use tidings_core::audience::{AudiencePage, Criteria, CustomerRow, Pager, PagerStep, Verdict};
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::operation::Operation;
    /// use tidings_core::retry::{OnServerError, RetryPolicy};
    /// use tidings_core::time::{Entropy, Timestamp};
    ///
    /// let criteria = Criteria { address: AddressKind::Email, min_sessions: 1 };
    /// let retry =
    ///     RetryPolicy::for_operation(Dialect::Guides, Operation::Audience, OnServerError::Retry);
    /// let page = |next| {
    ///     let mut page = AudiencePage::default();
    ///     let address = Some("ana@example.org".into());
    ///     page.rows.push(CustomerRow { address, sessions: Some(1), ..CustomerRow::default() });
    ///     page.next = next;
    ///     page
    /// };
    /// let mut first = Pager::new(criteria, retry, Entropy(7));
    /// let PagerStep::Fetch(request) = first.poll(Timestamp::EPOCH) else { panic!("page one") };
    /// let verdicts = first.handle_page(request, page(Some("p-2".into())));
    /// let [Verdict::Eligible(ana)] = &verdicts[..] else { panic!("she has an address") };
    ///
    /// // After a restart she is still known.
    /// let mut pager = Pager::resume(criteria, retry, first.checkpoint().clone(), [ana], Entropy(8));
    /// let PagerStep::Fetch(request) = pager.poll(Timestamp::EPOCH) else { panic!("page two") };
    /// assert!(matches!(pager.handle_page(request, page(None))[..], [Verdict::Excluded { .. }]));
    /// ```
    pub fn resume<'a>(
        criteria: Criteria,
        policy: RetryPolicy,
        checkpoint: Checkpoint,
        eligible: impl IntoIterator<Item = &'a Customer>,
        entropy: Entropy,
    ) -> Self {
        let mut judge = Judge::new(criteria, checkpoint.counts.clone(), entropy);
        for customer in eligible {
            judge.remember(customer);
        }
        let mut cursors = BTreeSet::new();
        if let Position::Page(cursor) = &checkpoint.position {
            cursors.insert(hash(cursor));
        }
        Self {
            policy,
            checkpoint,
            judge,
            cursors,
            tries: Tries::default(),
            phase: Phase::Ready,
        }
    }

    /// The next thing to do.
    pub fn poll(&mut self, now: Timestamp) -> PagerStep {
        match &self.phase {
            Phase::Broken(reason) => PagerStep::Broken(reason.clone()),
            Phase::Fetching => PagerStep::Pending,
            // A clock that was set back must not make the wait as long as the step.
            Phase::Waiting { since, until } if (*since..*until).contains(&now) => {
                PagerStep::WaitUntil(*until)
            }
            Phase::RefreshToken => {
                self.phase = Phase::Ready;
                PagerStep::RefreshToken
            }
            Phase::Ready | Phase::Waiting { .. } => {
                let cursor = match &self.checkpoint.position {
                    Position::Start => None,
                    Position::Page(cursor) => Some(cursor.clone()),
                    Position::End => return PagerStep::Done,
                };
                self.phase = Phase::Fetching;
                PagerStep::Fetch(PageRequest { cursor })
            }
        }
    }

    /// Takes the requested page in and gives a verdict on each customer, in the page's order. Keep
    /// them together with [`Self::checkpoint`].
    ///
    /// A page that names an earlier one as its next is not taken, so that going on asks for it
    /// again instead of going round.
    pub fn handle_page(&mut self, _: PageRequest, page: AudiencePage) -> Vec<Verdict> {
        let position = match page.next.filter(|cursor| !cursor.is_empty()) {
            None => Position::End,
            Some(cursor) if self.cursors.insert(hash(&cursor)) => Position::Page(cursor),
            Some(_) => {
                self.phase = Phase::Broken(BreakOff::CursorRepeated);
                return Vec::new();
            }
        };
        let rows = page.rows.into_iter();
        let verdicts: Vec<_> = rows.map(|row| self.judge.judge(row, None)).collect();
        self.checkpoint.counts = self.judge.counts().clone();
        self.checkpoint.position = position;
        self.tries = Tries::default();
        self.phase = Phase::Ready;
        verdicts
    }

    /// Learns that the requested page did not come: waits and asks for it again, or breaks off.
    pub fn handle_failure(
        &mut self,
        _: PageRequest,
        outcome: Outcome,
        entropy: Entropy,
        now: Timestamp,
    ) {
        let decision = self.policy.decide(outcome, &mut self.tries, entropy, now);
        self.phase = match decision {
            Decision::Done(ending) => Phase::Broken(BreakOff::Failed(ending)),
            Decision::RefreshToken => Phase::RefreshToken,
            Decision::Again { at, .. } => Phase::Waiting {
                since: now,
                until: at,
            },
        };
    }

    /// How far it is read, for [`Self::resume`].
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The next time worth calling [`Self::poll`]; `None` when that is now or after a page came.
    pub const fn poll_timeout(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Waiting { until, .. } => Some(until),
            _ => None,
        }
    }
}

fn hash(cursor: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    cursor.hash(&mut hasher);
    hasher.finish()
}
