//! One-time links: how the first person gets in, and anybody who forgot the password.

use std::time::Duration;

use tidings_engine::ledger::{Ledger, LedgerError};

use crate::random::{self, NoRandomness};

/// How long a link can be used.
pub(crate) const LIFETIME: Duration = Duration::from_mins(15);

/// Whoever has the link is this account's owner. There is one account for now.
const ACCOUNT: &str = "admin";
const ROLE: &str = "admin";

/// A link could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// Makes a link below the console's address. The secret is in the fragment, which browsers send to
/// nobody. Earlier links stop working.
pub(crate) async fn make(ledger: &Ledger, console: &str) -> Result<String, LinkError> {
    let secret = random::secret()?;
    let first = ledger.first_user().await?;
    let account = first.map_or_else(|| ACCOUNT.to_owned(), |user| user.name);
    ledger
        .keep_link(&account, ROLE, random::hash(&secret), LIFETIME)
        .await?;
    Ok(format!("{console}/setup#{secret}"))
}
