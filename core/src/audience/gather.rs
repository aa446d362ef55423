//! Which call comes next while the conversations of a window are read, by pages and by a job.

mod job;
mod stage;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

pub use job::JobState;
pub use stage::{GatherPoint, JobRead, PageRead};

use stage::Stage;

use super::BreakOff;
use super::interval::Interval;
use crate::outcome::Outcome;
use crate::retry::{Decision, Ending, RetryPolicy, Tries};
use crate::time::{Entropy, Timestamp};

/// Conversations a page of the details query (documented: at most 100).
pub const PAGE_SIZE: u64 = 100;

/// The most conversations that pages of one query can reach (third party: PLATFORM-API §5.3).
pub const PAGED_MAX: u64 = 100_000;

/// With more conversations than this a job is asked for instead of pages (ours): what fits on one
/// page comes at once and costs one call, of more a job costs fewer calls, and only its results have
/// the attributes that give guests without a contact their address.
pub const JOB_ABOVE: u64 = PAGE_SIZE;

/// Conversations of one page of a job's results (ours; the most is said to be 1000, unsure). Rows
/// of real organizations have ten kilobytes and more, and a page must fit into a reply.
pub const JOB_PAGE_SIZE: u64 = 500;

/// The least time between two looks at a job (PLATFORM-API §5.4, unsure).
pub const JOB_POLL: core::time::Duration = core::time::Duration::from_secs(5);

/// How long a job may take (ours).
pub const JOB_PATIENCE: core::time::Duration = core::time::Duration::from_hours(1);

/// Jobs that are begun for one audience; after the last it is read by pages (ours).
pub const JOBS_MAX: u8 = 3;

/// How often the pages of a slice are read again because conversations went missing while they
/// were read (ours).
pub const READS_MAX: u8 = 4;

/// One call.
///
/// ```
/// use tidings_core::audience::{Ask, GatherPoint, GatherStep, Gathering, Interval};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::from_unix_millis(3_600_000);
/// let window = Interval::new(Timestamp::EPOCH, now).ok_or("empty")?;
/// let policy =
///     RetryPolicy::for_operation(Dialect::Platform, Operation::Audience, OnServerError::Retry);
/// let mut gathering = Gathering::new(GatherPoint::new(window), policy);
/// let first = Ask::Page { interval: window, number: 1 };
/// assert_eq!(gathering.poll(now), GatherStep::Ask(first));
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A page of the details query.
    Page {
        /// The conversations that began in it, and on the days it touches.
        interval: Interval,
        /// From 1.
        number: u64,
    },
    /// Up to when the lake that jobs read is complete.
    Availability,
    /// Begin a job.
    Submit {
        /// Of these conversations.
        interval: Interval,
    },
    /// How a job is doing.
    State {
        /// The job.
        id: String,
    },
    /// A page of a job's results.
    Results {
        /// The job.
        id: String,
        /// Where the page begins; nothing for the first.
        cursor: Option<String>,
        /// How many rows; as many as the platform likes when absent.
        size: Option<u64>,
    },
}

/// What an [`Ask`] brought, without the conversations, which are for whoever keeps them.
///
/// ```
/// use tidings_core::audience::{Answer, Ask, GatherPoint, GatherStep, Gathering, Interval};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::from_unix_millis(3_600_000);
/// let window = Interval::new(Timestamp::EPOCH, now).ok_or("empty")?;
/// let policy =
///     RetryPolicy::for_operation(Dialect::Platform, Operation::Audience, OnServerError::Retry);
/// let mut gathering = Gathering::new(GatherPoint::new(window), policy);
/// gathering.poll(now);
/// // Many conversations: a job would read them, so it is asked how far one reaches.
/// gathering.handle(Answer::Page { total: 3000, rows: 100 }, now);
/// assert_eq!(gathering.poll(now), GatherStep::Ask(Ask::Availability));
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Of a page.
    Page {
        /// `totalHits`.
        total: u64,
        /// Conversations on this page.
        rows: u64,
    },
    /// Complete up to then; nothing where the platform does not say.
    Availability(Option<Timestamp>),
    /// The job that was begun.
    Submitted(String),
    /// How it is doing.
    State(JobState),
    /// Of a page of results.
    Results {
        /// Where the next page begins; nothing on the last.
        cursor: Option<String>,
        /// Up to when the results are complete.
        available: Option<Timestamp>,
    },
}

/// What [`Gathering::poll`] answers.
///
/// ```
/// use tidings_core::audience::{GatherPoint, GatherStep, Gathering, Interval};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::outcome::Outcome;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::{Entropy, Timestamp};
///
/// let now = Timestamp::from_unix_millis(1000);
/// let window = Interval::new(Timestamp::EPOCH, now).ok_or("empty")?;
/// let policy =
///     RetryPolicy::for_operation(Dialect::Platform, Operation::Audience, OnServerError::Retry);
/// let mut gathering = Gathering::new(GatherPoint::new(window), policy);
/// gathering.poll(now);
/// assert_eq!(gathering.poll(now), GatherStep::Pending);
/// let lost = Outcome::InDoubt { reason: "no reply within 30 s".into() };
/// gathering.handle_failure(lost, Entropy(0), now);
/// assert!(matches!(gathering.poll(now), GatherStep::WaitUntil(at) if at > now));
/// # Ok::<_, &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatherStep {
    /// Make this call.
    Ask(Ask),
    /// It broke off; a new gathering may go on from the same point.
    Broken(BreakOff),
    /// Every conversation was read.
    Done,
    /// A call is under way.
    Pending,
    /// Drop the access token that was used, then ask again.
    RefreshToken,
    /// Ask again then.
    WaitUntil(Timestamp),
}

/// Reads the conversations of a window: pages for a small one, a job for a large one, pages again
/// for what the lake does not hold yet. A conversation may come several times and is counted once by
/// whoever keeps them; none is passed over.
///
/// ```
/// use tidings_core::audience::{Answer, GatherPoint, GatherStep, Gathering, Interval};
/// use tidings_core::dialect::Dialect;
/// use tidings_core::operation::Operation;
/// use tidings_core::retry::{OnServerError, RetryPolicy};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::from_unix_millis(3_600_000);
/// let window = Interval::new(Timestamp::EPOCH, now).ok_or("empty")?;
/// let policy =
///     RetryPolicy::for_operation(Dialect::Platform, Operation::Audience, OnServerError::Retry);
/// let mut gathering = Gathering::new(GatherPoint::new(window), policy);
/// assert!(matches!(gathering.poll(now), GatherStep::Ask(_)));
/// // All of them on one page: one call.
/// gathering.handle(Answer::Page { total: 2, rows: 2 }, now);
/// assert_eq!(gathering.poll(now), GatherStep::Done);
/// assert!(gathering.point().is_end());
/// # Ok::<_, &str>(())
/// ```
#[derive(Debug)]
pub struct Gathering {
    point: GatherPoint,
    policy: RetryPolicy,
    /// Hashes of the cursors that were met in this job.
    cursors: BTreeSet<u64>,
    tries: Tries,
    phase: Phase,
}

#[derive(Debug)]
enum Phase {
    Ready,
    RefreshToken,
    Asking,
    Waiting { since: Timestamp, until: Timestamp },
    Broken(BreakOff),
}

impl Gathering {
    /// Goes on at a point; [`GatherPoint::new`] is the beginning.
    pub fn new(point: GatherPoint, policy: RetryPolicy) -> Self {
        Self {
            point,
            policy,
            cursors: BTreeSet::new(),
            tries: Tries::default(),
            phase: Phase::Ready,
        }
    }

    /// How far it is. Kept together with the conversations that came so far.
    pub const fn point(&self) -> &GatherPoint {
        &self.point
    }

    /// The next thing to do.
    pub fn poll(&mut self, now: Timestamp) -> GatherStep {
        match &self.phase {
            Phase::Broken(reason) => return GatherStep::Broken(reason.clone()),
            Phase::Asking => return GatherStep::Pending,
            // A clock that was set back must not make the wait as long as the step.
            Phase::Waiting { since, until } if (*since..*until).contains(&now) => {
                return GatherStep::WaitUntil(*until);
            }
            Phase::RefreshToken => {
                self.phase = Phase::Ready;
                return GatherStep::RefreshToken;
            }
            Phase::Ready | Phase::Waiting { .. } => {}
        }
        match self.point.ask() {
            Some(ask) => {
                self.phase = Phase::Asking;
                GatherStep::Ask(ask)
            }
            None => GatherStep::Done,
        }
    }

    /// Takes in what the call brought.
    pub fn handle(&mut self, answer: Answer, now: Timestamp) {
        self.tries = Tries::default();
        self.phase = Phase::Ready;
        match answer {
            Answer::Page { total, rows } => self.page(total, rows),
            Answer::Availability(available) => self.point.submit(available),
            Answer::Submitted(id) => {
                self.cursors.clear();
                self.point.poll_job(id, now);
                self.wait(now);
            }
            Answer::State(state) => self.state(state, now),
            Answer::Results { cursor, available } => self.results(cursor, available),
        }
    }

    /// Learns that the call brought nothing: waits and asks again, goes another way, or breaks off.
    pub fn handle_failure(&mut self, outcome: Outcome, entropy: Entropy, now: Timestamp) {
        let decision = self.policy.decide(outcome, &mut self.tries, entropy, now);
        self.phase = match decision {
            Decision::Done(ending) => {
                self.tries = Tries::default();
                self.detour(ending)
            }
            Decision::RefreshToken => Phase::RefreshToken,
            Decision::Again { at, .. } => Phase::Waiting {
                since: now,
                until: at,
            },
        };
    }

    fn page(&mut self, total: u64, rows: u64) {
        let Stage::Pages(read) = &mut self.point.stage else {
            return;
        };
        let is_first = read.number == 1;
        // Conversations that go while pages are read push others onto pages that were read.
        read.has_shrunk |= total < read.total;
        read.total = total;
        if is_first && read.reads == 1 {
            self.point.found = self.point.found.saturating_add(total);
            if self.point.may_use_job() && self.point.found > JOB_ABOVE {
                self.point.stage = Stage::Availability;
                return;
            }
        }
        let Stage::Pages(read) = &mut self.point.stage else {
            return;
        };
        if is_first && total > PAGED_MAX {
            let slice = read.slice;
            self.split(slice);
            return;
        }
        let reached = read.number.saturating_mul(PAGE_SIZE);
        if rows > 0 && reached < total {
            read.number += 1;
            if read.number.saturating_mul(PAGE_SIZE) > PAGED_MAX {
                let slice = read.slice;
                self.split(slice);
            }
            return;
        }
        // An empty page before the end is a page that others slipped away from.
        read.has_shrunk |= rows == 0 && reached.saturating_sub(PAGE_SIZE) < total;
        if !read.has_shrunk {
            self.point.next_slice();
        } else if read.reads < READS_MAX {
            *read = PageRead {
                reads: read.reads + 1,
                ..PageRead::new(read.slice)
            };
        } else {
            self.phase = Phase::Broken(BreakOff::Unsettled);
        }
    }

    /// More than pages can reach: two halves, or a job where a day is all there is.
    fn split(&mut self, slice: Interval) {
        if let Some((first, second)) = slice.halves() {
            self.point.slices.push(second);
            self.point.stage = Stage::Pages(PageRead::new(first));
        } else if self.point.may_use_job() {
            self.point.stage = Stage::Availability;
        } else {
            self.phase = Phase::Broken(BreakOff::TooMany { day: slice });
        }
    }

    fn state(&mut self, state: JobState, now: Timestamp) {
        let Stage::Job(job) = &mut self.point.stage else {
            return;
        };
        match state {
            JobState::Fulfilled => job.is_fulfilled = true,
            state if state.may_come() && now.saturating_since(job.since) < JOB_PATIENCE => {
                self.wait(now);
            }
            _ => self.point.job_failed(),
        }
    }

    fn results(&mut self, cursor: Option<String>, available: Option<Timestamp>) {
        let Stage::Job(job) = &mut self.point.stage else {
            return;
        };
        if let Some(available) = available {
            job.until = job.until.min(available);
        }
        match cursor.filter(|cursor| !cursor.is_empty()) {
            None => self.point.job_done(),
            Some(cursor) if self.cursors.insert(hash(&cursor)) => job.cursor = Some(cursor),
            // The results would never end.
            Some(_) => self.point.job_failed(),
        }
    }

    /// Where a refusal leaves another way, it is gone.
    fn detour(&mut self, ending: Ending) -> Phase {
        let refused = matches!(&ending, Ending::Rejected(_) | Ending::Conflict(_));
        match &self.point.stage {
            Stage::Availability | Stage::Submit(_) if refused => self.point.without_jobs(),
            // Expired, or its cursor is not known any more.
            Stage::Job(_) if refused => self.point.job_failed(),
            Stage::Pages(read) if is_too_far(&ending) => {
                let slice = read.slice;
                self.phase = Phase::Ready;
                self.split(slice);
                return core::mem::replace(&mut self.phase, Phase::Ready);
            }
            _ => return Phase::Broken(BreakOff::Failed(ending)),
        }
        Phase::Ready
    }

    fn wait(&mut self, now: Timestamp) {
        self.phase = Phase::Waiting {
            since: now,
            until: now.saturating_add(JOB_POLL),
        };
    }
}

/// The platform's words where pages reach too far, or an interval is too long (third party).
fn is_too_far(ending: &Ending) -> bool {
    let Ending::Rejected(refusal) = ending else {
        return false;
    };
    let says = |words| refusal.message.contains(words);
    refusal.status == 400 && (says("may not exceed") || says("does not exceed"))
}

fn hash(cursor: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    cursor.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
