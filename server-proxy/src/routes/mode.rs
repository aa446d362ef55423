//! How far a connection reaches.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tidings_core::api::{ConnectionView, Mode, SetMode};
use tidings_engine::jobs::mode::{self, ModeError};

use super::Body;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// Switches it. Going live looks at the connection first and takes as long as that does.
pub(crate) async fn set(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(name): Path<String>,
    Body(body): Body<SetMode>,
) -> Result<Json<ConnectionView>, ApiError> {
    let genesys = app.connections.find(&name)?;
    let by = &signed_in.user.name;
    match body.mode {
        Mode::Rehearsal => mode::rehearse(&app.ledger, genesys, by).await?,
        Mode::Live => {
            let found = app.connections.examine(&app.ledger, &name).await?;
            mode::go_live(&app.ledger, genesys, &found, &body.organization, by).await?
        }
    };
    Ok(Json(app.connections.view(genesys, &app.ledger).await?))
}

impl From<ModeError> for ApiError {
    fn from(error: ModeError) -> Self {
        let (code, words) = (error.code(), error.to_string());
        match error {
            ModeError::Unwell(_) | ModeError::Nameless => {
                Self::new(StatusCode::CONFLICT, code, words)
            }
            ModeError::OtherName { .. } => Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, words),
            ModeError::Ledger(error) => error.into(),
        }
    }
}
