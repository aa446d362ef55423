//! HTML mails for the frame that shows them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use tidings_core::api::{PreviewRequest, PreviewView};
use tidings_core::limits::BODY_BYTES;

use super::Body;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;
use crate::random;

pub(crate) async fn keep(
    State(app): State<App>,
    signed_in: SignedIn,
    Body(body): Body<PreviewRequest>,
) -> Result<(StatusCode, Json<PreviewView>), ApiError> {
    if body.html.len() as u64 > BODY_BYTES {
        let message =
            format!("The mail is over {BODY_BYTES} bytes long and cannot be sent either.");
        return Err(ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            message,
        ));
    }
    let id = random::secret().map_err(ApiError::internal)?;
    app.previews.keep(id.clone(), signed_in.session, body.html);
    Ok((StatusCode::CREATED, Json(PreviewView { id })))
}

/// The mail as it was written, in a page that may run nothing and send nothing.
pub(crate) async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, ApiError> {
    let html = app.previews.find(&id, &signed_in.session).ok_or_else(|| {
        ApiError::not_found("This preview is gone; the next change makes another.")
    })?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
    ];
    Ok((headers, html))
}

/// Somebody else's HTML: no scripts, no forms, no links out of the frame; pictures and styles only.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-ancestors 'self'";
