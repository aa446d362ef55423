//! Where a part of a connection is written, to be named in errors.

use tidings_core::channel::Channel;

/// Where a connection comes from.
pub(super) enum Place {
    /// From `GENESYS_*` variables; `region` is the one that holds the region, if any does.
    Environment { region: Option<&'static str> },
    /// From `[connections.NAME]`.
    File(String),
}

impl Place {
    /// The variable that names the sender of a channel.
    pub(super) fn sender_variable(channel: Channel) -> String {
        format!("GENESYS_SENDER_{}", channel.name().to_ascii_uppercase())
    }

    pub(super) fn api(&self) -> String {
        self.name("GENESYS_API", "api")
    }

    pub(super) fn region(&self) -> String {
        match self {
            Self::Environment {
                region: Some(variable),
            } => (*variable).to_owned(),
            _ => self.name("GENESYS_REGION (or GENESYS_BASE_URL)", "region"),
        }
    }

    pub(super) fn base_url(&self) -> String {
        self.name("GENESYS_BASE_URL", "base_url")
    }

    pub(super) fn login(&self) -> String {
        self.name("GENESYS_LOGIN_URL", "login_url")
    }

    pub(super) fn client_id(&self) -> String {
        self.name("GENESYS_CLIENT_ID", "client_id")
    }

    pub(super) fn client_secret(&self) -> String {
        self.name(
            "GENESYS_CLIENT_SECRET (or GENESYS_CLIENT_SECRET_FILE)",
            "client_secret_file",
        )
    }

    pub(super) fn sender(&self, channel: Channel) -> String {
        self.name(
            &Self::sender_variable(channel),
            &format!("senders.{channel}"),
        )
    }

    pub(super) fn allow(&self) -> String {
        self.name("GENESYS_ALLOW", "allow")
    }

    pub(super) fn cap(&self) -> String {
        self.name("GENESYS_CAP_PER_MINUTE", "cap_per_minute")
    }

    fn name(&self, variable: &str, key: &str) -> String {
        match self {
            Self::Environment { .. } => variable.to_owned(),
            Self::File(name) => format!("connections.{name}.{key}"),
        }
    }
}
