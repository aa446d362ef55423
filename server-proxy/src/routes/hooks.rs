//! What platforms report: receipts, answers, web chats that start.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;
use tidings_engine::jobs::inbound::{self, Handled, InboundError};

use super::Body;
use crate::app::App;
use crate::error::ApiError;

/// Takes a report in. The secret in the address is all that a platform has to show, so a wrong one
/// and an unknown connection look the same. A sandbox reports to one of its connections what was
/// sent by any of them.
pub(crate) async fn receive(
    State(app): State<App>,
    Path((connection, secret)): Path<(String, String)>,
    Body(body): Body<Value>,
) -> Result<StatusCode, ApiError> {
    let is_known = app.hooks.is_secret(&connection, &secret);
    let genesys = app.connections.find(&connection).ok().filter(|_| is_known);
    let genesys = genesys.ok_or_else(|| ApiError::not_found("There is nothing here."))?;
    let is_message = body["event"]
        .as_str()
        .is_some_and(|event| event.starts_with("message."));
    let handled = inbound::handle(&app.ledger, genesys, &app.policy, body.clone()).await?;
    if is_message && handled == Handled::Nothing {
        for other in app.connections.beside(genesys) {
            match inbound::handle(&app.ledger, other, &app.policy, body.clone()).await? {
                Handled::Nothing => {}
                _ => break,
            }
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

impl From<InboundError> for ApiError {
    fn from(error: InboundError) -> Self {
        match error {
            InboundError::Unknown(problem) => Self::bad_request("unknown_event", problem),
            InboundError::Ledger(error) => error.into(),
        }
    }
}
