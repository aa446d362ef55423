//! `tidings serve`: the console, and a sandbox beside it if wanted.

use std::net::SocketAddr;

use clap::Args;
use serde::Serialize;
use tidings_core::endpoint::BaseUrl;
use tidings_engine::ledger::{Ledger, LedgerError};
use tidings_sandbox::{Options, Sandbox, SandboxError};
use tokio_util::sync::CancellationToken;

use super::{Global, Output, Storage};
use crate::app::{App, Parts};
use crate::auth::{Attempts, Passwords, link};
use crate::config::{Config, Connection, Environment, PublicUrl};
use crate::connections::Connections;
use crate::exit::{Exit, Failure};
use crate::page::Page;
use crate::router::router;
use crate::{listener, shutdown};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Run a sandbox beside the console, with a connection `sandbox` to it
    #[arg(long)]
    sandbox: bool,
    /// Listen here; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The sandbox listens here; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
    sandbox_listen: SocketAddr,
    #[command(flatten)]
    storage: Storage,
}

/// What is printed once everything is there.
#[derive(Serialize)]
struct Ready {
    console: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sandbox: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let shutdown = shutdown::requested()?;
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let ledger = Ledger::open(config.location(&arguments.storage)?).await?;
    let _only_one = ledger.lock_for_serving()?;
    let (listener, address) = listener::bind(arguments.listen).await?;
    let public_url = public_url(&config, address)?;
    let sandbox = if arguments.sandbox {
        Some(sandbox(arguments.sandbox_listen).await?)
    } else {
        None
    };
    let mut connections = config.connections;
    if let Some((_, connection)) = &sandbox {
        connections.retain(|other| other.name != connection.name);
        connections.push(connection.clone());
    }
    let ready = Ready {
        console: public_url.origin().to_owned(),
        sandbox: sandbox
            .as_ref()
            .map(|(_, connection)| connection.base.to_string()),
        link: first_link(&ledger, public_url.origin()).await?,
    };
    let app = App::new(Parts {
        attempts: Attempts::default(),
        connections: Connections::new(connections),
        ledger,
        page: Page::embedded(),
        passwords: Passwords::new()
            .await
            .map_err(|error| Failure::configuration(error.to_string()))?,
        policy: config.policy,
        public_url,
        trusted_proxies: config.http.trusted_proxies,
    });
    let sandbox = sandbox.map(|(sandbox, _)| spawn(sandbox, shutdown.clone()));
    announce(output, &ready)?;
    listener::serve(listener, router(app), shutdown).await;
    if let Some(sandbox) = sandbox {
        drop(sandbox.await);
    }
    Ok(Exit::Done)
}

/// The address that was configured, else `http://localhost` with the port that was bound.
fn public_url(config: &Config, address: SocketAddr) -> Result<PublicUrl, Failure> {
    let localhost = || PublicUrl::localhost(address.port());
    config
        .http
        .public_url
        .clone()
        .or_else(localhost)
        .ok_or_else(|| Failure::configuration("the console has no address; set TIDINGS_PUBLIC_URL"))
}

async fn sandbox(listen: SocketAddr) -> Result<(Sandbox, Connection), Failure> {
    let options = Options {
        listen,
        ..Options::default()
    };
    let sandbox = Sandbox::bind(options).await?;
    let address = format!("http://{}", sandbox.address());
    let base = BaseUrl::parse(&address)
        .map_err(|error| Failure::configuration(format!("--sandbox-listen {listen}: {error}")))?;
    Ok((sandbox, Connection::sandbox(base)))
}

fn spawn(sandbox: Sandbox, shutdown: CancellationToken) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = sandbox.serve(shutdown.cancelled_owned()).await {
            tracing::error!(%error, "the sandbox ended");
        }
    })
}

/// A one-time link while nobody can sign in any other way.
async fn first_link(ledger: &Ledger, console: &str) -> Result<Option<String>, Failure> {
    if ledger.has_account().await? {
        return Ok(None);
    }
    Ok(Some(link::make(ledger, console).await?))
}

/// The one line that says everything is there. The link goes to standard output alone, never into
/// the log.
fn announce(output: Output, ready: &Ready) -> Result<(), Failure> {
    if let Some(sandbox) = &ready.sandbox {
        tracing::info!(address = sandbox, "the sandbox listens");
    }
    if output.is_json() {
        return Output::json(ready);
    }
    Output::line(&format!("listening on {}", ready.console))?;
    match &ready.link {
        Some(link) => Output::line(&format!("sign in once, within 15 minutes: {link}")),
        None => Ok(()),
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::new(Exit::Configuration, error.code(), error.to_string())
    }
}

impl From<SandboxError> for Failure {
    fn from(error: SandboxError) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<link::LinkError> for Failure {
    fn from(error: link::LinkError) -> Self {
        Self::configuration(error.to_string())
    }
}
