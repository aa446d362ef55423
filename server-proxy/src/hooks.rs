//! The secrets in the addresses that platforms report to.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::exit::Failure;
use crate::random;

/// One secret a connection, made from a key that is kept beside the ledger.
#[derive(Debug)]
pub(crate) struct Hooks {
    key: SecretString,
}

impl Hooks {
    /// Reads the key from the data folder, making it at the first start.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("hooks.key");
        read_or_make(&path)
            .map(|key| Self { key: key.into() })
            .map_err(|error| Failure::configuration(format!("{}: {error}", path.display())))
    }

    /// The path that this connection's platform reports to.
    pub(crate) fn path(&self, connection: &str) -> String {
        format!("/hooks/{connection}/{}", self.secret(connection))
    }

    /// Whether a secret is the connection's, taking the same time whatever is wrong with it.
    pub(crate) fn is_secret(&self, connection: &str, given: &str) -> bool {
        self.secret(connection)
            .as_bytes()
            .ct_eq(given.as_bytes())
            .into()
    }

    /// The key is a fixed 43 characters long, so nothing can be appended to what is hashed and no
    /// two connections share a hash.
    fn secret(&self, connection: &str) -> String {
        let hash = Sha256::new()
            .chain_update(self.key.expose_secret())
            .chain_update(connection)
            .chain_update(self.key.expose_secret())
            .finalize();
        URL_SAFE_NO_PAD.encode(hash)
    }
}

fn read_or_make(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Ok(key) if key.len() == KEY_LENGTH => return Ok(key),
        Ok(_) => {
            return Err(io::Error::other(
                "is no key; remove it, and a new one is made",
            ));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let key = random::secret().map_err(io::Error::other)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(key.as_bytes())?;
    file.sync_all()?;
    Ok(key)
}

/// 256 bits in base 64.
const KEY_LENGTH: usize = 43;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_its_own_connection_only() {
        let hooks = Hooks {
            key: random::secret().unwrap().into(),
        };
        let secret = hooks.secret("default");
        assert!(hooks.is_secret("default", &secret));
        assert!(!hooks.is_secret("sandbox", &secret));
        assert!(!hooks.is_secret("default", ""));
    }
}
