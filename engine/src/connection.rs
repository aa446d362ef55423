//! One organization, as configured.

use std::fmt;

use secrecy::SecretString;
use tidings_core::api::Mode;
use tidings_core::dialect::Dialect;
use tidings_core::endpoint::BaseUrl;
use tidings_core::pace::Pace;
use tidings_core::recipient::RecipientKey;
use tidings_core::sender::Senders;

/// How to reach one organization and with whose credentials.
#[derive(Clone)]
pub struct Connection {
    /// Its name in the configuration.
    pub name: String,
    /// The wire form spoken.
    pub dialect: Dialect,
    /// Where calls go.
    pub base: BaseUrl,
    /// Where tokens come from.
    pub login: BaseUrl,
    /// The OAuth client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// Sends a minute where a campaign says nothing else.
    pub pace: Pace,
    /// What it sends from where a draft names no sender.
    pub senders: Senders,
    /// Whom rehearsal reaches besides those on the stored allow-list.
    pub allow: Vec<RecipientKey>,
    /// A cap of one's own on everything that is sent by it.
    pub cap: Option<Pace>,
}

impl Connection {
    /// Whether it is a sandbox: every loopback address is one.
    pub const fn is_sandbox(&self) -> bool {
        self.base.is_loopback()
    }

    /// The mode it has until an admin switches it: a real organization is never written to by
    /// mistake.
    pub const fn starting_mode(&self) -> Mode {
        if self.is_sandbox() {
            Mode::Live
        } else {
            Mode::Rehearsal
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("name", &self.name)
            .field("dialect", &self.dialect)
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
