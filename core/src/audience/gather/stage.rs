//! How far a gathering is; may be kept and gone on from.

use serde::{Deserialize, Serialize};

use super::{Ask, JOB_PAGE_SIZE, JOBS_MAX};
use crate::audience::interval::Interval;
use crate::time::Timestamp;

/// A point in the reading of a window's conversations.
///
/// ```
/// use tidings_core::audience::{GatherPoint, Interval};
/// use tidings_core::time::Timestamp;
///
/// let window = Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1000));
/// let point = GatherPoint::new(window.ok_or("empty")?);
/// assert!(!point.is_end() && GatherPoint::at_end(point.window()).is_end());
/// // What was kept is gone on from.
/// let kept = serde_json::to_string(&point)?;
/// assert_eq!(serde_json::from_str::<GatherPoint>(&kept)?, point);
/// # Ok::<_, Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatherPoint {
    window: Interval,
    pub(super) stage: Stage,
    /// Slices that are still to be read, the latest first.
    pub(super) slices: Vec<Interval>,
    /// Conversations that the first pages spoke of.
    pub(super) found: u64,
    jobs: u8,
    is_job_over: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    Pages(PageRead),
    Availability,
    Submit(Interval),
    Job(JobRead),
    End,
}

/// A slice that is read page by page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRead {
    pub(super) slice: Interval,
    pub(super) number: u64,
    pub(super) total: u64,
    pub(super) has_shrunk: bool,
    pub(super) reads: u8,
}

/// A job that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRead {
    id: String,
    interval: Interval,
    pub(super) since: Timestamp,
    pub(super) is_fulfilled: bool,
    pub(super) cursor: Option<String>,
    /// Up to when its results are complete.
    pub(super) until: Timestamp,
}

impl PageRead {
    pub(super) const fn new(slice: Interval) -> Self {
        Self {
            slice,
            number: 1,
            total: 0,
            has_shrunk: false,
            reads: 1,
        }
    }
}

impl GatherPoint {
    /// Before the first call.
    pub fn new(window: Interval) -> Self {
        let mut point = Self {
            window,
            stage: Stage::End,
            slices: Vec::new(),
            found: 0,
            jobs: 0,
            is_job_over: false,
        };
        point.read_by_pages(window);
        point
    }

    /// Nothing to read.
    pub fn at_end(window: Interval) -> Self {
        Self {
            stage: Stage::End,
            ..Self::new(window)
        }
    }

    /// What is read.
    pub const fn window(&self) -> Interval {
        self.window
    }

    /// Whether everything was read.
    pub const fn is_end(&self) -> bool {
        matches!(self.stage, Stage::End)
    }

    pub(super) fn ask(&self) -> Option<Ask> {
        Some(match &self.stage {
            Stage::Pages(read) => Ask::Page {
                interval: read.slice,
                number: read.number,
            },
            Stage::Availability => Ask::Availability,
            Stage::Submit(interval) => Ask::Submit {
                interval: *interval,
            },
            Stage::Job(job) if job.is_fulfilled => Ask::Results {
                id: job.id.clone(),
                cursor: job.cursor.clone(),
                // Where a job's results were refused, the size may be what was wrong.
                size: (self.jobs < 2).then_some(JOB_PAGE_SIZE),
            },
            Stage::Job(job) => Ask::State { id: job.id.clone() },
            Stage::End => return None,
        })
    }

    pub(super) const fn may_use_job(&self) -> bool {
        !self.is_job_over
    }

    pub(super) fn next_slice(&mut self) {
        self.stage = match self.slices.pop() {
            Some(slice) => Stage::Pages(PageRead::new(slice)),
            None => Stage::End,
        };
    }

    /// The job reaches as far as the lake.
    pub(super) fn submit(&mut self, available: Option<Timestamp>) {
        match self.window.before(available.unwrap_or(self.window.to())) {
            Some(interval) => self.stage = Stage::Submit(interval),
            None => self.without_jobs(),
        }
    }

    pub(super) fn poll_job(&mut self, id: String, now: Timestamp) {
        let Stage::Submit(interval) = self.stage else {
            return;
        };
        self.jobs = self.jobs.saturating_add(1);
        self.stage = Stage::Job(JobRead {
            id,
            interval,
            since: now,
            is_fulfilled: false,
            cursor: None,
            until: interval.to(),
        });
    }

    /// Another job, or pages where enough were tried. What came so far is kept: nothing is counted
    /// twice.
    pub(super) fn job_failed(&mut self) {
        match &self.stage {
            Stage::Job(job) if self.jobs < JOBS_MAX => self.stage = Stage::Submit(job.interval),
            _ => self.without_jobs(),
        }
    }

    pub(super) fn job_done(&mut self) {
        let Stage::Job(job) = &self.stage else {
            return;
        };
        self.is_job_over = true;
        match self.window.since(job.until) {
            Some(rest) => self.read_by_pages(rest),
            None => self.stage = Stage::End,
        }
    }

    pub(super) fn without_jobs(&mut self) {
        self.is_job_over = true;
        self.read_by_pages(self.window);
    }

    fn read_by_pages(&mut self, interval: Interval) {
        self.slices = interval.slices();
        self.slices.reverse();
        self.next_slice();
    }
}
