//! `tidings suppress`: who must never be written to, by any connection.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use tidings_core::api::{ListChange, ListedRecipient, RecipientList};
use tidings_engine::jobs::listing::{self, Export, Import};
use tidings_engine::ledger::{Ledger, List};

use super::{Global, Output, Storage, operator};
use crate::config::{Config, Environment};
use crate::exit::{Exit, Failure};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    storage: Storage,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Put recipients on the list
    Add {
        /// E-mail addresses, phone numbers as +4930123456, or ids of persons
        #[arg(value_name = "RECIPIENT", required = true)]
        recipients: Vec<String>,
        /// Why; kept with each
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        reason: String,
    },
    /// Take recipients off the list
    Remove {
        /// E-mail addresses, phone numbers as +4930123456, or ids of persons
        #[arg(value_name = "RECIPIENT", required = true)]
        recipients: Vec<String>,
    },
    /// List those on it
    List {
        /// Only those whose address or id holds this text
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        containing: String,
    },
    /// Put those in a CSV file on the list: recipient, reason
    Import {
        /// The file; - reads standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Write the list as CSV: recipient, reason, addedAt, addedBy
    Export {
        /// Write to this file [default: standard output]
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let ledger = Ledger::open(config.location(&arguments.storage)?).await?;
    let list = List::Suppressed;
    match arguments.command {
        Command::Add { recipients, reason } => {
            let typed = RecipientList { recipients, reason };
            let change = listing::add(&ledger, list, typed, &operator()).await?;
            changed(&change, "added", "on the list already", output)
        }
        Command::Remove { recipients } => {
            let change = listing::remove(&ledger, list, &recipients, &operator()).await?;
            changed(&change, "removed", "not on the list", output)
        }
        Command::List { containing } => {
            let mut after = None;
            loop {
                let page = ledger
                    .listed(&list, &containing, after.as_deref(), PAGE)
                    .await?;
                print(&page.rows, output)?;
                after = page.next;
                if after.is_none() {
                    return Ok(Exit::Done);
                }
            }
        }
        Command::Import { file } => {
            let change = import(&ledger, file).await?;
            changed(&change, "added", "on the list already", output)
        }
        Command::Export { output } => export(&ledger, output).await,
    }
}

/// What became of a change; exit code 2 when something could not be read.
pub(super) fn changed(
    change: &ListChange,
    did: &str,
    was: &str,
    output: Output,
) -> Result<Exit, Failure> {
    if output.is_json() {
        Output::json(change)?;
    } else {
        Output::line(&format!("{} {did}", change.changed))?;
        if change.unchanged > 0 {
            Output::line(&format!("{} {was}", change.unchanged))?;
        }
    }
    for problem in &change.refused {
        eprintln!("{problem}");
    }
    Ok(if change.refused.is_empty() {
        Exit::Done
    } else {
        Exit::Arguments
    })
}

/// One recipient a line.
pub(super) fn print(rows: &[ListedRecipient], output: Output) -> Result<(), Failure> {
    for row in rows {
        if output.is_json() {
            Output::json(row)?;
        } else {
            let ListedRecipient {
                recipient,
                reason,
                added_at,
                added_by,
            } = row;
            Output::line(&format!(
                "{recipient:<40}  {added_at}  {added_by}  {reason}"
            ))?;
        }
    }
    Ok(())
}

async fn import(ledger: &Ledger, file: PathBuf) -> Result<ListChange, Failure> {
    let place = file.display().to_string();
    let failed = |error: io::Error| Failure::arguments(format!("{place}: {error}"));
    let mut from: Box<dyn Read> = if place == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&file).map_err(failed)?)
    };
    let mut import = Import::new(ledger, &operator());
    let mut piece = vec![0; PIECE];
    loop {
        match from.read(&mut piece).map_err(failed)? {
            0 => return Ok(import.finish().await?),
            size => {
                let read = piece.get(..size).unwrap_or_default();
                import.read(read).await?;
            }
        }
    }
}

async fn export(ledger: &Ledger, file: Option<PathBuf>) -> Result<Exit, Failure> {
    let place = file
        .as_ref()
        .map_or("standard output".into(), |file| file.display().to_string());
    let failed = |error: io::Error| Failure::unwritable(&place, &error);
    let mut to: Box<dyn Write> = match &file {
        Some(path) => Box::new(File::create(path).map_err(failed)?),
        None => Box::new(io::stdout()),
    };
    let mut export = Export::new(ledger);
    while let Some(piece) = export.next().await? {
        to.write_all(piece.as_bytes()).map_err(failed)?;
    }
    to.flush().map_err(failed)?;
    Ok(Exit::Done)
}

const PAGE: u32 = 1000;
/// Bytes read at a time.
const PIECE: usize = 64 * 1024;
