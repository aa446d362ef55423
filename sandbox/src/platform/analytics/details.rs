//! `POST …/details/query`: conversations page by page.

use std::sync::Arc;

use serde_json::{Value, json};

use super::facets;
use super::filter::{Filters, optional_word};
use super::interval::Interval;
use super::row::{Attributes, row};
use super::selection::{Changes, Selection};
use crate::Operation;
use crate::call::{Call, Endpoint, Reply, Takes};
use crate::cloud::{Cloud, lock};
use crate::fault::FaultKind;
use crate::platform::portrait::Portrait;
use crate::platform::route::endpoint;
use crate::refusal::Refusal;

pub(crate) const QUERY: Endpoint = endpoint(Operation::Audience, super::VIEW, Takes::Object, read);

/// The question, read once.
struct Question {
    days: Interval,
    filters: Filters,
    newest_first: bool,
    by_end: bool,
    size: usize,
    number: usize,
    /// Tells this question from others, whatever page is asked for.
    seal: String,
}

fn read(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let question = Question::read(&call.body)?;
    let facets = facets::read(&call.body)?;
    let selection = selection(cloud, &question);
    let changes = Changes::now(cloud, question.days, &question.filters);
    let drifts =
        question.number > 1 && lock(&cloud.faults).strikes(FaultKind::Drift, Operation::Audience);
    let drift = lock(&cloud.analytics).drift(&question.seal, question.number == 1, drifts);
    let total = selection.total(&changes);
    let portraits = question.page(cloud, &selection, &changes, drift);
    let rows: Vec<Value> = portraits
        .iter()
        .map(|portrait| row(cloud, portrait, Attributes::Left))
        .collect();
    let mut body = json!({ "totalHits": total + drift });
    if let Some(fields) = body.as_object_mut() {
        // An empty answer has no list at all.
        if !rows.is_empty() {
            fields.insert("conversations".into(), rows.into());
        }
        if !facets.is_empty() {
            let counted = facets::count(cloud, &facets, |visit| {
                selection.each(cloud, &question.filters, &changes, visit);
            });
            fields.insert("aggregations".into(), counted);
        }
    }
    Ok(Reply::ok(body))
}

fn selection(cloud: &Cloud, question: &Question) -> Arc<Selection> {
    if let Some(selection) = lock(&cloud.analytics).selection(&question.seal) {
        return selection;
    }
    // Counted outside the lock: the first page of a long window takes a moment.
    let selection = Arc::new(Selection::of(cloud, question.days, &question.filters));
    lock(&cloud.analytics).keep(&question.seal, &selection);
    selection
}

impl Question {
    fn read(body: &Value) -> Result<Self, Refusal> {
        let interval = Interval::read(body)?.at_most_31_days()?;
        let order = optional_word(body, "/order", &["asc", "desc", "unordered"])?;
        let orders = [
            "conversationStart",
            "conversationEnd",
            "segmentStart",
            "segmentEnd",
        ];
        let order_by = optional_word(body, "/orderBy", &orders)?;
        let (size, number) = paging(body)?;
        let filters = Filters::read(body)?;
        let days = interval.days();
        let asked = ["conversationFilters", "segmentFilters"].map(|name| body.get(name));
        let seal = format!("{}/{} {}", days.from, days.to, json!(asked));
        Ok(Self {
            days,
            filters,
            newest_first: order == Some("desc"),
            // A conversation's first segment starts with it, its last ends with it.
            by_end: matches!(order_by, Some("conversationEnd" | "segmentEnd")),
            size,
            number,
            seal,
        })
    }

    fn page(
        &self,
        cloud: &Cloud,
        selection: &Selection,
        changes: &Changes,
        drift: usize,
    ) -> Vec<Portrait> {
        let total = selection.total(changes);
        // What turned up late stands on pages that were read, and pushes the rest back.
        let from = (self.size * (self.number - 1))
            .saturating_sub(drift)
            .min(total);
        let to = (self.size * self.number).saturating_sub(drift).min(total);
        let range = if self.newest_first {
            (total - to, total - from)
        } else {
            (from, to)
        };
        let mut page = if self.by_end {
            by_end(cloud, selection, &self.filters, changes, range)
        } else {
            selection.between(cloud, &self.filters, changes, range)
        };
        if self.newest_first {
            page.reverse();
        }
        page
    }
}

/// Rarely asked for, so it sorts everything that passes; those without an end come last.
fn by_end(
    cloud: &Cloud,
    selection: &Selection,
    filters: &Filters,
    changes: &Changes,
    (from, to): (usize, usize),
) -> Vec<Portrait> {
    let mut all = Vec::new();
    selection.each(cloud, filters, changes, |portrait| {
        let end = portrait
            .end
            .map_or(i64::MAX, crate::clock::Timestamp::millis);
        all.push((end, portrait.key));
    });
    all.sort_unstable();
    let page = all.get(from..to).unwrap_or_default();
    page.iter()
        .filter_map(|(_, key)| Portrait::now(cloud, *key))
        .collect()
}

fn paging(body: &Value) -> Result<(usize, usize), Refusal> {
    let Some(paging) = body.get("paging").filter(|paging| !paging.is_null()) else {
        return Ok((25, 1));
    };
    let part = |name: &str, limit: usize| {
        let number = paging.get(name).and_then(Value::as_u64);
        number
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| (1..=limit).contains(number))
            .ok_or_else(|| {
                let message = if limit == usize::MAX {
                    format!("{name} must be a number from 1")
                } else {
                    format!("{name} must be a number from 1 to {limit}")
                };
                Refusal::field(&format!("/paging/{name}"), message)
            })
    };
    let (size, number) = (part("pageSize", PAGE)?, part("pageNumber", usize::MAX)?);
    if size.saturating_mul(number) > RESULTS {
        let message = format!("Pagination may not exceed {RESULTS} results");
        return Err(Refusal::field("/paging/pageNumber", message));
    }
    Ok((size, number))
}

/// The most rows of a page and of all pages together (`PLATFORM-API` §5.2, §5.3).
const PAGE: usize = 100;
const RESULTS: usize = 100_000;
