//! Who must never be written to.

use std::time::Duration;

use axum::Json;
use axum::body::Body as Stream;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use tidings_core::api::{ListChange, ListedPage, RecipientList};
use tidings_engine::jobs::listing::{self, Export, Import};
use tidings_engine::ledger::List;

use super::{Body, Params};
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// Which part of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search {
    /// Part of the recipient's text.
    pub(crate) q: String,
    /// The `next` of the page before.
    pub(crate) cursor: Option<String>,
}

pub(crate) async fn list(
    State(app): State<App>,
    _: SignedIn,
    Params(search): Params<Search>,
) -> Result<Json<ListedPage>, ApiError> {
    let after = search.cursor.as_deref();
    let listed = app.ledger.listed(&List::Suppressed, &search.q, after, PAGE);
    Ok(Json(listed.await?))
}

pub(crate) async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Body(body): Body<RecipientList>,
) -> Result<Json<ListChange>, ApiError> {
    let by = &signed_in.user.name;
    let change = listing::add(&app.ledger, List::Suppressed, body, by).await?;
    Ok(Json(change))
}

pub(crate) async fn remove(
    State(app): State<App>,
    signed_in: SignedIn,
    Body(body): Body<RecipientList>,
) -> Result<Json<ListChange>, ApiError> {
    let by = &signed_in.user.name;
    let change = listing::remove(&app.ledger, List::Suppressed, &body.recipients, by).await?;
    Ok(Json(change))
}

/// Reads a file as it comes. What came before it broke off counts: nobody on it may be written to.
pub(crate) async fn import(
    State(app): State<App>,
    signed_in: SignedIn,
    body: Stream,
) -> Result<Json<ListChange>, ApiError> {
    let mut import = Import::new(&app.ledger, &signed_in.user.name);
    let mut pieces = body.into_data_stream();
    let mut size = 0;
    let problem = loop {
        let piece = match tokio::time::timeout(PATIENCE, pieces.next()).await {
            Ok(None) => return Ok(Json(import.finish().await?)),
            Ok(Some(Ok(piece))) => piece,
            Ok(Some(Err(_))) => break broken("body_lost", "The file broke off."),
            Err(_) => break broken("body_slow", "The file did not arrive in time."),
        };
        size += piece.len();
        if size > IMPORT_MAX {
            let problem = format!("The file is over {IMPORT_MAX} bytes long: send it in parts.");
            break ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", problem);
        }
        import.read(&piece).await?;
    };
    let taken = import.break_off().await?;
    let words = format!(
        "{} Those read before, {} recipients, are on the list; send it again for the rest.",
        problem.api.message,
        taken.changed + taken.unchanged
    );
    Err(ApiError::new(problem.status, &problem.api.code, words))
}

/// The list as a file, as it is read.
pub(crate) async fn export(State(app): State<App>, _: SignedIn) -> impl IntoResponse {
    let export = Export::new(&app.ledger);
    let pieces = stream::try_unfold(export, |mut export| async move {
        Ok::<_, tidings_engine::ledger::LedgerError>(
            export.next().await?.map(|piece| (piece, export)),
        )
    });
    let pieces = pieces.inspect_err(|error| tracing::error!(%error, "an export broke off"));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"suppressions.csv\"",
        ),
    ];
    (headers, Stream::from_stream(pieces))
}

fn broken(code: &str, message: &str) -> ApiError {
    ApiError::new(StatusCode::REQUEST_TIMEOUT, code, message)
}

/// Rows a page.
pub(super) const PAGE: u32 = 50;
/// Bytes of a file: a few hundred thousand recipients.
const IMPORT_MAX: usize = 32 * 1024 * 1024;
/// How long the next piece of a file may take.
const PATIENCE: Duration = Duration::from_secs(30);
