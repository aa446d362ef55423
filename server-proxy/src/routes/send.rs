//! Sending one message.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use tidings_core::api::DeliveryView;
use tidings_core::message::Reading;
use tidings_core::message::draft::Draft;
use tidings_engine::jobs::send::{self, SendError, SendOrder};
use tidings_engine::ledger::Barred;

use super::{Body, Key};
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// As `SendRequest`, but for the draft, whose faults are to be named one by one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    connection: String,
    draft: Value,
}

pub(crate) async fn send(
    State(app): State<App>,
    signed_in: SignedIn,
    Key(key): Key,
    Body(body): Body<Request>,
) -> Result<(StatusCode, Json<DeliveryView>), ApiError> {
    let draft = Draft::read(&body.draft);
    submit(&app, &body.connection, draft, signed_in, key).await
}

/// Checks a draft and writes it to the ledger; the engine sends it.
pub(super) async fn submit(
    app: &App,
    connection: &str,
    draft: Reading,
    signed_in: SignedIn,
    key: String,
) -> Result<(StatusCode, Json<DeliveryView>), ApiError> {
    let genesys = app.connections.find(connection)?;
    let connection = genesys.connection();
    let draft = draft.map(|draft| draft.with_senders(&connection.senders, connection.dialect));
    let order = SendOrder {
        draft: draft.into_draft(&app.policy)?,
        actor: signed_in.user.name,
        idempotency_key: Some(key),
        on_server_error: None,
        follower: None,
    };
    let submitted = send::submit(&app.ledger, genesys, &app.policy, order).await?;
    Ok((StatusCode::ACCEPTED, Json(submitted.into_delivery().view())))
}

impl From<SendError> for ApiError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Barred(barred) => barred.into(),
            SendError::Violations(violations) => violations.into(),
            SendError::Credentials(refusal) => Self::credentials_refused(&refusal),
            SendError::Ledger(error) => error.into(),
        }
    }
}

impl From<Barred> for ApiError {
    /// 403 in rehearsal, 409 for somebody on the suppression list.
    fn from(barred: Barred) -> Self {
        let status = match &barred {
            Barred::Rehearsal { .. } => StatusCode::FORBIDDEN,
            Barred::Suppressed(_) => StatusCode::CONFLICT,
        };
        Self::new(
            status,
            barred.code(),
            format!("{barred}; {}", barred.hint()),
        )
    }
}
