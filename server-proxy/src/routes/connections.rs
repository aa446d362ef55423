//! The organizations, and what a look at one finds.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use tidings_core::api::{ConnectionView, DoctorView, ReachView};
use tidings_engine::jobs::reach;

use super::Params;
use super::audience::check_days;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
) -> Result<Json<Vec<ConnectionView>>, ApiError> {
    Ok(Json(app.connections.views(&app.ledger).await?))
}

/// Takes up to half a minute, and longer while another look is under way.
pub(crate) async fn doctor(
    State(app): State<App>,
    _: SignedIn,
    Path(name): Path<String>,
) -> Result<Json<DoctorView>, ApiError> {
    app.connections.examine(&app.ledger, &name).await.map(Json)
}

/// Which days are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Days {
    #[serde(default = "a_month")]
    days: u32,
}

/// Counts who can be reached, however long that takes; it ends with the caller.
pub(crate) async fn reach(
    State(app): State<App>,
    _: SignedIn,
    Path(name): Path<String>,
    Params(asked): Params<Days>,
) -> Result<Json<ReachView>, ApiError> {
    let genesys = app.connections.find(&name)?;
    check_days(asked.days)?;
    Ok(Json(reach::reach(&app.ledger, genesys, asked.days).await?))
}

const fn a_month() -> u32 {
    30
}
