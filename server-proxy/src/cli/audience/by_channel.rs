//! `tidings audience --reach`: who can be reached on which channel.

use tidings_core::api::{ChannelReach, ReachView};
use tidings_engine::jobs::reach;
use tidings_engine::ledger::Ledger;

use super::super::Output;
use super::super::reach::Reached;
use crate::exit::{Exit, Failure};

pub(super) async fn run(reached: Reached, days: u32, output: Output) -> Result<Exit, Failure> {
    let ledger = Ledger::open(reached.location).await?;
    let view = reach::reach(&ledger, &reached.genesys, days).await?;
    if output.is_json() {
        Output::json(&view)?;
    } else {
        print(&view)?;
    }
    let Some(problem) = &view.problem else {
        return Ok(Exit::Done);
    };
    eprintln!("INCOMPLETE: the query broke off, so customers are missing. {problem}");
    Ok(Exit::Incomplete)
}

fn print(view: &ReachView) -> Result<(), Failure> {
    Output::line(&format!(
        "{} customers used web messaging in these days.",
        view.audience
    ))?;
    view.channels.iter().try_for_each(|channel| {
        Output::line(&format!(
            "{:<16} {:>9} can be reached{}",
            channel.channel.title(),
            channel.reachable,
            rest(channel)
        ))
    })
}

/// `, 12 of them not for long: their contact expires; 40 no_address, 3 suppressed`.
fn rest(channel: &ChannelReach) -> String {
    let expiring = match channel.expiring {
        0 => String::new(),
        number => format!(", {number} of them not for long: their contact expires within a week"),
    };
    let reasons: Vec<_> = channel
        .unreachable
        .iter()
        .map(|(reason, number)| format!("{number} {reason}"))
        .collect();
    if reasons.is_empty() {
        return expiring;
    }
    format!("{expiring}; {}", reasons.join(", "))
}
