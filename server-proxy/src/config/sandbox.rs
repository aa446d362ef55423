//! The connections that `serve --sandbox` adds: one for each dialect of its sandbox.

use tidings_core::dialect::Dialect;
use tidings_core::endpoint::BaseUrl;
use tidings_core::pace::Pace;
use tidings_core::sender::Senders;
use tidings_engine::connection::Connection;

/// The connection that speaks the guides' dialect.
pub(crate) const SANDBOX: &str = "sandbox";

/// The connection that speaks the published API.
const SANDBOX_PLATFORM: &str = "sandbox-platform";

/// Every connection to the sandbox at an address; the one to begin with comes first.
pub(crate) fn sandboxes(base: &BaseUrl) -> Vec<Connection> {
    let platform = Connection {
        senders: senders(),
        ..connection(SANDBOX_PLATFORM, Dialect::Platform, base)
    };
    vec![connection(SANDBOX, Dialect::Guides, base), platform]
}

/// The connection to the sandbox at an address by its name, if it is one.
pub(crate) fn sandbox(name: &str, base: &BaseUrl) -> Option<Connection> {
    sandboxes(base)
        .into_iter()
        .find(|connection| connection.name == name)
}

/// Whether a name is that of a connection to the sandbox.
pub(crate) fn is_sandbox(name: &str) -> bool {
    matches!(name, SANDBOX | SANDBOX_PLATFORM)
}

/// One that is ready on each channel.
fn senders() -> Senders {
    Senders {
        email: Some(format!("care@{}", tidings_sandbox::directory::MAIL_DOMAIN)),
        sms: Some(tidings_sandbox::directory::SMS_LOCAL.to_owned()),
        webmessaging: Some(tidings_sandbox::directory::WEB_SHOP.to_owned()),
        open: Some(tidings_sandbox::directory::FIELD_APP.to_owned()),
        whatsapp: Some(tidings_sandbox::directory::WHATSAPP.to_owned()),
        apple: Some(tidings_sandbox::directory::APPLE.to_owned()),
    }
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
