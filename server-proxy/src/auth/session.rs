//! Sessions are kept in the ledger, as hashes of their tokens.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use tidings_engine::ledger::Ledger;
use tidings_engine::ledger::accounts::User;

use super::cookie::{self, session_cookie};
use crate::app::App;
use crate::error::ApiError;
use crate::random;

/// Somebody who is signed in. A handler that asks for this answers nobody else.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) user: User,
    /// Tells sessions apart without being of use to anybody.
    pub(crate) session: String,
}

impl SignedIn {
    /// Who is signed in, if anybody is.
    pub(crate) async fn find(
        headers: &HeaderMap,
        ledger: &Ledger,
    ) -> Result<Option<Self>, ApiError> {
        let Some(token) = cookie::token(headers) else {
            return Ok(None);
        };
        let session = random::hash(token);
        let user = ledger.session_user(&session).await?;
        Ok(user.map(|user| Self { user, session }))
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Self::find(&parts.headers, &app.ledger)
            .await?
            .ok_or_else(ApiError::unauthenticated)
    }
}

/// Begins a session; the reply's `Set-Cookie`.
pub(crate) async fn start_session(ledger: &Ledger, user: &User) -> Result<HeaderValue, ApiError> {
    let token = random::secret().map_err(ApiError::internal)?;
    ledger
        .start_session(&user.id, random::hash(&token), LIFETIME)
        .await?;
    HeaderValue::from_str(&session_cookie(&token, LIFETIME.as_secs())).map_err(ApiError::internal)
}

/// Ends the session of a request, if it has one.
pub(crate) async fn end_session(ledger: &Ledger, headers: &HeaderMap) -> Result<(), ApiError> {
    if let Some(token) = cookie::token(headers) {
        ledger.end_session(&random::hash(token)).await?;
    }
    Ok(())
}

/// A working day; then one signs in again.
const LIFETIME: Duration = Duration::from_hours(12);
