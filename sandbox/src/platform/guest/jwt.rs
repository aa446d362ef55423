//! The token that lets a guest read the history of one session.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::signature::Key;

/// Makes and reads the tokens of one run.
#[derive(Debug)]
pub(super) struct Passes {
    key: Key,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claims {
    /// The session's number; its secret stays out.
    pub(super) sub: u32,
    /// Seconds since 1970.
    pub(super) exp: i64,
}

impl Passes {
    pub(super) fn new(key: Key) -> Self {
        Self { key }
    }

    /// A JSON web token (HS256).
    pub(super) fn issue(&self, claims: &Claims) -> String {
        // Two numbers: turning them into JSON cannot fail.
        let claims = serde_json::to_vec(claims).unwrap_or_default();
        let body = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = self.key.sign_base64url(body.as_bytes());
        format!("{body}.{signature}")
    }

    /// The claims of a token of ours that has not expired.
    pub(super) fn read(&self, token: &str, now_seconds: i64) -> Option<Claims> {
        let (body, signature) = token.rsplit_once('.')?;
        if !self.key.has_signed(body.as_bytes(), signature) {
            return None;
        }
        let claims = URL_SAFE_NO_PAD.decode(body.split_once('.')?.1).ok()?;
        let claims: Claims = serde_json::from_slice(&claims).ok()?;
        (claims.exp > now_seconds).then_some(claims)
    }
}

/// `{"alg":"HS256","typ":"JWT"}`
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_it_expires_and_only_as_it_was_issued() {
        let passes = Passes::new(Key::new(b"run"));
        let claims = Claims { sub: 7, exp: 1000 };
        let token = passes.issue(&claims);
        assert_eq!(passes.read(&token, 999), Some(claims));
        assert_eq!(passes.read(&token, 1000), None);
        let forged = Passes::new(Key::new(b"other")).issue(&Claims { sub: 8, exp: 2000 });
        assert_eq!(passes.read(&forged, 999), None);
        for text in ["", ".", "a.b", "a.b.c", &token[1..]] {
            assert_eq!(passes.read(text, 0), None, "{text}");
        }
    }
}
