//! Analytics: conversations by pages and by jobs (PLATFORM-API §5).

mod row;

use serde::{Deserialize, Serialize};

use super::typed::typed_body;
use crate::audience::{Answer, Ask, Conversation, Interval, JobState, PAGE_SIZE};
use crate::dialect::Query;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};
use crate::time::Timestamp;
use crate::url;

pub(super) use row::{ConversationBody, SessionBody};

const QUERY: &str = "/api/v2/analytics/conversations/details/query";
const JOBS: &str = "/api/v2/analytics/conversations/details/jobs";

/// A call of an audience's reading: conversations that web messaging carried.
///
/// Its answer is what the state machine needs and the conversations that came with it.
impl Query for Ask {
    type Answer = (Answer, Vec<Conversation>);

    fn request(&self) -> Request {
        const OPERATION: Operation = Operation::Audience;
        match self {
            Self::Page { interval, number } => {
                let body = DetailsQuery {
                    paging: Some(Paging {
                        page_size: PAGE_SIZE,
                        page_number: *number,
                    }),
                    ..DetailsQuery::of(*interval)
                };
                Request::post(OPERATION, QUERY, &body)
            }
            Self::Availability => Request::get(OPERATION, format!("{JOBS}/availability")),
            Self::Submit { interval } => {
                let body = DetailsQuery {
                    start_of_day_interval_matching: Some(true),
                    ..DetailsQuery::of(*interval)
                };
                Request::post(OPERATION, JOBS, &body)
            }
            Self::State { id } => Request::get(OPERATION, job(id)),
            Self::Results { id, cursor, size } => {
                let mut target = job(id);
                target.push_str("/results");
                let size = size.map(|size| ("pageSize", size.to_string()));
                let cursor = cursor.clone().map(|cursor| ("cursor", cursor));
                for (place, (name, value)) in size.into_iter().chain(cursor).enumerate() {
                    target.push(if place == 0 { '?' } else { '&' });
                    target.push_str(name);
                    target.push('=');
                    url::push_encoded(&mut target, &value);
                }
                Request::get(OPERATION, target)
            }
        }
    }

    fn answer(&self, reply: &Reply) -> Result<Self::Answer, Outcome> {
        let body: AnalyticsBody = typed_body(Operation::Audience, reply)?;
        let missing = |field: &str| {
            let problem = format!("it has no {field}");
            super::reply::unreadable(Operation::Audience, reply, &problem)
        };
        let rows = body.conversations.unwrap_or_default();
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let available = body
            .data_availability_date
            .as_deref()
            .and_then(Timestamp::parse);
        let answer = match self {
            Self::Page { .. } => Answer::Page {
                // An empty answer may leave everything out.
                total: body.total_hits.unwrap_or(count),
                rows: count,
            },
            Self::Availability => Answer::Availability(available),
            Self::Submit { .. } => Answer::Submitted(body.job_id.ok_or_else(|| missing("jobId"))?),
            Self::State { .. } => {
                let state = body.state.ok_or_else(|| missing("state"))?;
                Answer::State(JobState::parse(&state, body.error_message))
            }
            Self::Results { .. } => Answer::Results {
                cursor: body.cursor,
                available,
            },
        };
        Ok((answer, rows.into_iter().map(Conversation::from).collect()))
    }
}

fn job(id: &str) -> String {
    let mut target = format!("{JOBS}/");
    url::push_encoded(&mut target, id);
    target
}

/// `ConversationQuery` and `AsyncConversationQuery`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DetailsQuery {
    interval: String,
    order: &'static str,
    order_by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    paging: Option<Paging>,
    segment_filters: [Filter; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    start_of_day_interval_matching: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Paging {
    pub(super) page_size: u64,
    pub(super) page_number: u64,
}

/// A filter, or a clause of one, which has no clauses of its own.
#[derive(Serialize)]
pub(super) struct Filter {
    pub(super) r#type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) clauses: Vec<Self>,
    pub(super) predicates: Vec<Predicate>,
}

#[derive(Serialize)]
pub(super) struct Predicate {
    r#type: &'static str,
    dimension: &'static str,
    operator: &'static str,
    value: String,
}

/// One value of one dimension.
pub(super) fn matches(dimension: &'static str, value: impl Into<String>) -> Predicate {
    Predicate {
        r#type: "dimension",
        dimension,
        operator: "matches",
        value: value.into(),
    }
}

impl DetailsQuery {
    fn of(interval: Interval) -> Self {
        Self {
            interval: interval.to_string(),
            // What comes in while pages are read then stands behind them.
            order: "asc",
            order_by: "conversationStart",
            paging: None,
            segment_filters: [Filter {
                r#type: "and",
                clauses: vec![Filter {
                    r#type: "or",
                    clauses: Vec::new(),
                    predicates: PURPOSES.map(|purpose| matches("purpose", purpose)).into(),
                }],
                predicates: vec![
                    matches("mediaType", MEDIA_TYPE),
                    matches("messageType", MESSAGE_TYPE),
                ],
            }],
            start_of_day_interval_matching: None,
        }
    }
}

/// The customer's side (documented: a blueprint of Genesys' tests both).
const PURPOSES: [&str; 2] = ["customer", "external"];
const MEDIA_TYPE: &str = "message";
const MESSAGE_TYPE: &str = "webmessaging";

/// What the calls of analytics answer with, each with its own part of it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnalyticsBody {
    conversations: Option<Vec<ConversationBody>>,
    total_hits: Option<u64>,
    job_id: Option<String>,
    state: Option<String>,
    error_message: Option<String>,
    cursor: Option<String>,
    data_availability_date: Option<String>,
}

#[cfg(test)]
mod tests;
