//! Who is signed in; sign in; sign out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use tidings_core::api::{SessionView, SignIn};
use tidings_core::policy::Policy;
use tidings_engine::ledger::accounts::User;

use super::Body;
use crate::app::App;
use crate::auth::{SignedIn, end_session, expired_cookie, start_session};
use crate::client::Client;
use crate::error::ApiError;

pub(crate) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Json<SessionView>, ApiError> {
    let signed_in = SignedIn::find(&headers, &app.ledger).await?;
    view(&app, signed_in.map(|signed_in| signed_in.user))
        .await
        .map(Json)
}

pub(crate) async fn sign_in(
    State(app): State<App>,
    client: Client,
    Body(body): Body<SignIn>,
) -> Result<impl IntoResponse, ApiError> {
    let SignIn {
        user: name,
        password,
    } = body;
    let account = name.trim();
    app.attempts
        .begin(Some(account), client.0)
        .map_err(too_many)?;
    let user = app.ledger.user_named(account).await?;
    let kept = user.as_ref().and_then(|user| user.password_hash.clone());
    let is_right = app.passwords.verify(password.into(), kept).await?;
    let Some(user) = user.filter(|_| is_right) else {
        tracing::warn!(client = %client.0, "a sign-in failed");
        let message = "The name or the password is wrong.";
        return Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "wrong_credentials",
            message,
        ));
    };
    app.attempts.succeeded(account, client.0);
    let cookie = start_session(&app.ledger, &user).await?;
    signed_in(&app, user, cookie).await
}

pub(crate) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    end_session(&app.ledger, &headers).await?;
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, expired_cookie())],
    ))
}

/// The reply to whoever has just signed in.
pub(super) async fn signed_in(
    app: &App,
    user: User,
    cookie: HeaderValue,
) -> Result<
    (
        AppendHeaders<[(header::HeaderName, HeaderValue); 1]>,
        Json<SessionView>,
    ),
    ApiError,
> {
    let cookie = AppendHeaders([(header::SET_COOKIE, cookie)]);
    Ok((cookie, Json(view(app, Some(user)).await?)))
}

/// Too many guesses; when to come back.
pub(super) fn too_many(wait: std::time::Duration) -> ApiError {
    let message = format!(
        "Too many attempts. Try again in {} seconds.",
        wait.as_secs() + 1
    );
    ApiError::too_many("too_many_attempts", message, wait)
}

async fn view(app: &App, user: Option<User>) -> Result<SessionView, ApiError> {
    let has_account = app.ledger.has_account().await?;
    Ok(match user {
        Some(user) => SessionView {
            user: Some(user.name),
            has_account,
            connections: app.connections.views(&app.ledger).await?,
            policy: app.policy.clone(),
        },
        None => SessionView {
            user: None,
            has_account,
            connections: Vec::new(),
            policy: Policy::default(),
        },
    })
}
