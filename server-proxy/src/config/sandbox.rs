//! The connections that `serve --sandbox` adds: one for each dialect of its sandbox.

use tidings_core::dialect::Dialect;
use tidings_core::endpoint::BaseUrl;
use tidings_core::pace::Pace;
use tidings_core::sender::Senders;
use tidings_engine::connection::Connection;

/// The connection that speaks the guides' dialect.
pub(crate) const SANDBOX: &str = "sandbox";

/// Every connection to the sandbox at an address; the one to begin with comes first.
pub(crate) fn sandboxes(base: &BaseUrl) -> Vec<Connection> {
    vec![connection(SANDBOX, Dialect::Guides, base)]
}

/// The connection to the sandbox at an address by its name, if it is one.
pub(crate) fn sandbox(name: &str, base: &BaseUrl) -> Option<Connection> {
    sandboxes(base)
        .into_iter()
        .find(|connection| connection.name == name)
}

/// Whether a name is that of a connection to the sandbox.
pub(crate) fn is_sandbox(name: &str) -> bool {
    name == SANDBOX
}

fn connection(name: &str, dialect: Dialect, base: &BaseUrl) -> Connection {
    let client = tidings_sandbox::FULL_CLIENT;
    Connection {
        name: name.to_owned(),
        dialect,
        login: base.clone(),
        base: base.clone(),
        client_id: client.id.to_owned(),
        client_secret: client.secret.into(),
        pace: Pace::GUIDES,
        senders: Senders::default(),
        allow: Vec::new(),
        cap: None,
    }
}
