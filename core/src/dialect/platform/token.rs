//! `POST {login}/oauth/token` with HTTP's Basic scheme, which is how Genesys' client libraries sign
//! in.

use crate::dialect::{guides, refusal};
use crate::outcome::Outcome;
use crate::request::{Reply, TokenRequest};
use crate::token::TokenGrant;

pub(in crate::dialect) fn token_request(client_id: &str, client_secret: &str) -> TokenRequest {
    TokenRequest {
        path: "/oauth/token",
        basic: Some((client_id.to_owned(), client_secret.to_owned())),
        form: vec![("grant_type", "client_credentials".to_owned())],
    }
}

/// The reply is RFC 6749's in either dialect. A client of another region is unknown in this one.
pub(in crate::dialect) fn token_grant(reply: &Reply) -> Result<TokenGrant, Outcome> {
    guides::token_grant(reply).map_err(|outcome| match outcome {
        Outcome::Unauthorized(_) if reply.status == 400 => {
            let mut refused = refusal::of_token(reply);
            "Genesys Cloud knows no such client in this region: check the client id, and that the \
             region is the organization's own."
                .clone_into(&mut refused.hint);
            Outcome::Unauthorized(refused)
        }
        Outcome::Unauthorized(mut refused) => {
            "Check the client's secret, and that the client is active: Admin > Integrations > OAuth \
             in Genesys Cloud."
                .clone_into(&mut refused.hint);
            Outcome::Unauthorized(refused)
        }
        other => other,
    })
}
