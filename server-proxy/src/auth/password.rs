//! Hashing passwords: argon2id, two at once, and as long for a user who does not exist.

use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::error::ApiError;
use crate::random;

/// Hashes and checks passwords. Each hash takes 19 MiB and a good part of a second's tenth, so two
/// at once are enough for people and too few to bring the process down.
#[derive(Clone)]
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
    /// Of a password that nobody has: checked where there is no user, to take the same time.
    nobody: Arc<str>,
}

impl Passwords {
    /// Makes the hash for nobody.
    pub(crate) async fn new() -> Result<Self, ApiError> {
        let permits = Arc::new(Semaphore::new(AT_ONCE));
        let secret = random::secret().map_err(ApiError::internal)?;
        let nobody = tokio::task::spawn_blocking(move || hash(&secret)).await;
        Ok(Self {
            permits,
            nobody: nobody.map_err(ApiError::internal)??.into(),
        })
    }

    /// The hash to keep of a password, in PHC form.
    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, ApiError> {
        self.alone(move || hash(password.expose_secret())).await
    }

    /// Whether a password is the one of a hash. Without a hash the answer is no, and takes as long.
    pub(crate) async fn verify(
        &self,
        password: SecretString,
        kept: Option<String>,
    ) -> Result<bool, ApiError> {
        let nobody = Arc::clone(&self.nobody);
        self.alone(move || {
            let text = kept.as_deref().unwrap_or(&nobody);
            let parsed = PasswordHash::new(text).map_err(ApiError::internal)?;
            let password = password.expose_secret().as_bytes();
            let is_right = Argon2::default().verify_password(password, &parsed).is_ok();
            Ok(is_right && kept.is_some())
        })
        .await
    }

    async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = Arc::clone(&self.permits).acquire_owned();
        let Ok(permit) = tokio::time::timeout(PATIENCE, permit).await else {
            let message = "Too many people sign in at once. Try again in a moment.";
            return Err(ApiError::too_many("busy", message, PATIENCE));
        };
        let permit = permit.map_err(ApiError::internal)?;
        // The permit goes along: a caller who hangs up does not make room for another hash.
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        })
        .await
        .map_err(ApiError::internal)?
    }
}

fn hash(password: &str) -> Result<String, ApiError> {
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => Err(ApiError::internal(error)),
    }
}

const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(5);
