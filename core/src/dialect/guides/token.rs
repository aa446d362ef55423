//! `POST {login}/oauth/token`.

use core::time::Duration;

use serde::Deserialize;

use crate::dialect::refusal;
use crate::outcome::Outcome;
use crate::request::{Reply, TokenRequest};
use crate::token::{AccessToken, TokenGrant};

pub(in crate::dialect) fn token_request(client_id: &str, client_secret: &str) -> TokenRequest {
    TokenRequest {
        path: "/oauth/token",
        basic: None,
        form: vec![
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", client_id.to_owned()),
            ("client_secret", client_secret.to_owned()),
        ],
    }
}

#[derive(Deserialize)]
struct TokenBody {
    access_token: String,
    expires_in: u64,
}

pub(in crate::dialect) fn token_grant(reply: &Reply) -> Result<TokenGrant, Outcome> {
    match reply.status {
        200..=299 => serde_json::from_slice::<TokenBody>(&reply.body)
            .map(|body| TokenGrant {
                token: AccessToken::new(body.access_token),
                expires_in: Duration::from_secs(body.expires_in),
            })
            .map_err(|_| unreadable(reply)),
        // RFC 6749 section 5.2 answers 400 or 401 to a wrong client.
        400 | 401 => Err(Outcome::Unauthorized(refusal::of_token(reply))),
        429 => Err(Outcome::Throttled {
            retry_after: reply.retry_after(),
        }),
        500..=599 => Err(Outcome::ServerError(refusal::of_token(reply))),
        _ => Err(Outcome::Rejected(refusal::of_token(reply))),
    }
}

/// A success without a token in it. The body is not quoted: it may hold one.
fn unreadable(reply: &Reply) -> Outcome {
    let mut refusal = refusal::of_token(reply);
    "unreadable_reply".clone_into(&mut refusal.code);
    refusal.message = format!(
        "The login address answered {} but with no token that can be read.",
        reply.status
    );
    Outcome::ServerError(refusal)
}
