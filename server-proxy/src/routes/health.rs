//! For whatever watches the process.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::error::ApiError;

/// The process lives.
pub(crate) async fn live() -> &'static str {
    "alive\n"
}

/// Database and page are there. Genesys Cloud is not asked: its trouble is not cured by taking the
/// console away.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    app.ledger.check().await?;
    if app.page.is_there() {
        Ok("ready\n")
    } else {
        let message = "The page is missing from this binary.";
        Err(ApiError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no_page",
            message,
        ))
    }
}
