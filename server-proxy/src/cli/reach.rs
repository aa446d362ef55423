//! Which organization a command is about, and how it gets there.

use clap::Args;
use tidings_core::endpoint::BaseUrl;
use tidings_core::policy::Policy;
use tidings_engine::connection::Connection;
use tidings_engine::genesys::Genesys;
use tidings_engine::ledger::Location;

use super::{Global, Storage};
use crate::config::{self, Config, Environment};
use crate::exit::Failure;
use crate::running::Running;

/// Where to.
#[derive(Args, Debug)]
pub(crate) struct Reach {
    /// Which connection to use [default: the one that GENESYS_* variables define, else the only one
    /// configured, else the sandbox of the `serve --sandbox` that runs on this data folder]
    #[arg(long, value_name = "NAME", global = true, help_heading = CALLS)]
    pub(crate) connection: Option<String>,
    /// Print the requests that would be made, one JSON object a line, and send nothing
    #[arg(long, global = true, help_heading = CALLS)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) storage: Storage,
}

/// What a command that calls Genesys Cloud begins with.
pub(crate) struct Reached {
    pub(crate) config: Config,
    pub(crate) genesys: Genesys,
    pub(crate) location: Location,
}

impl Reached {
    /// Reads the configuration and finds the connection; nothing is called yet.
    pub(crate) fn find(reach: &Reach, global: &Global) -> Result<Self, Failure> {
        let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
        let location = config.location(&reach.storage)?;
        let running = Running::read(location.folder());
        let connection = choose(&config, reach.connection.as_deref(), running.as_ref())?;
        Ok(Self {
            genesys: Genesys::new(connection)?,
            config,
            location,
        })
    }

    pub(crate) fn connection(&self) -> &Connection {
        self.genesys.connection()
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.config.policy
    }
}

/// Every connection there is: those configured, and those to the sandbox beside a running `serve`.
pub(crate) fn every(
    config: &Config,
    running: Option<&Running>,
) -> Result<Vec<Connection>, Failure> {
    let mut all = config.connections.clone();
    if let Some(address) = running.and_then(|running| running.sandbox.as_deref()) {
        let mut beside = config::sandboxes(&sandbox_at(address)?);
        beside.retain(|sandbox| all.iter().all(|known| known.name != sandbox.name));
        all.extend(beside);
    }
    Ok(all)
}

fn sandbox_at(address: &str) -> Result<BaseUrl, Failure> {
    BaseUrl::parse(address)
        .map_err(|error| Failure::configuration(format!("the sandbox's address: {error}")))
}

pub(crate) fn choose(
    config: &Config,
    name: Option<&str>,
    running: Option<&Running>,
) -> Result<Connection, Failure> {
    let known = &config.connections;
    let sandbox = || running.and_then(|running| running.sandbox.as_deref());
    match name {
        Some(name) => match known.iter().find(|connection| connection.name == name) {
            Some(connection) => Ok(connection.clone()),
            None if config::is_sandbox(name) => beside(name, sandbox().unwrap_or(USUAL_SANDBOX)),
            None => Err(Failure::configuration(format!(
                "there is no connection {name:?}; {}",
                names(known)
            ))),
        },
        None => match known.as_slice() {
            [only] => Ok(only.clone()),
            [first, ..] if config.is_default_from_environment => Ok(first.clone()),
            [] => match sandbox() {
                Some(sandbox) => beside(config::SANDBOX, sandbox),
                None => Err(Failure::configuration(NONE)),
            },
            several => Err(Failure::configuration(format!(
                "choose one with --connection; {}",
                names(several)
            ))),
        },
    }
}

fn beside(name: &str, sandbox: &str) -> Result<Connection, Failure> {
    config::sandbox(name, &sandbox_at(sandbox)?).ok_or_else(|| Failure::configuration(NONE))
}

fn names(connections: &[Connection]) -> String {
    let names: Vec<_> = connections
        .iter()
        .map(|connection| connection.name.as_str())
        .collect();
    if names.is_empty() {
        "none is configured".to_owned()
    } else {
        format!("configured are {}", names.join(", "))
    }
}

const CALLS: &str = "Calls to Genesys Cloud";

/// Where `serve --sandbox` and `sandbox` listen unless told otherwise.
const USUAL_SANDBOX: &str = "http://127.0.0.1:8081";

const NONE: &str = "no connection is configured: set GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET and \
    GENESYS_REGION (or GENESYS_BASE_URL), or write [connections.NAME] into tidings.toml; to try it \
    out, start `tidings serve --sandbox` and add --connection sandbox";
