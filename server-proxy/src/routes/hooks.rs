//! What platforms report: receipts, answers, web chats that start.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;
use tidings_engine::jobs::inbound::{self, InboundError};

use super::Body;
use crate::app::App;
use crate::error::ApiError;

/// Takes a report in. The secret in the address is all that a platform has to show, so a wrong one
/// and an unknown connection look the same.
pub(crate) async fn receive(
    State(app): State<App>,
    Path((connection, secret)): Path<(String, String)>,
    Body(body): Body<Value>,
) -> Result<StatusCode, ApiError> {
    let is_known = app.hooks.is_secret(&connection, &secret);
    let genesys = app.connections.find(&connection).ok().filter(|_| is_known);
    let genesys = genesys.ok_or_else(|| ApiError::not_found("There is nothing here."))?;
    match inbound::handle(&app.ledger, genesys, &app.policy, body).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(InboundError::Unknown(problem)) => Err(ApiError::bad_request("unknown_event", problem)),
        Err(InboundError::Ledger(error)) => Err(error.into()),
    }
}
