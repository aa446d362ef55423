//! The organizations, and what a look at one finds.

use axum::Json;
use axum::extract::{Path, State};
use tidings_core::api::{ConnectionView, DoctorView};

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
