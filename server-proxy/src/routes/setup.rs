//! Spending a one-time link: choose a name and a password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tidings_core::api::Setup;
use tidings_engine::ledger::accounts::LinkState;

use super::Body;
use super::session::{signed_in, too_many};
use crate::app::App;
use crate::auth::start_session;
use crate::client::Client;
use crate::error::ApiError;
use crate::random;

pub(crate) async fn spend(
    State(app): State<App>,
    client: Client,
    Body(body): Body<Setup>,
) -> Result<impl IntoResponse, ApiError> {
    let name = body.user.trim().to_owned();
    check(&name, &body.password)?;
    app.attempts.begin(None, client.0).map_err(too_many)?;
    let secret = random::hash(&body.secret);
    // Looked up first, so that a wrong link costs no hash; spent after it, and only once.
    usable(app.ledger.link_state(&secret).await?)?;
    let hash = app.passwords.hash(body.password.into()).await?;
    let (state, user) = app.ledger.spend_link(secret, name, hash).await?;
    usable(state)?;
    let user = user.ok_or_else(|| ApiError::internal("a spent link has no user"))?;
    app.attempts.succeeded(&user.name, client.0);
    let cookie = start_session(&app.ledger, &user).await?;
    signed_in(&app, user, cookie).await
}

fn check(name: &str, password: &str) -> Result<(), ApiError> {
    let invalid = |code, message: String| {
        Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code,
            message,
        ))
    };
    let length = name.chars().count();
    if length == 0 || length > NAME_MAX || name.chars().any(char::is_control) {
        return invalid(
            "invalid_name",
            format!("A name has 1 to {NAME_MAX} characters in one line."),
        );
    }
    let length = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        let message = format!(
            "A password has {PASSWORD_MIN} to {PASSWORD_MAX} characters; this one has {length}."
        );
        return invalid("invalid_password", message);
    }
    Ok(())
}

fn usable(state: LinkState) -> Result<(), ApiError> {
    let gone = |code, message: &str| Err(ApiError::new(StatusCode::GONE, code, message));
    match state {
        LinkState::Spent => Ok(()),
        LinkState::UsedBefore => gone(
            "link_used",
            "This link was used before. Sign in, or make another with `tidings user link`.",
        ),
        LinkState::Expired => gone(
            "link_expired",
            "This link is over 15 minutes old. Make another with `tidings user link`.",
        ),
        LinkState::Unknown => gone(
            "link_unknown",
            "This link does not work: a newer one was made, or it was not copied whole. Make another with `tidings user link`.",
        ),
    }
}

const NAME_MAX: usize = 64;
const PASSWORD_MIN: usize = 12;
const PASSWORD_MAX: usize = 256;
