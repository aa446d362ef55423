//! A console for Genesys Cloud admins who reach out first: proxy, page and command line.

mod app;
mod auth;
mod cli;
mod client;
mod config;
mod connections;
mod console;
mod error;
mod exit;
mod hooks;
mod listener;
mod logging;
mod middleware;
mod page;
mod previews;
mod random;
mod readings;
mod request_view;
mod router;
mod routes;
mod running;
mod shutdown;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use cli::{Cli, Output};
use exit::{Exit, Failure};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refused(&error).into(),
    };
    match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime.block_on(cli.run()).into(),
        Err(error) => {
            eprintln!("error: no threads can be started: {error}");
            Exit::Configuration.into()
        }
    }
}

/// Help and version are results; anything else is wrong arguments, said as `--json` asks.
fn refused(error: &clap::Error) -> Exit {
    let is_json = std::env::args().any(|argument| argument == "--json");
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            drop(error.print());
            Exit::Done
        }
        _ if is_json => {
            let text = error.to_string();
            let message = text.trim().trim_start_matches("error: ");
            Output::new(true).failure(&Failure::arguments(message))
        }
        _ => {
            drop(error.print());
            Exit::Arguments
        }
    }
}
