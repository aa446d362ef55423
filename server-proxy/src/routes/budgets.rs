//! The limits that attempts of a connection have to pass.

use axum::Json;
use axum::extract::{Path, State};
use tidings_core::api::BudgetView;

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// As the last attempt left them, whichever process made it.
pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
    Path(name): Path<String>,
) -> Result<Json<Vec<BudgetView>>, ApiError> {
    let genesys = app.connections.find(&name)?;
    Ok(Json(genesys.budgets(&app.ledger).await?))
}
