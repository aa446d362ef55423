//! `tidings stop` and `tidings resume`: the stop switch.

use clap::Args;
use tidings_core::api::StopView;
use tidings_engine::ledger::{Ledger, Stop, StopScope};

use super::reach::choose;
use super::{Global, Output, Storage, operator};
use crate::config::{Config, Environment};
use crate::exit::{Exit, Failure};
use crate::running::Running;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// This connection only [default: everything]
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
    #[command(flatten)]
    storage: Storage,
}

pub(crate) async fn stop(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let location = config.location(&arguments.storage)?;
    if let Some(name) = &arguments.connection {
        // A mistyped name would stop nothing, and nobody would notice.
        choose(
            &config,
            Some(name),
            Running::read(location.folder()).as_ref(),
        )?;
    }
    let ledger = Ledger::open(location).await?;
    let stops = ledger
        .stop(scope(arguments.connection), &operator())
        .await?;
    print(&stops, output)
}

pub(crate) async fn resume(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let ledger = Ledger::open(config.location(&arguments.storage)?).await?;
    let scope = scope(arguments.connection);
    let stops = ledger.resume(scope, &operator()).await?;
    print(&stops, output)
}

fn scope(connection: Option<String>) -> StopScope {
    connection.map_or(StopScope::All, StopScope::Connection)
}

fn print(stops: &[Stop], output: Output) -> Result<Exit, Failure> {
    if output.is_json() {
        let views: Vec<StopView> = stops.iter().map(Stop::view).collect();
        Output::json(&views)?;
        return Ok(Exit::Done);
    }
    for stop in stops {
        let what = match &stop.scope {
            StopScope::All => "everything".to_owned(),
            StopScope::Connection(name) => format!("the connection {name}"),
        };
        Output::line(&format!(
            "stopped: {what}, since {} by {}",
            stop.at, stop.by
        ))?;
    }
    if stops.is_empty() {
        Output::line("nothing is stopped")?;
    }
    Ok(Exit::Done)
}
