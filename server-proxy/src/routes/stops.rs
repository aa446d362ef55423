//! The stop switch.

use axum::Json;
use axum::extract::State;
use tidings_core::api::{SetStop, StopView};
use tidings_engine::ledger::{Stop, StopScope};

use super::Body;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// The switches that are turned.
pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
) -> Result<Json<Vec<StopView>>, ApiError> {
    Ok(views(&app.ledger.stops().await?))
}

/// Turns a switch. When this has answered, no attempt begins any more, in any process.
pub(crate) async fn set(
    State(app): State<App>,
    signed_in: SignedIn,
    Body(body): Body<SetStop>,
) -> Result<Json<Vec<StopView>>, ApiError> {
    let scope = match body.connection {
        None => StopScope::All,
        Some(name) if body.stopped => {
            app.connections.find(&name)?;
            StopScope::Connection(name)
        }
        // A switch may outlive its connection's place in the configuration.
        Some(name) => StopScope::Connection(name),
    };
    let by = &signed_in.user.name;
    let stops = if body.stopped {
        app.ledger.stop(scope, by).await?
    } else {
        app.ledger.resume(scope, by).await?
    };
    Ok(views(&stops))
}

fn views(stops: &[Stop]) -> Json<Vec<StopView>> {
    Json(stops.iter().map(Stop::view).collect())
}
