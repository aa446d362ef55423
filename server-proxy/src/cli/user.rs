//! `tidings user`: who may sign in.

use clap::{Args, Subcommand};
use serde_json::json;
use tidings_engine::ledger::Ledger;

use super::{Global, Output, Storage};
use crate::auth::link;
use crate::config::{Config, Environment, PublicUrl};
use crate::exit::{Exit, Failure};
use crate::running::Running;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a one-time link, good for 15 minutes, to choose a name and a password
    ///
    /// Earlier links stop working. Spending it ends every session of the account, so that it also
    /// mends a forgotten password.
    Link {
        #[command(flatten)]
        storage: Storage,
    },
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let Command::Link { storage } = arguments.command;
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let ledger = Ledger::open(config.location(&storage)?).await?;
    let console = console(&config, &ledger);
    let link = link::make(&ledger, &console).await?;
    if output.is_json() {
        Output::json(&json!({ "link": link }))?;
    } else {
        Output::line(&link)?;
    }
    Ok(Exit::Done)
}

/// The address that is configured, else that of the console which runs on this data folder, else
/// the usual one.
fn console(config: &Config, ledger: &Ledger) -> String {
    let running = || Running::read(ledger.location().folder()).map(|running| running.console);
    let configured = config.http.public_url.as_ref().map(PublicUrl::origin);
    configured
        .map(str::to_owned)
        .or_else(running)
        .unwrap_or_else(|| USUAL.to_owned())
}

const USUAL: &str = "http://localhost:8080";
