//! `tidings doctor`: does a connection work, and what is missing?

use clap::Args;
use tidings_core::api::{CheckVerdict, CheckView, DoctorPart, DoctorView};
use tidings_engine::jobs::doctor;

use super::reach::{Reach, Reached};
use super::{Global, Output};
use crate::exit::{Exit, Failure};
use crate::request_view;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    reach: Reach,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let reached = Reached::find(&arguments.reach, global)?;
    let connection = reached.connection();
    if arguments.reach.dry_run {
        for request in doctor::requests(connection) {
            Output::json(&request_view::of(connection, &request))?;
        }
        return Ok(Exit::Done);
    }
    let view = doctor::examine(connection).await?;
    if output.is_json() {
        Output::json(&view)?;
    } else {
        print(&view)?;
    }
    Ok(if view.is_green() {
        Exit::Done
    } else {
        Exit::Configuration
    })
}

/// Part by part, a line a finding; what to do stands below it.
pub(super) fn print(view: &DoctorView) -> Result<(), Failure> {
    let organization = match &view.organization {
        Some(name) => format!(": {name}"),
        None => String::new(),
    };
    Output::line(&format!(
        "{} at {}{organization}",
        view.connection, view.base_url
    ))?;
    let mut part = None;
    for check in &view.checks {
        if part.replace(check.part) != Some(check.part) {
            Output::line(title(check.part))?;
        }
        Output::line(&format!(
            "  {:<8} {}: {}",
            word(check),
            check.name,
            check.message
        ))?;
        if !check.hint.is_empty() {
            Output::line(&format!("           {}", check.hint))?;
        }
    }
    let unknown = view
        .checks
        .iter()
        .filter(|check| check.verdict == CheckVerdict::Unknown)
        .count();
    Output::line(&match (view.is_green(), unknown) {
        (false, _) => "What is MISSING has to be mended first.".to_owned(),
        (true, 0) => "Nothing is missing that a job needs.".to_owned(),
        (true, unknown) => {
            format!("Nothing that a job needs is known to be missing; {unknown} unknown.")
        }
    })
}

const fn title(part: DoctorPart) -> &'static str {
    match part {
        DoctorPart::Access => "Access",
        DoctorPart::Permissions => "Permissions",
        DoctorPart::Senders => "Senders",
        DoctorPart::Limits => "Limits",
    }
}

const fn word(check: &CheckView) -> &'static str {
    match (check.verdict, check.is_optional) {
        (CheckVerdict::Good, _) => "good",
        (CheckVerdict::Missing, false) => "MISSING",
        (CheckVerdict::Missing, true) => "missing",
        (CheckVerdict::Unknown, _) => "unknown",
    }
}
