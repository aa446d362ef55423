//! `POST /oauth/token`: the client credentials grant, with its tokens.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::call::{Needs, read_body};
use crate::client::Client;
use crate::cloud::{Cloud, lock};
use crate::query;
use crate::refusal::Refusal;

/// How long a token lives that was asked for as guide 000 does: twenty minutes.
const GUIDES_LIFETIME: Duration = Duration::from_mins(20);
/// How long one lives that was asked for as the published API has it: a day, in its own rounding.
const PLATFORM_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60 - 1);

/// The tokens in circulation.
#[derive(Default)]
pub(crate) struct Tokens {
    live: HashMap<String, Grant>,
}

/// Says how many there are; tokens are never printed.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("live", &self.live.len())
            .finish()
    }
}

/// What a token allows.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) client: &'static Client,
    scopes: Arc<[&'static str]>,
    expires: Instant,
}

impl Grant {
    /// Refuses what the client lacks. A scope may have been narrowed; a role never is.
    pub(crate) fn check(&self, needs: Needs) -> Result<(), Refusal> {
        match needs {
            Needs::Nothing => Ok(()),
            Needs::All(all) => {
                let missing: Vec<_> = all.iter().copied().filter(|p| !self.holds(p)).collect();
                if missing.is_empty() {
                    Ok(())
                } else {
                    Err(Refusal::missing_permissions(&missing))
                }
            }
            Needs::Any(any) if any.iter().any(|p| self.holds(p)) => Ok(()),
            Needs::Any(any) => Err(Refusal::missing_any_permission(any)),
        }
    }

    fn holds(&self, permission: &str) -> bool {
        self.scopes.contains(&permission) || self.client.role.permissions.contains(&permission)
    }
}

impl Tokens {
    fn issue(&mut self, token: String, grant: Grant, now: Instant) {
        self.live.retain(|_, grant| grant.expires > now);
        self.live.insert(token, grant);
    }

    pub(crate) fn find(&self, token: &str, now: Instant) -> Option<&Grant> {
        self.live.get(token).filter(|grant| grant.expires > now)
    }

    pub(crate) fn revoke(&mut self, token: &str) {
        self.live.remove(token);
    }
}

/// The handler of `POST /oauth/token`.
pub(crate) async fn token(State(cloud): State<Arc<Cloud>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = match read_body(&parts.headers, body).await {
        Ok(body) => String::from_utf8_lossy(&body).into_owned(),
        Err(_) => return Rejection::REQUEST.into_response(),
    };
    match issue(&cloud, &parts.headers, &form) {
        Ok(reply) => reply,
        Err(rejection) => rejection.into_response(),
    }
}

fn issue(cloud: &Cloud, headers: &HeaderMap, form: &str) -> Result<Response, Rejection> {
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return Err(Rejection::REQUEST);
    }
    match query::first(Some(form), "grant_type").as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Err(Rejection::GRANT),
        None => return Err(Rejection::REQUEST),
    }
    let (client, lifetime) = authenticate(headers, form)?;
    let scopes = narrow(client.scopes, query::first(Some(form), "scope"))?;
    let token = fresh_token()?;
    let now = Instant::now();
    let grant = Grant {
        client,
        scopes: scopes.into(),
        expires: now + lifetime,
    };
    lock(&cloud.tokens).issue(token.clone(), grant, now);
    let body = json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": lifetime.as_secs(),
    });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

/// The client and its token's lifetime: by Basic as published (`PLATFORM-API` §2), or by the form's
/// fields as the guides have it.
fn authenticate(headers: &HeaderMap, form: &str) -> Result<(&'static Client, Duration), Rejection> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (id, secret) = basic(value.as_bytes()).ok_or(Rejection::CREDENTIALS)?;
        let client = Client::find(&id).ok_or(Rejection::UNKNOWN_CLIENT)?;
        return if client.pair.secret == secret {
            Ok((client, PLATFORM_LIFETIME))
        } else {
            Err(Rejection::CREDENTIALS)
        };
    }
    let id = query::first(Some(form), "client_id").unwrap_or_default();
    let secret = query::first(Some(form), "client_secret").unwrap_or_default();
    let known = Client::find(&id).filter(|client| client.pair.secret == secret);
    known
        .map(|client| (client, GUIDES_LIFETIME))
        .ok_or(Rejection::CREDENTIALS)
}

fn basic(value: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(value).ok()?;
    let (scheme, encoded) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    decoded
        .split_once(':')
        .map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

fn narrow(
    granted: &'static [&'static str],
    asked: Option<String>,
) -> Result<Vec<&'static str>, Rejection> {
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else {
        return Ok(granted.to_vec());
    };
    let wanted: Vec<&str> = asked.split_whitespace().collect();
    let scopes: Vec<_> = granted
        .iter()
        .copied()
        .filter(|scope| wanted.contains(scope))
        .collect();
    if scopes.is_empty() {
        Err(Rejection::SCOPE)
    } else {
        Ok(scopes)
    }
}

fn fresh_token() -> Result<String, Rejection> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Rejection::RANDOMNESS)?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

/// An error in OAuth's own shape.
struct Rejection {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

impl Rejection {
    const REQUEST: Self = Self {
        status: StatusCode::BAD_REQUEST,
        error: "invalid_request",
        description: "grant_type must be sent as application/x-www-form-urlencoded",
    };
    const GRANT: Self = Self {
        status: StatusCode::BAD_REQUEST,
        error: "unsupported_grant_type",
        description: "only client_credentials is supported",
    };
    const SCOPE: Self = Self {
        status: StatusCode::BAD_REQUEST,
        error: "invalid_scope",
        description: "the client has none of the scopes asked for",
    };
    const CREDENTIALS: Self = Self {
        status: StatusCode::UNAUTHORIZED,
        error: "invalid_client",
        description: "authentication failed",
    };
    const UNKNOWN_CLIENT: Self = Self {
        status: StatusCode::BAD_REQUEST,
        error: "invalid_client",
        description: "client not found",
    };
    const RANDOMNESS: Self = Self {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        error: "server_error",
        description: "the operating system gave no randomness",
    };
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let body = json!({
            "error": self.error,
            "description": self.description,
            "error_description": self.description,
        });
        (self.status, Json(body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_dies_at_its_time() {
        let now = Instant::now();
        let mut tokens = Tokens::default();
        let grant = Grant {
            client: Client::find("sandbox").unwrap(),
            scopes: [].into(),
            expires: now + GUIDES_LIFETIME,
        };
        tokens.issue("t".into(), grant, now);
        assert!(tokens.find("t", now + GUIDES_LIFETIME / 2).is_some());
        assert!(tokens.find("t", now + GUIDES_LIFETIME).is_none());
    }
}
