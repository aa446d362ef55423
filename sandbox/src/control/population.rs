//! The whole population, a customer a line.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;

use super::reports::json_lines;
use crate::clock::{DAY_MILLIS, Timestamp};
use crate::cloud::{Cloud, lock};
use crate::platform::Portrait;
use crate::population::{Channel, ConversationStatus};
use crate::query;

/// One customer; what is unknown is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    customer_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// What analytics reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Web chats of the last 30 days, counted from now, or from `--now`'s time where it is later.
    #[serde(rename = "sessions30d")]
    sessions_30d: usize,
    /// Web chats of all time, the newest first.
    session_times: Vec<Timestamp>,
    contact_id: String,
    contact_open: bool,
    conversation_id: String,
    conversation_status: ConversationStatus,
    previous_conversation_id: String,
    guest_id: String,
    agent_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_contact_id: Option<String>,
    /// The contact to send to in the published API; absent where there is none, or no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    living_contact_id: Option<String>,
    /// The communication of who talks to the customer in the active conversation: agent, queue or
    /// bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    communication_id: Option<String>,
    /// The bot's session, where the active conversation is with a bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    bot_session_id: Option<String>,
    /// The guest cleared the conversation: web messaging cannot reach them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    session_cleared: bool,
}

pub(super) async fn stream(State(cloud): State<Arc<Cloud>>, uri: Uri) -> Response {
    let size = cloud.people.size();
    let limit = match query::first(uri.query(), "limit") {
        None => size,
        Some(limit) => match limit.parse::<u32>() {
            Ok(limit) => limit.min(size),
            Err(_) => return (StatusCode::BAD_REQUEST, "limit must be a number\n").into_response(),
        },
    };
    let chunks = (0..limit).step_by(CHUNK).map(move |start| {
        let end = start
            .saturating_add(u32::try_from(CHUNK).unwrap_or(u32::MAX))
            .min(limit);
        Ok::<_, Infallible>(lines(&cloud, start, end))
    });
    json_lines(Body::from_stream(stream::iter(chunks))).into_response()
}

fn lines(cloud: &Cloud, start: u32, end: u32) -> Bytes {
    let mut out = Vec::new();
    for index in start..end {
        if serde_json::to_writer(&mut out, &line(cloud, index)).is_ok() {
            out.push(b'\n');
        }
    }
    out.into()
}

fn line(cloud: &Cloud, index: u32) -> Line {
    let customer = cloud.people.customer(index);
    let current = lock(&cloud.conversations).current(&customer);
    let mut session_times: Vec<_> = cloud
        .people
        .sessions(index)
        .filter(|session| session.channel == Channel::Webchat)
        .map(|session| session.at)
        .collect();
    session_times.sort_unstable_by(|a, b| b.cmp(a));
    let from = Timestamp::now()
        .max(cloud.people.as_of())
        .minus_millis(30 * DAY_MILLIS);
    let other_side = current
        .is_active()
        .then(|| Portrait::find(cloud, &current.id)?.other_side(cloud))
        .flatten();
    let (communication_id, bot_session_id) = other_side
        .map(|side| (Some(side.communication_id), side.bot_session_id))
        .unwrap_or_default();
    Line {
        customer_id: customer.id,
        name: customer.name,
        email: customer.email,
        phone: customer.phone,
        address: customer.address,
        sessions_30d: session_times.iter().filter(|at| **at >= from).count(),
        session_times,
        contact_id: customer.contact_id,
        contact_open: current.is_active(),
        conversation_id: current.id,
        conversation_status: current.status,
        previous_conversation_id: current.previous_id,
        guest_id: customer.guest_id,
        agent_id: customer.agent_id,
        external_contact_id: customer.external_contact_id,
        living_contact_id: cloud.people.living_contact_id(index),
        communication_id,
        bot_session_id,
        session_cleared: cloud.people.has_cleared(index),
    }
}

const CHUNK: usize = 256;
