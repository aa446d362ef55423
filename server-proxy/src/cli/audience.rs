//! `tidings audience`: who used web messaging lately, as they are read, page by page.

mod by_channel;
mod table;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tidings_core::audience::{Ask, AudienceCounts, BreakOff, Interval};
use tidings_core::dialect::{AudienceQuery, Dialect, Query as _, Read};
use tidings_core::retry::Ending;
use tidings_engine::jobs::audience::{AudienceReader, criteria, last_days};
use tidings_engine::ledger::Window;

use super::outbound::ChannelName;
use super::reach::{Reach, Reached};
use super::{Global, Output};
use crate::exit::{Exit, Failure};
use crate::request_view;
use table::Table;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(super) who: Who,
    /// Which channel they wrote by
    #[arg(long, value_name = "CHANNEL", value_enum, default_value_t)]
    channel: Media,
    /// Who counts as eligible: those with an e-mail address, or with a phone number
    #[arg(long, value_name = "CHANNEL", value_enum, default_value_t)]
    by: ChannelName,
    /// How the list looks; --json means jsonl
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    /// Write the list to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Count who can be reached on which channel, and why not, instead of listing them
    #[arg(long = "reach", conflicts_with_all = ["by", "format", "output", "min_sessions"])]
    is_by_channel: bool,
    #[command(flatten)]
    reach: Reach,
}

/// Which customers are looked for.
#[derive(Args, Clone, Debug)]
pub(crate) struct Who {
    /// How many days back
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(crate) days: u32,
    /// At least so many sessions in these days
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) min_sessions: u32,
}

/// The channels that customers write by; the guides ask for one only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Media {
    /// Web messaging
    #[default]
    Webchat,
}

/// How a list looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Table,
    /// For spreadsheets
    Csv,
    /// One JSON object a customer, the last one with the counts
    Jsonl,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    // Named for scripts that say it; there is no other to choose yet.
    let Media::Webchat = arguments.channel;
    let reached = Reached::find(&arguments.reach, global)?;
    let window = last_days(arguments.who.days);
    if arguments.reach.dry_run {
        print_query(&reached, window)?;
        return Ok(Exit::Done);
    }
    if arguments.is_by_channel {
        return by_channel::run(reached, arguments.who.days, output).await;
    }
    let format = if output.is_json() {
        Format::Jsonl
    } else {
        arguments.format
    };
    let place = arguments
        .output
        .as_ref()
        .map_or("standard output".into(), |path| path.display().to_string());
    let failed = |error: io::Error| Failure::unwritable(&place, &error);
    let to: Box<dyn Write + Send> = match &arguments.output {
        Some(path) => Box::new(File::create(path).map_err(failed)?),
        None => Box::new(io::stdout()),
    };
    let mut table = Table::new(BufWriter::new(to), format).map_err(failed)?;
    let criteria = criteria(arguments.by.into(), arguments.who.min_sessions);
    let mut reader = AudienceReader::new(reached.genesys, window, criteria);
    let problem = loop {
        match reader.next_page().await {
            Ok(Some(verdicts)) => table.rows(&verdicts).map_err(failed)?,
            Ok(None) => break None,
            Err(reason) => break Some(reason),
        }
    };
    table
        .end(reader.counts(), problem.as_ref())
        .map_err(failed)?;
    eprintln!("{}", summary(reader.counts()));
    Ok(problem.map_or(Exit::Done, |reason| broken_off(&reason)))
}

/// Says that an audience is not the whole one, and why; the exit code that this means.
pub(super) fn broken_off(reason: &BreakOff) -> Exit {
    eprintln!("INCOMPLETE: the query broke off, so customers are missing. {reason}");
    match reason {
        BreakOff::Failed(Ending::Unauthorized(_)) => Exit::Configuration,
        BreakOff::Failed(Ending::Rejected(refusal)) if refusal.status == 403 => Exit::Configuration,
        _ => Exit::Incomplete,
    }
}

/// `582 customers: 480 eligible, 83 invalid_email, 19 no_address`.
pub(super) fn summary(counts: &AudienceCounts) -> String {
    let excluded = counts
        .excluded
        .iter()
        .map(|(reason, number)| format!(", {number} {reason}"));
    let excluded: String = excluded.collect();
    format!(
        "{} customers: {} eligible{excluded}",
        counts.audience, counts.eligible
    )
}

fn print_query(reached: &Reached, window: Window) -> Result<(), Failure> {
    let connection = reached.connection();
    let request = match Interval::new(window.from, window.to) {
        // The first of many: what follows depends on how many conversations there are.
        Some(interval) if connection.dialect == Dialect::Platform => Ask::Page {
            interval,
            number: 1,
        }
        .request(),
        _ => connection
            .dialect
            .read_request(&Read::Audience(AudienceQuery {
                from: window.from,
                to: window.to,
                cursor: None,
            })),
    };
    Output::json(&request_view::of(connection, &request))
}
