//! Where each integration wants its messages.

use std::collections::HashMap;
use std::fmt;

use reqwest::Url;

use crate::signature::Key;

/// The addresses of integrations.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    by_integration: HashMap<String, Hook>,
}

/// An address with the key that what is posted there is signed with. Neither is ever printed.
#[derive(Clone)]
pub(crate) struct Hook {
    pub(super) url: Url,
    pub(super) key: Key,
    /// Headers that the integration asked for.
    pub(super) headers: Vec<(String, String)>,
}

/// Why a webhook cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unusable {
    #[error("the webhook must be an http or https address")]
    Address,
    #[error("the secret must be longer than {MIN_SECRET} characters")]
    Secret,
}

impl Hooks {
    /// Posts to that address from now on.
    pub(crate) fn set(&mut self, integration: &str, hook: Hook) {
        self.by_integration.insert(integration.to_owned(), hook);
    }

    pub(super) fn of(&self, integration: &str) -> Option<&Hook> {
        self.by_integration.get(integration)
    }
}

impl Hook {
    pub(crate) fn new(
        url: &str,
        secret: &str,
        headers: Vec<(String, String)>,
    ) -> Result<Self, Unusable> {
        let url = Url::parse(url).map_err(|_| Unusable::Address)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Unusable::Address);
        }
        if secret.chars().count() <= MIN_SECRET {
            return Err(Unusable::Secret);
        }
        Ok(Self {
            url,
            key: Key::new(secret.as_bytes()),
            headers,
        })
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook(…)")
    }
}

/// Characters that a secret must have more of (certain: Genesys' client libraries).
const MIN_SECRET: usize = 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_has_a_web_address_and_a_secret_of_some_length() {
        let made = |url: &str, secret: &str| Hook::new(url, secret, Vec::new()).map(drop);
        let secret = "sixteen letters.";
        assert_eq!(made("https://shop.example/hook", secret), Ok(()));
        assert_eq!(
            made("https://shop.example/hook", &secret[1..]),
            Err(Unusable::Secret)
        );
        assert_eq!(made("file:///etc/passwd", secret), Err(Unusable::Address));
        assert_eq!(made("shop", secret), Err(Unusable::Address));
    }
}
