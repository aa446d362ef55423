//! The header that makes a repeated call the same call.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tidings_core::api::IDEMPOTENCY_KEY;

use crate::error::ApiError;

/// The call's `Idempotency-Key`.
pub(crate) struct Key(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let key = parts
            .headers
            .get(IDEMPOTENCY_KEY)
            .and_then(|key| key.to_str().ok());
        match key.map(str::trim) {
            Some(key) if (1..=MAX_LENGTH).contains(&key.len()) => Ok(Self(key.to_owned())),
            _ => Err(ApiError::bad_request(
                "key_missing",
                format!(
                    "This call needs the header {IDEMPOTENCY_KEY}: 1 to {MAX_LENGTH} characters, new for each message."
                ),
            )),
        }
    }
}

const MAX_LENGTH: usize = 200;
