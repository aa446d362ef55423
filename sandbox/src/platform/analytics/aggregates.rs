//! `POST …/aggregates/query`: counts by dimension and stretch of time (`PLATFORM-API` §5.6).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::dimension::SegmentDimension;
use super::filter::{Filters, optional_word};
use super::interval::Interval;
use super::selection::{Changes, Selection};
use crate::call::{Call, Reply};
use crate::clock::Timestamp;
use crate::cloud::Cloud;
use crate::fields;
use crate::platform::portrait::{Direction, Portrait, Purpose};
use crate::refusal::Refusal;

/// What is counted.
#[derive(Clone, Copy, Debug)]
enum Metric {
    Conversations,
    Connected,
    Outbound,
    Messages,
    Duration,
}

/// What conversations are put together by.
#[derive(Debug)]
struct Group {
    name: String,
    dimension: SegmentDimension,
}

/// Count, sum, smallest and largest.
#[derive(Clone, Copy, Debug, Default)]
struct Stats {
    count: u64,
    sum: u64,
    least: u64,
    most: u64,
}

type Cells = BTreeMap<(Vec<Option<String>>, Timestamp), Vec<Stats>>;

pub(super) fn query(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let interval = Interval::read(body)?;
    optional_word(body, "/queryType", &["groupBy"])?;
    let metrics = metrics(body)?;
    let groups = groups(body)?;
    let step = granularity(body, interval)?;
    let filters = one_filter(body)?;

    let selection = Selection::of(cloud, interval, &filters);
    let changes = Changes::now(cloud, interval, &filters);
    let mut cells = Cells::new();
    selection.each(cloud, &filters, &changes, |portrait| {
        let passed = portrait.start.millis() - interval.from.millis();
        let from = interval.from.plus_millis(passed - passed.rem_euclid(step));
        let key = (
            groups
                .iter()
                .map(|group| group.value(cloud, portrait))
                .collect(),
            from,
        );
        let cell = cells
            .entry(key)
            .or_insert_with(|| vec![Stats::default(); metrics.len()]);
        for ((_, metric), stats) in metrics.iter().zip(cell) {
            if let Some(value) = metric.of(portrait) {
                stats.add(value);
            }
        }
    });
    Ok(Reply::ok(
        json!({ "results": results(&groups, &metrics, cells, step, interval) }),
    ))
}

fn results(
    groups: &[Group],
    metrics: &[(&str, Metric)],
    cells: Cells,
    step: i64,
    interval: Interval,
) -> Vec<Value> {
    let mut results: Vec<(Vec<Option<String>>, Vec<Value>)> = Vec::new();
    for ((values, from), cell) in cells {
        let to = from.plus_millis(step).min(interval.to);
        let counted: Vec<Value> = metrics
            .iter()
            .zip(cell)
            .filter(|(_, stats)| stats.count > 0)
            .map(|((name, metric), stats)| json!({ "metric": name, "stats": stats.show(*metric) }))
            .collect();
        let data = json!({ "interval": format!("{from}/{to}"), "metrics": counted });
        match results.last_mut() {
            Some((last, list)) if *last == values => list.push(data),
            _ => results.push((values, vec![data])),
        }
    }
    let show = |(values, data): (Vec<Option<String>>, Vec<Value>)| {
        let group: Map<String, Value> = groups
            .iter()
            .zip(values)
            .filter_map(|(group, value)| Some((group.name.clone(), Value::String(value?))))
            .collect();
        json!({ "group": group, "data": data })
    };
    results.into_iter().map(show).collect()
}

impl Group {
    /// The value on the customer's side.
    fn value(&self, cloud: &Cloud, portrait: &Portrait) -> Option<String> {
        let mut customers = portrait
            .segments()
            .filter(|(participant, _)| participant.purpose == Purpose::Customer);
        let (participant, session) = customers.next()?;
        self.dimension
            .value(cloud, portrait, participant, session)
            .map(std::borrow::Cow::into_owned)
    }
}

impl Metric {
    fn read(name: &str) -> Option<Self> {
        Some(match name {
            "nConversations" => Self::Conversations,
            "nConnected" => Self::Connected,
            "nOutbound" => Self::Outbound,
            "oMessageCount" => Self::Messages,
            "tConversationDuration" => Self::Duration,
            _ => return None,
        })
    }

    fn of(self, portrait: &Portrait) -> Option<u64> {
        match self {
            Self::Conversations => Some(1),
            Self::Connected => portrait.customer_took_part().then_some(1),
            Self::Outbound => (portrait.originating == Direction::Outbound).then_some(1),
            Self::Messages => {
                let messages = portrait
                    .segments()
                    .map(|(_, session)| u64::from(session.messages));
                Some(messages.sum())
            }
            Self::Duration => {
                let millis = portrait.end?.millis() - portrait.start.millis();
                u64::try_from(millis).ok()
            }
        }
    }
}

impl Stats {
    fn add(&mut self, value: u64) {
        self.least = if self.count == 0 {
            value
        } else {
            self.least.min(value)
        };
        self.most = self.most.max(value);
        self.count += 1;
        self.sum += value;
    }

    fn show(self, metric: Metric) -> Value {
        match metric {
            Metric::Conversations | Metric::Connected | Metric::Outbound => {
                json!({ "count": self.count })
            }
            Metric::Messages => json!({ "count": self.count, "sum": number(self.sum) }),
            Metric::Duration => json!({
                "count": self.count,
                "sum": number(self.sum),
                "min": number(self.least),
                "max": number(self.most),
            }),
        }
    }
}

/// The platform writes all but counts with a fraction.
#[expect(clippy::cast_precision_loss, reason = "sums are far below 2^53")]
fn number(value: u64) -> f64 {
    value as f64
}

fn metrics(body: &Value) -> Result<Vec<(&str, Metric)>, Refusal> {
    let count = fields::list(body, "/metrics")?.len();
    if count == 0 {
        return Err(Refusal::field("/metrics", "metrics is required"));
    }
    (0..count)
        .map(|place| {
            let pointer = format!("/metrics/{place}");
            let name = fields::text(body, &pointer)?;
            let metric = Metric::read(name).ok_or_else(|| {
                Refusal::field(
                    &pointer,
                    format!("`{name}` is not a metric of this sandbox"),
                )
            })?;
            Ok((name, metric))
        })
        .collect()
}

fn groups(body: &Value) -> Result<Vec<Group>, Refusal> {
    let count = fields::list(body, "/groupBy")?.len();
    (0..count)
        .map(|place| {
            let pointer = format!("/groupBy/{place}");
            let name = fields::text(body, &pointer)?;
            let dimension = SegmentDimension::read(name).ok_or_else(|| {
                Refusal::field(
                    &pointer,
                    format!("`{name}` is not a dimension of conversations"),
                )
            })?;
            Ok(Group {
                name: name.to_owned(),
                dimension,
            })
        })
        .collect()
}

/// The one filter of an aggregates query is read as a filter of segments, or of conversations
/// where its dimensions are those of conversations.
fn one_filter(body: &Value) -> Result<Filters, Refusal> {
    let Some(filter) = body.get("filter").filter(|filter| !filter.is_null()) else {
        return Ok(Filters::default());
    };
    let of_segments = Filters::read(&json!({ "segmentFilters": [filter] }));
    let of_conversations = || Filters::read(&json!({ "conversationFilters": [filter] }));
    of_segments.or_else(|refusal| of_conversations().map_err(|_| refusal))
}

/// The length of a stretch in milliseconds: whole days, hours or minutes.
fn granularity(body: &Value, interval: Interval) -> Result<i64, Refusal> {
    let Some(text) = fields::optional_text(body, "/granularity")? else {
        return Ok(interval.to.millis() - interval.from.millis());
    };
    let period = |prefix: &str, unit: &str, millis: i64| {
        let number: i64 = text
            .strip_prefix(prefix)?
            .strip_suffix(unit)?
            .parse()
            .ok()?;
        (1..=10_000).contains(&number).then_some(number * millis)
    };
    period("PT", "M", 60_000)
        .or_else(|| period("PT", "H", 3_600_000))
        .or_else(|| period("P", "D", crate::clock::DAY_MILLIS))
        .or_else(|| period("P", "W", 7 * crate::clock::DAY_MILLIS))
        .ok_or_else(|| {
            let message = format!("`{text}` is not a period such as P1D or PT30M");
            Refusal::field("/granularity", message)
        })
}
