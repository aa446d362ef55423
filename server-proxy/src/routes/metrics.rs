//! Guide 004's metrics.

use axum::Json;
use axum::extract::State;
use tidings_core::api::MetricsView;

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

pub(crate) async fn show(
    State(app): State<App>,
    _: SignedIn,
) -> Result<Json<MetricsView>, ApiError> {
    Ok(Json(app.ledger.metrics().await?))
}
