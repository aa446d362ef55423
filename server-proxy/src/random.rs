//! Secrets and ids, drawn from the operating system.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The system has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random numbers: {0}")]
pub(crate) struct NoRandomness(getrandom::Error);

/// A secret of 256 bits, safe in an address and in a cookie.
pub(crate) fn secret() -> Result<String, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// An id that no two calls share; nothing depends on nobody guessing it.
pub(crate) fn id() -> String {
    format!("{:016x}", getrandom::u64().unwrap_or(0))
}

/// What is kept of a secret, so that who reads the database cannot use it. The secret is long and
/// random, so a plain hash is enough.
pub(crate) fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}
