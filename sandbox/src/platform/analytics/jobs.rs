//! `…/details/jobs`: all conversations of a stretch of time, cursor by cursor.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::filter::{Filters, optional_word};
use super::interval::Interval;
use super::row::{Attributes, row};
use crate::Operation;
use crate::call::{Call, Reply};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::fault::FaultKind;
use crate::ids::{Kind, mix};
use crate::platform::portrait::Portrait;
use crate::population::TALK_MINUTES;
use crate::refusal::Refusal;

/// What was asked and how far it is.
#[derive(Clone, Debug)]
pub(super) struct Job {
    id: String,
    interval: Interval,
    from_start_of_day: bool,
    newest_first: bool,
    limit: usize,
    /// As it was asked: filters are read again for each page, which takes no time.
    body: Value,
    submitted: Timestamp,
    started: Instant,
    ending: Option<Ending>,
}

/// An end other than the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Failed,
    Expired,
}

/// Where a page starts: how many places of the almanac lie behind it, and how many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    places: u32,
    rows: u32,
}

pub(super) fn start(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    for field in ["paging", "aggregations"] {
        if body.get(field).is_some_and(|value| !value.is_null()) {
            let message = format!("{field} is not part of a job");
            return Err(Refusal::field(&format!("/{field}"), message));
        }
    }
    let interval = Interval::read(body)?;
    let order = optional_word(body, "/order", &["asc", "desc", "unordered"])?;
    Filters::read(body)?;
    let limit = match body.get("limit").filter(|limit| !limit.is_null()) {
        None => usize::MAX,
        Some(limit) => limit
            .as_u64()
            .filter(|limit| *limit > 0)
            .and_then(|limit| usize::try_from(limit).ok())
            .ok_or_else(|| Refusal::field("/limit", "limit must be a number from 1"))?,
    };
    let flag = body.get("startOfDayIntervalMatching");
    let mut analytics = lock(&cloud.analytics);
    let number = analytics.jobs_before + analytics.jobs.len();
    let id = cloud
        .ids
        .make(Kind::Job, u32::try_from(number).unwrap_or(u32::MAX));
    analytics.jobs.push(Job {
        id: id.clone(),
        interval,
        from_start_of_day: flag.and_then(Value::as_bool).unwrap_or(false),
        newest_first: order == Some("desc"),
        limit,
        body: body.clone(),
        submitted: Timestamp::now(),
        started: Instant::now(),
        ending: None,
    });
    if analytics.jobs.len() > JOBS {
        analytics.jobs.remove(0);
        analytics.jobs_before += 1;
    }
    Ok(Reply {
        status: StatusCode::ACCEPTED,
        ..Reply::ok(json!({ "jobId": id }))
    })
}

pub(super) fn state(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let job = find(cloud, call.id())?;
    let state = job.state();
    let mut body = json!({
        "state": state,
        "submissionDate": job.submitted,
        "expirationDate": job.submitted.plus_millis(crate::clock::DAY_MILLIS),
    });
    if let Some(fields) = body.as_object_mut() {
        if state == "FULFILLED" {
            let took = i64::try_from(FULFILLED_AFTER.as_millis()).unwrap_or(0);
            fields.insert(
                "completionDate".into(),
                json!(job.submitted.plus_millis(took)),
            );
        }
        if state == "FAILED" {
            fields.insert(
                "errorMessage".into(),
                "The job could not be completed.".into(),
            );
        }
    }
    Ok(Reply::ok(body))
}

pub(super) fn results(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let job = find(cloud, call.id())?;
    let state = job.state();
    if state != "FULFILLED" {
        let message = format!(
            "The results of job {} cannot be read: its state is {state}",
            job.id
        );
        return Err(Refusal::bad_request(message));
    }
    let size = match call.parameter("pageSize") {
        None => PAGE,
        Some(size) => size
            .parse()
            .ok()
            .filter(|size| (1..=PAGE).contains(size))
            .ok_or_else(|| {
                Refusal::field(
                    "pageSize",
                    format!("pageSize must be a number from 1 to {PAGE}"),
                )
            })?,
    };
    let cursor = match call.parameter("cursor") {
        None => Cursor { places: 0, rows: 0 },
        Some(_) if lock(&cloud.faults).strikes(FaultKind::CursorLost, Operation::Audience) => {
            return Err(lost());
        }
        Some(cursor) => job.read_cursor(&cursor).ok_or_else(lost)?,
    };
    let (rows, next) = job.page(cloud, cursor, size)?;
    let mut body = json!({
        "conversations": rows,
        "dataAvailabilityDate": cloud.people.as_of(),
    });
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        fields.insert("cursor".into(), job.write_cursor(next).into());
    }
    Ok(Reply::ok(body))
}

pub(super) fn delete(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    find(cloud, call.id())?;
    lock(&cloud.analytics)
        .jobs
        .retain(|job| job.id != call.id());
    Ok(Reply::no_content())
}

/// The lake holds the histories, which end at last midnight; what happens now comes tomorrow.
pub(super) fn availability(cloud: &Cloud, _: &Call) -> Result<Reply, Refusal> {
    Ok(Reply::ok(
        json!({ "dataAvailabilityDate": cloud.people.as_of() }),
    ))
}

fn lost() -> Refusal {
    Refusal::field("cursor", "The cursor is not valid or has expired")
}

fn find(cloud: &Cloud, id: &str) -> Result<Job, Refusal> {
    let ending = {
        let mut faults = lock(&cloud.faults);
        if faults.strikes(FaultKind::JobFailed, Operation::Audience) {
            Some(Ending::Failed)
        } else if faults.strikes(FaultKind::JobExpired, Operation::Audience) {
            Some(Ending::Expired)
        } else {
            None
        }
    };
    let mut analytics = lock(&cloud.analytics);
    let job = analytics.jobs.iter_mut().find(|job| job.id == id);
    let job = job.ok_or_else(|| Refusal::not_found(format!("Job {id} not found")))?;
    job.ending = job.ending.or(ending);
    Ok(job.clone())
}

impl Job {
    fn state(&self) -> &'static str {
        let age = self.started.elapsed();
        match self.ending {
            Some(Ending::Failed) => "FAILED",
            Some(Ending::Expired) => "EXPIRED",
            None if age < PENDING_AFTER => "QUEUED",
            None if age < FULFILLED_AFTER => "PENDING",
            None => "FULFILLED",
        }
    }

    /// One page and where the next one starts. A page looks only at the places it passes.
    fn page(
        &self,
        cloud: &Cloud,
        cursor: Cursor,
        size: usize,
    ) -> Result<(Vec<Value>, Option<Cursor>), Refusal> {
        let filters = Filters::read(&self.body)?;
        let people = &cloud.people;
        let (from, to) = (
            people.place_of(self.earliest()),
            people.place_of(self.interval.to),
        );
        let places = to.saturating_sub(from);
        let mut rows = Vec::with_capacity(size);
        let mut passed = usize::try_from(cursor.places).unwrap_or(usize::MAX);
        let before = usize::try_from(cursor.rows).unwrap_or(usize::MAX);
        while passed < places && before + rows.len() < self.limit {
            let place = if self.newest_first {
                to - 1 - passed
            } else {
                from + passed
            };
            let portrait = self.portrait(cloud, place);
            if let Some(portrait) = portrait.filter(|portrait| filters.passes(cloud, portrait)) {
                if rows.len() == size {
                    let next = Cursor {
                        places: u32::try_from(passed).unwrap_or(u32::MAX),
                        rows: u32::try_from(before + rows.len()).unwrap_or(u32::MAX),
                    };
                    return Ok((rows, Some(next)));
                }
                rows.push(row(cloud, &portrait, Attributes::Shown));
            }
            passed += 1;
        }
        Ok((rows, None))
    }

    /// The conversation at that place of the almanac, if something happened in it in time.
    fn portrait(&self, cloud: &Cloud, place: usize) -> Option<Portrait> {
        let keys = cloud.people.almanac().between(place, place + 1);
        let portrait = Portrait::of_talk(cloud, &cloud.people.talk(*keys.first()?)?);
        // One that is still open has been silent for as long as a closed one is over.
        let last = portrait.end.unwrap_or(portrait.start);
        (last >= self.interval.from).then_some(portrait)
    }

    /// No conversation that started before this can have had anything happen in the interval.
    fn earliest(&self) -> Timestamp {
        if self.from_start_of_day {
            self.interval.from.midnight()
        } else {
            self.interval.from.minus_millis(TALK_MINUTES * 60_000)
        }
    }

    fn write_cursor(&self, cursor: Cursor) -> String {
        let mut bytes = Vec::with_capacity(16);
        bytes.extend(cursor.places.to_be_bytes());
        bytes.extend(cursor.rows.to_be_bytes());
        bytes.extend(self.check(cursor).to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn read_cursor(&self, text: &str) -> Option<Cursor> {
        let bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let number = |at: usize| {
            let part: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_be_bytes(part))
        };
        let cursor = Cursor {
            places: number(0)?,
            rows: number(4)?,
        };
        (bytes.get(8..)? == self.check(cursor).to_be_bytes()).then_some(cursor)
    }

    /// Ties a cursor to its job.
    fn check(&self, cursor: Cursor) -> u64 {
        let seal = self
            .id
            .bytes()
            .fold(0, |seal, byte| mix(seal, 0x10b, u64::from(byte)));
        mix(seal, u64::from(cursor.places), u64::from(cursor.rows))
    }
}

const PENDING_AFTER: Duration = Duration::from_millis(100);
const FULFILLED_AFTER: Duration = Duration::from_millis(400);
const PAGE: usize = 1000;
const JOBS: usize = 100;
