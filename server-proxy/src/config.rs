//! What the file, the environment and the flags say together; later wins. Everything here has been
//! checked: who holds a [`Config`] need not doubt it.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use tidings_core::endpoint::WebhookUrl;
use tidings_core::policy::Policy;
use tidings_engine::connection::Connection;
use tidings_engine::ledger::Location;

use crate::cli::Storage;
use crate::exit::Failure;

mod connection;
mod environment;
mod file;
mod http;
mod place;
mod policy;
mod proxies;
mod sandbox;

pub(crate) use environment::Environment;
pub(crate) use http::{Http, PublicUrl};
pub(crate) use proxies::TrustedProxies;
pub(crate) use sandbox::{SANDBOX, is_sandbox, sandbox, sandboxes};

use place::Place;

/// A whole configuration.
#[derive(Debug)]
pub(crate) struct Config {
    /// Each name once; that of the environment comes first.
    pub(crate) connections: Vec<Connection>,
    /// Whether the first of them is what `GENESYS_*` variables say.
    pub(crate) is_default_from_environment: bool,
    /// What may be said (`[policy]`; the guides' rules where it is silent).
    pub(crate) policy: Policy,
    /// Guide 004's webhook (`ANALYTICS_WEBHOOK_URL`, or `analytics_webhook_url` in the file).
    pub(crate) analytics: Option<WebhookUrl>,
    /// How the console is reached.
    pub(crate) http: Http,
    storage: Storage,
}

/// A configuration that cannot be used: where it stands and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub(crate) struct InvalidConfig {
    place: String,
    problem: String,
}

impl InvalidConfig {
    fn new(place: impl Into<String>, problem: impl Display) -> Self {
        Self {
            place: place.into(),
            problem: problem.to_string(),
        }
    }
}

impl From<InvalidConfig> for Failure {
    fn from(error: InvalidConfig) -> Self {
        Self::configuration(error.to_string())
    }
}

impl Config {
    /// Reads `file` (else `./tidings.toml`, else none) and the environment.
    pub(crate) fn read(
        file: Option<&Path>,
        environment: &Environment,
    ) -> Result<Self, InvalidConfig> {
        let file = file::read(file)?;
        let mut connections = Vec::new();
        // The environment's connection replaces a file entry of that name as a whole.
        connections.extend(connection::from_environment(environment)?);
        let is_default_from_environment = !connections.is_empty();
        for (name, entry) in file.connections {
            if !connections
                .iter()
                .any(|known: &Connection| known.name == name)
            {
                connections.push(connection::from_file(name, entry)?);
            }
        }
        let analytics = match environment.get("ANALYTICS_WEBHOOK_URL") {
            Some(url) => Some(("ANALYTICS_WEBHOOK_URL", url)),
            None => file
                .analytics_webhook_url
                .map(|url| ("analytics_webhook_url", url)),
        };
        let analytics = analytics
            .map(|(place, url)| {
                WebhookUrl::parse(&url).map_err(|error| InvalidConfig::new(place, error))
            })
            .transpose()?;
        Ok(Self {
            connections,
            is_default_from_environment,
            policy: policy::from_file(file.policy),
            analytics,
            http: Http::read(file.server.as_ref(), environment)?,
            storage: Storage {
                data: file.server.as_ref().and_then(|server| server.data.clone()),
                database: file.server.and_then(|server| server.database),
            },
        })
    }

    /// Where the ledger lives, as the flags and variables in `storage` say, else the file, else
    /// `./data`.
    pub(crate) fn location(&self, storage: &Storage) -> Result<Location, Failure> {
        for source in [storage, &self.storage] {
            if let Some(database) = &source.database {
                return Location::parse(database).map_err(|error| {
                    Failure::new(
                        crate::exit::Exit::Configuration,
                        error.code(),
                        error.to_string(),
                    )
                });
            }
            if let Some(data) = &source.data {
                return Ok(Location::in_folder(data));
            }
        }
        Ok(Location::in_folder(PathBuf::from("data")))
    }
}
