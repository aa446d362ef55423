use std::collections::BTreeSet;

use super::*;
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::outcome::Refusal;
use crate::retry::OnServerError;
use crate::testing::test;

const DAY: i64 = 86_400_000;
const START: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

/// A platform of which only the conversations' starts are known. What it answers is decided by its
/// script.
#[derive(Default)]
struct Platform {
    /// Starts, sorted; the place is the id.
    starts: Vec<i64>,
    /// Behind now by so many milliseconds; `None` where there are no jobs.
    lake_until: Option<i64>,
    /// Jobs that end so instead of being fulfilled.
    endings: Vec<JobState>,
    /// How many result pages come before the cursor of a job is lost, for each job.
    lost_after: Vec<usize>,
    /// At these calls of a page, the first conversation that is left disappears.
    vanish_at: Vec<usize>,
    results_max: Option<u64>,
    gone: usize,
    pages: usize,
    jobs: Vec<(Interval, usize)>,
    log: Vec<&'static str>,
    seen: BTreeSet<usize>,
}

fn whole(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

fn refused(status: u16, message: &str) -> Outcome {
    Outcome::Rejected(Refusal {
        status,
        code: "bad.request".into(),
        message: message.into(),
        hint: String::new(),
        missing_scope: None,
        context_id: None,
    })
}

impl Platform {
    fn within(&self, interval: Interval, whole_days: bool) -> Vec<usize> {
        let (from, to) = (
            interval.from().as_unix_millis(),
            interval.to().as_unix_millis(),
        );
        let (from, to) = if whole_days {
            (
                from - from.rem_euclid(DAY),
                to + (DAY - to.rem_euclid(DAY)) % DAY,
            )
        } else {
            (from, to)
        };
        let all = self.starts.iter().enumerate().skip(self.gone);
        all.filter(|(_, start)| (from..to).contains(*start))
            .map(|(place, _)| place)
            .collect()
    }

    fn answer(&mut self, ask: &Ask) -> Result<Answer, Outcome> {
        match ask {
            Ask::Page { interval, number } => {
                self.log.push("page");
                let length = interval.to().saturating_since(interval.from());
                assert!(length <= super::super::SLICE_MAX, "{interval}");
                if self.vanish_at.contains(&self.pages) {
                    self.gone += 1;
                }
                self.pages += 1;
                let most = self.results_max.unwrap_or(PAGED_MAX);
                if number * PAGE_SIZE > most {
                    return Err(refused(400, "Pagination may not exceed 100000 results"));
                }
                let all = self.within(*interval, true);
                let page = all.chunks(whole(PAGE_SIZE)).nth(whole(*number) - 1);
                let page = page.unwrap_or_default();
                self.seen.extend(page);
                Ok(Answer::Page {
                    total: all.len() as u64,
                    rows: page.len() as u64,
                })
            }
            Ask::Availability => {
                self.log.push("availability");
                match self.lake_until {
                    Some(until) => Ok(Answer::Availability(Some(Timestamp::from_unix_millis(
                        until,
                    )))),
                    None => Err(refused(403, "missing")),
                }
            }
            Ask::Submit { interval } => {
                self.log.push("submit");
                self.jobs.push((*interval, 0));
                Ok(Answer::Submitted((self.jobs.len() - 1).to_string()))
            }
            Ask::State { id } => {
                self.log.push("state");
                let job: usize = id.parse().unwrap();
                let state = self
                    .endings
                    .get(job)
                    .cloned()
                    .unwrap_or(JobState::Fulfilled);
                Ok(Answer::State(state))
            }
            Ask::Results { id, cursor, size } => {
                self.log.push("results");
                let (interval, pages) = &mut self.jobs[id.parse::<usize>().unwrap()];
                let interval = *interval;
                *pages += 1;
                let lost = self.lost_after.get(id.parse::<usize>().unwrap());
                if lost.is_some_and(|after| *pages > *after) {
                    return Err(refused(400, "The cursor is not valid"));
                }
                let from: usize = cursor.as_deref().map_or(0, |text| text.parse().unwrap());
                let all = self.within(interval, false);
                let to = all.len().min(from + whole(size.unwrap_or(25)));
                self.seen.extend(&all[from..to]);
                Ok(Answer::Results {
                    cursor: (to < all.len()).then(|| to.to_string()),
                    available: self.lake_until.map(Timestamp::from_unix_millis),
                })
            }
        }
    }
}

fn policy() -> RetryPolicy {
    RetryPolicy::for_operation(Dialect::Platform, Operation::Audience, OnServerError::Retry)
}

fn window(days: i64) -> Interval {
    let to = START.as_unix_millis();
    Interval::new(Timestamp::from_unix_millis(to - days * DAY), START).unwrap()
}

/// Reads to the end; a new gathering goes on from the kept point after each call.
fn gather(platform: &mut Platform, days: i64) -> Result<(), BreakOff> {
    let mut point = GatherPoint::new(window(days));
    let mut now = START;
    for _ in 0..100_000 {
        let mut gathering = Gathering::new(point, policy());
        let step = loop {
            match gathering.poll(now) {
                GatherStep::WaitUntil(at) => now = at,
                other => break other,
            }
        };
        match step {
            GatherStep::Done => return Ok(()),
            GatherStep::Broken(reason) => return Err(reason),
            GatherStep::Ask(ask) => match platform.answer(&ask) {
                Ok(answer) => gathering.handle(answer, now),
                Err(outcome) => gathering.handle_failure(outcome, Entropy(0), now),
            },
            GatherStep::Pending | GatherStep::RefreshToken | GatherStep::WaitUntil(_) => {}
        }
        if let GatherStep::Broken(reason) = gathering.poll(now) {
            return Err(reason);
        }
        let kept = serde_json::to_string(gathering.point()).unwrap();
        point = serde_json::from_str(&kept).unwrap();
        now = now.saturating_add(JOB_POLL);
    }
    panic!("it never ends");
}

/// So many conversations, spread evenly over the days before [`START`].
fn evenly(count: i64, days: i64) -> Vec<i64> {
    let from = START.as_unix_millis() - days * DAY;
    (0..count)
        .map(|place| from + place * days * DAY / count)
        .collect()
}

fn everybody(platform: &Platform) -> BTreeSet<usize> {
    (platform.gone..platform.starts.len()).collect()
}

#[test]
fn what_fits_on_a_page_costs_one_call() {
    let mut platform = Platform {
        starts: evenly(100, 30),
        lake_until: Some(START.as_unix_millis()),
        ..Platform::default()
    };
    gather(&mut platform, 30).unwrap();
    assert_eq!(platform.log, ["page"]);
    assert_eq!(platform.seen, everybody(&platform));
}

#[test]
fn where_there_are_no_jobs_a_hundred_conversations_cost_a_call() {
    let mut platform = Platform {
        starts: evenly(950, 30),
        ..Platform::default()
    };
    gather(&mut platform, 30).unwrap();
    assert_eq!(platform.log[..2], ["page", "availability"]);
    assert_eq!(platform.log[2..], ["page"; 10]);
    assert_eq!(platform.seen, everybody(&platform));
}

#[test]
fn nobody_at_all_is_an_answer() {
    let mut platform = Platform::default();
    gather(&mut platform, 90).unwrap();
    assert_eq!(platform.log, ["page"; 3]);
}

#[test]
fn a_large_window_is_read_by_a_job_and_what_the_lake_lacks_by_pages() {
    let mut platform = Platform {
        starts: evenly(3_000, 60),
        lake_until: Some(START.as_unix_millis() - DAY),
        ..Platform::default()
    };
    gather(&mut platform, 60).unwrap();
    let mut calls = platform.log.clone();
    calls.dedup();
    assert_eq!(
        calls,
        ["page", "availability", "submit", "state", "results", "page"]
    );
    assert_eq!(platform.seen, everybody(&platform));
    assert_eq!(
        platform.jobs[0].0.to().as_unix_millis(),
        START.as_unix_millis() - DAY
    );
}

#[test]
fn without_jobs_a_large_window_is_split_until_pages_reach() {
    let mut platform = Platform {
        starts: evenly(230_000, 10),
        ..Platform::default()
    };
    gather(&mut platform, 10).unwrap();
    assert_eq!(platform.seen, everybody(&platform));
    assert!(!platform.log.contains(&"submit"));
}

#[test]
fn a_platform_that_reaches_less_far_is_believed() {
    let mut platform = Platform {
        starts: evenly(900, 8),
        results_max: Some(300),
        ..Platform::default()
    };
    gather(&mut platform, 8).unwrap();
    assert_eq!(platform.seen, everybody(&platform));
}

#[test]
fn a_day_that_pages_cannot_reach_is_named() {
    let start = START.as_unix_millis();
    let mut platform = Platform {
        starts: (0..100_001)
            .map(|place| start - DAY / 2 + place / 10_000)
            .collect(),
        ..Platform::default()
    };
    assert!(matches!(
        gather(&mut platform, 1),
        Err(BreakOff::TooMany { .. })
    ));
}

#[test]
fn failed_and_expired_jobs_are_begun_again_and_then_left() {
    let failed = JobState::Failed { reason: None };
    let mut platform = Platform {
        starts: evenly(2_000, 20),
        lake_until: Some(START.as_unix_millis()),
        endings: vec![failed.clone(), JobState::Expired],
        ..Platform::default()
    };
    gather(&mut platform, 20).unwrap();
    assert_eq!(platform.jobs.len(), 3);
    assert_eq!(platform.seen, everybody(&platform));

    platform.endings = vec![failed; 6];
    platform.seen.clear();
    platform.jobs.clear();
    gather(&mut platform, 20).unwrap();
    assert_eq!(platform.jobs.len(), usize::from(JOBS_MAX));
    assert_eq!(platform.seen, everybody(&platform), "read by pages");
}

#[test]
fn a_lost_cursor_begins_another_job() {
    let mut platform = Platform {
        starts: evenly(4_000, 20),
        lake_until: Some(START.as_unix_millis()),
        lost_after: vec![2, 1],
        ..Platform::default()
    };
    gather(&mut platform, 20).unwrap();
    assert_eq!(platform.jobs.len(), 3);
    assert_eq!(platform.seen, everybody(&platform));
}

#[test]
fn conversations_that_vanish_between_pages_hide_no_other() {
    let mut platform = Platform {
        starts: evenly(500, 8),
        vanish_at: vec![1, 3, 6],
        ..Platform::default()
    };
    gather(&mut platform, 8).unwrap();
    assert!(everybody(&platform).is_subset(&platform.seen));

    let mut restless = Platform {
        starts: evenly(500, 8),
        vanish_at: (0..400).collect(),
        ..Platform::default()
    };
    assert_eq!(gather(&mut restless, 8), Err(BreakOff::Unsettled));
}

#[test]
fn a_job_is_looked_at_every_five_seconds_at_most() {
    let mut gathering = Gathering::new(GatherPoint::new(window(30)), policy());
    let page = Answer::Page {
        total: 5_000,
        rows: 100,
    };
    for answer in [
        page,
        Answer::Availability(None),
        Answer::Submitted("job".into()),
    ] {
        assert!(matches!(gathering.poll(START), GatherStep::Ask(_)));
        gathering.handle(answer, START);
    }
    let mut now = START;
    let state = GatherStep::Ask(Ask::State { id: "job".into() });
    for _ in 0..3 {
        let at = now.saturating_add(JOB_POLL);
        assert_eq!(gathering.poll(now), GatherStep::WaitUntil(at));
        assert_eq!(gathering.poll(at), state);
        gathering.handle(Answer::State(JobState::Unknown("THINKING".into())), at);
        now = at;
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_ending() -> impl Strategy<Value = JobState> {
        prop_oneof![
            Just(JobState::Fulfilled),
            Just(JobState::Failed { reason: None }),
            Just(JobState::Cancelled),
            Just(JobState::Expired),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn nobody_is_lost_whatever_happens_to_jobs_and_cursors(
            mut hours in proptest::collection::vec(0_i64..24 * 70, 0..2_500),
            lag in proptest::option::of(0_i64..24 * 80),
            endings in proptest::collection::vec(any_ending(), 0..4),
            lost_after in proptest::collection::vec(0_usize..6, 0..4),
        ) {
            hours.sort_unstable_by(|a, b| b.cmp(a));
            let start = START.as_unix_millis();
            let mut platform = Platform {
                starts: hours.iter().map(|hour| start - 1 - hour * 3_600_000).collect(),
                lake_until: lag.map(|lag| start - lag * 3_600_000),
                endings,
                lost_after,
                ..Platform::default()
            };
            gather(&mut platform, 70).unwrap();
            prop_assert_eq!(&platform.seen, &everybody(&platform));
        }
    }
}
