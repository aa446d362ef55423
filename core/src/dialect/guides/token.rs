//! `POST {login}/oauth/token`.

use crate::request::TokenRequest;

pub(in crate::dialect) fn token_request(client_id: &str, client_secret: &str) -> TokenRequest {
    TokenRequest {
        path: "/oauth/token",
        form: vec![
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", client_id.to_owned()),
            ("client_secret", client_secret.to_owned()),
        ],
    }
}
