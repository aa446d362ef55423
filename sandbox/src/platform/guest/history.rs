//! What was said in a session, for a guest with its token.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::normalized::normalized;
use super::session;
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::messenger::Thread;
use crate::query;
use crate::refusal::Refusal;

/// A page of the session's messages, the newest first.
pub(super) async fn read(
    State(cloud): State<Arc<Cloud>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match page(&cloud, &uri, &headers) {
        Ok(page) => Json(page).into_response(),
        Err(refusal) => refusal.into_response(&cloud.context_id()),
    }
}

fn page(cloud: &Cloud, uri: &Uri, headers: &HeaderMap) -> Result<Value, Refusal> {
    let number = |name: &str, default: usize| match query::first(uri.query(), name) {
        None => Ok(default),
        Some(text) => text
            .parse()
            .ok()
            .filter(|number| (1..=MOST).contains(number))
            .ok_or_else(|| Refusal::bad_request(format!("{name} must be 1 to {MOST}"))),
    };
    let (size, page) = (number("pageSize", 25)?, number("pageNumber", 1)?);
    let messages = messages(cloud, headers).ok_or_else(|| {
        let text = "No authentication bearer token of a guest, or one that has expired";
        Refusal::new(StatusCode::UNAUTHORIZED, "authentication.required", text)
    })?;
    let total = messages.len();
    let entities: Vec<_> = messages
        .into_iter()
        .rev()
        .skip(size * (page - 1))
        .take(size)
        .collect();
    Ok(json!({
        "entities": entities,
        "pageSize": size,
        "pageNumber": page,
        "total": total,
        "pageCount": total.div_ceil(size),
    }))
}

/// The session's messages in their order, if the token is good.
fn messages(cloud: &Cloud, headers: &HeaderMap) -> Option<Vec<Value>> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let now = Timestamp::now().millis() / 1000;
    let claims = cloud.guests.passes.read(token.trim(), now)?;
    let newest = lock(&cloud.threads).newest_number();
    let (customer, since) = {
        let mut sessions = lock(&cloud.guests.sessions);
        let session = sessions.get_mut(claims.sub)?;
        if session.state == session::State::Cleared {
            return Some(Vec::new());
        }
        session.show(newest);
        (session.customer, session.since)
    };
    let Some(customer) = customer else {
        return Some(Vec::new());
    };
    let all = lock(&cloud.threads).after(&Thread::Customer(customer), since);
    let web = all.iter().filter(|(_, message)| message.channel.is_web());
    Some(web.map(|(_, message)| normalized(message)).collect())
}

const MOST: usize = 500;
