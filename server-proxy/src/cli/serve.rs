//! `tidings serve`: the console, and a sandbox beside it if wanted.

use std::net::SocketAddr;

use clap::Args;
use serde::Serialize;
use tidings_engine::ledger::Ledger;

use super::{Global, Output, Storage};
use crate::config::{Config, Environment};
use crate::console::{Console, Plan};
use crate::exit::{Exit, Failure};
use crate::shutdown;

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
struct Ready<'a> {
    console: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sandbox: Option<&'a str>,
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
    let console = Console::start(Plan {
        config,
        ledger,
        listen: arguments.listen,
        sandbox: arguments.sandbox.then_some(arguments.sandbox_listen),
        shutdown,
    })
    .await?;
    announce(&console, output).await?;
    console.serve().await?;
    Ok(Exit::Done)
}

/// The one line that says everything is there. The link goes to standard output alone, never into
/// the log.
async fn announce(console: &Console, output: Output) -> Result<(), Failure> {
    let link = console.first_link().await?;
    let running = console.running();
    if let Some(sandbox) = &running.sandbox {
        tracing::info!(address = sandbox, "the sandbox listens");
    }
    if output.is_json() {
        return Output::json(&Ready {
            console: &running.console,
            sandbox: running.sandbox.as_deref(),
            link,
        });
    }
    Output::line(&format!("listening on {}", running.console))?;
    match link {
        Some(link) => Output::line(&format!("sign in once, within 15 minutes: {link}")),
        None => Ok(()),
    }
}
