//! Whom a connection reaches while it is in rehearsal.

use axum::Json;
use axum::extract::{Path, State};
use tidings_core::api::{ListChange, ListedPage, RecipientList};
use tidings_engine::jobs::listing;
use tidings_engine::ledger::List;

use super::suppressions::{PAGE, Search};
use super::{Body, Params};
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
    Path(name): Path<String>,
    Params(search): Params<Search>,
) -> Result<Json<ListedPage>, ApiError> {
    let bounds = app.connections.find(&name)?.bounds();
    let after = search.cursor.as_deref();
    let page = listing::allowed(&app.ledger, bounds, &search.q, after, PAGE).await?;
    Ok(Json(page))
}

pub(crate) async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(name): Path<String>,
    Body(body): Body<RecipientList>,
) -> Result<Json<ListChange>, ApiError> {
    let list = allowed(&app, name)?;
    let by = &signed_in.user.name;
    Ok(Json(listing::add(&app.ledger, list, body, by).await?))
}

pub(crate) async fn remove(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(name): Path<String>,
    Body(body): Body<RecipientList>,
) -> Result<Json<ListChange>, ApiError> {
    let list = allowed(&app, name)?;
    let by = &signed_in.user.name;
    let change = listing::remove(&app.ledger, list, &body.recipients, by).await?;
    Ok(Json(change))
}

fn allowed(app: &App, connection: String) -> Result<List, ApiError> {
    app.connections.find(&connection)?;
    Ok(List::Allowed { connection })
}
