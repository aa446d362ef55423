//! The command line: one file a command below this one.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::exit::{Exit, Failure};
use crate::logging::{self, LogFormat};

mod audience;
mod campaign;
mod capabilities;
mod connection;
mod desk;
mod doctor;
mod notify;
mod outbound;
mod output;
mod progress;
mod reach;
mod sandbox;
mod send;
mod serve;
mod stop;
mod suppress;
mod user;

pub(crate) use output::Output;

/// Who asks for what a command does, as the ledger records it.
pub(crate) const CLI: &str = "cli";

/// Whoever runs this command, as the lists and switches that are kept for long record it.
pub(crate) fn operator() -> String {
    match std::env::var("USER") {
        Ok(user) if !user.trim().is_empty() => format!("{CLI} ({})", user.trim()),
        _ => CLI.to_owned(),
    }
}

/// Reach out to Genesys Cloud customers first: find who wrote lately, send proactive and structured
/// messages, and know how each one ended.
#[derive(Debug, Parser)]
#[command(
    name = "tidings",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Args, Debug)]
pub(crate) struct Global {
    /// Read the configuration from this file [default: ./tidings.toml, if it is there]
    #[arg(long, value_name = "FILE", global = true, help_heading = EVERYWHERE)]
    pub(crate) config: Option<PathBuf>,
    /// Print results as JSON
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    /// What to log on standard error, such as info, debug or tidings=trace
    #[arg(
        long,
        value_name = "FILTER",
        env = "RUST_LOG",
        hide_env_values = true,
        global = true,
        help_heading = EVERYWHERE
    )]
    log: Option<String>,
    /// How lines of the log look
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        global = true,
        help_heading = EVERYWHERE
    )]
    log_format: LogFormat,
}

/// Where the ledger lives.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Storage {
    /// Keep the ledger in this folder [default: ./data]
    #[arg(
        long,
        value_name = "DIR",
        env = "TIDINGS_DATA",
        hide_env_values = true,
        global = true,
        help_heading = LEDGER
    )]
    pub(crate) data: Option<PathBuf>,
    /// Keep the ledger in this SQLite file instead (a path or sqlite:PATH)
    #[arg(
        long,
        value_name = "URL",
        env = "TIDINGS_DATABASE_URL",
        hide_env_values = true,
        global = true,
        help_heading = LEDGER
    )]
    pub(crate) database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console: the page, its API and the engine that sends
    Serve(serve::Arguments),
    /// Simulate a Genesys Cloud to try against, with a guest's messenger and faults on demand
    Sandbox(sandbox::Arguments),
    /// Look at a connection without sending anything: access, permissions, senders, limits
    Doctor(doctor::Arguments),
    /// Show what each dialect and channel can carry: as it is, as text, or not at all
    Capabilities,
    /// List the customers who used web messaging lately
    Audience(audience::Arguments),
    /// Send one message to one recipient
    Send(send::Arguments),
    /// Find the customers who used web messaging lately and write to each of them, once
    Notify(notify::Arguments),
    /// Look at campaigns and settle what is in doubt
    Campaign(campaign::Arguments),
    /// Let nothing more be sent, by any process, until it is resumed
    Stop(stop::Arguments),
    /// Let sending go on after a stop
    Resume(stop::Arguments),
    /// Keep the list of those who must never be written to
    Suppress(suppress::Arguments),
    /// Look at connections and say how far they reach: rehearsal or live, and whom rehearsal reaches
    Connection(connection::Arguments),
    /// Let people into the console
    User(user::Arguments),
}

impl Cli {
    /// Does what was asked, and says on the terminal why it could not.
    pub(crate) async fn run(self) -> Exit {
        let output = Output::new(self.global.json);
        match self.execute(output).await {
            Ok(exit) => exit,
            Err(failure) => output.failure(&failure),
        }
    }

    async fn execute(self, output: Output) -> Result<Exit, Failure> {
        let filter = match (&self.global.log, &self.command) {
            (Some(filter), _) => filter,
            (None, Command::Serve(_) | Command::Sandbox(_)) => "info",
            // Whoever waits for a result is told what holds it up.
            (None, _) => "warn",
        };
        logging::start(filter, self.global.log_format)?;
        match self.command {
            Command::Serve(arguments) => serve::run(arguments, &self.global, output).await,
            Command::Sandbox(arguments) => sandbox::run(arguments, output).await,
            Command::Doctor(arguments) => doctor::run(arguments, &self.global, output).await,
            Command::Capabilities => capabilities::run(output),
            Command::Audience(arguments) => audience::run(arguments, &self.global, output).await,
            Command::Send(arguments) => send::run(arguments, &self.global, output).await,
            Command::Notify(arguments) => notify::run(arguments, &self.global, output).await,
            Command::Campaign(arguments) => campaign::run(arguments, &self.global, output).await,
            Command::Stop(arguments) => stop::stop(arguments, &self.global, output).await,
            Command::Resume(arguments) => stop::resume(arguments, &self.global, output).await,
            Command::Suppress(arguments) => suppress::run(arguments, &self.global, output).await,
            Command::Connection(arguments) => {
                connection::run(arguments, &self.global, output).await
            }
            Command::User(arguments) => user::run(arguments, &self.global, output).await,
        }
    }
}

/// Where `--help` lists what every command understands, apart from what is the command's own.
const EVERYWHERE: &str = "Options of every command";
const LEDGER: &str = "Ledger";
