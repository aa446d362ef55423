//! `tidings doctor`: does a connection work, and what is missing?

use clap::Args;
use serde::Serialize;
use tidings_core::audience::BreakOff;
use tidings_core::dialect::{AudienceQuery, Read};
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::message::draft::OutboundChannel;
use tidings_core::operation::Operation;
use tidings_core::outcome::Refusal;
use tidings_core::retry::Ending;
use tidings_engine::genesys::{Genesys, ReadError, TokenError};
use tidings_engine::jobs::audience::{AudienceReader, criteria, last_days};

use super::reach::{Reach, Reached};
use super::{Global, Output};
use crate::exit::{Exit, Failure};
use crate::request_view;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    reach: Reach,
}

/// What was found out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    connection: String,
    base_url: String,
    checks: Vec<Check>,
    missing_scopes: Vec<String>,
    /// Cannot be tried without sending somebody something.
    untried_scopes: Vec<String>,
}

#[derive(Serialize)]
struct Check {
    #[serde(rename = "check")]
    name: &'static str,
    ok: bool,
    message: String,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let reached = Reached::find(&arguments.reach, global)?;
    if arguments.reach.dry_run {
        return dry_run(&reached);
    }
    let report = examine(&reached.genesys).await;
    if output.is_json() {
        Output::json(&report)?;
    } else {
        print(&report)?;
    }
    Ok(if report.checks.iter().all(|check| check.ok) {
        Exit::Done
    } else {
        Exit::Configuration
    })
}

/// One after the other, as far as each makes sense after the one before it.
async fn examine(genesys: &Genesys) -> Report {
    let connection = genesys.connection();
    let scope = |operation: &Operation| connection.dialect.scope(*operation).to_owned();
    let sends = Operation::ALL
        .into_iter()
        .filter(|operation| operation.is_send());
    let mut report = Report {
        connection: connection.name.clone(),
        base_url: connection.base.to_string(),
        checks: Vec::new(),
        missing_scopes: Vec::new(),
        untried_scopes: sends.map(|operation| scope(&operation)).collect(),
    };
    match genesys.token().await {
        Ok(_) => {
            report.passed("address", format!("{} answers", connection.login));
            report.passed("credentials", "an access token was issued".to_owned());
        }
        Err(TokenError::Refused(refusal)) => {
            report.passed("address", format!("{} answers", connection.login));
            report.failed("credentials", refusal.to_string());
            return report;
        }
        Err(error @ TokenError::Unavailable { .. }) => {
            report.failed("address", error.to_string());
            return report;
        }
    }
    report.learn("audience", audience(genesys).await);
    report.learn("contact", contact(genesys).await);
    report.learn("history", history(genesys).await);
    report
}

impl Report {
    fn passed(&mut self, name: &'static str, message: String) {
        self.checks.push(Check {
            name,
            ok: true,
            message,
        });
    }

    fn failed(&mut self, name: &'static str, message: String) {
        self.checks.push(Check {
            name,
            ok: false,
            message,
        });
    }

    fn learn(&mut self, check: &'static str, result: Result<(), Problem>) {
        match result {
            Ok(()) => self.passed(check, "can be read".to_owned()),
            Err(Problem::Refused(refusal)) => {
                self.missing_scopes.extend(refusal.missing_scope.clone());
                self.failed(check, refusal.to_string());
            }
            Err(Problem::Other(message)) => self.failed(check, message),
        }
    }
}

enum Problem {
    Refused(Refusal),
    Other(String),
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error.refusal() {
            Some(refusal) => Self::Refused(refusal.clone()),
            None => Self::Other(error.to_string()),
        }
    }
}

/// The first page of the last day: the one read that everything else begins with.
async fn audience(genesys: &Genesys) -> Result<(), Problem> {
    let criteria = criteria(OutboundChannel::Email, 1);
    let mut reader = AudienceReader::new(genesys.clone(), last_days(1), criteria);
    match reader.next_page().await {
        Ok(_) => Ok(()),
        Err(BreakOff::Failed(Ending::Rejected(refusal) | Ending::Unauthorized(refusal))) => {
            Err(Problem::Refused(refusal))
        }
        Err(reason) => Err(Problem::Other(reason.to_string())),
    }
}

/// A look-up of something that is not there: "unknown" proves the scope.
async fn contact(genesys: &Genesys) -> Result<(), Problem> {
    let Ok(nobody) = ContactId::parse(NOBODY) else {
        return Ok(());
    };
    proven(genesys.contact(&nobody).await.map(drop))
}

async fn history(genesys: &Genesys) -> Result<(), Problem> {
    let Ok(nothing) = ConversationId::parse(NOBODY) else {
        return Ok(());
    };
    proven(genesys.history(&nothing).await.map(drop))
}

fn proven(result: Result<(), ReadError>) -> Result<(), Problem> {
    match result {
        Err(ReadError::Refused(refusal)) if matches!(refusal.status, 400 | 404) => Ok(()),
        other => Ok(other?),
    }
}

fn print(report: &Report) -> Result<(), Failure> {
    Output::line(&format!("{} at {}", report.connection, report.base_url))?;
    for check in &report.checks {
        let word = if check.ok { "ok    " } else { "FAILED" };
        Output::line(&format!("  {word}  {:<12} {}", check.name, check.message))?;
    }
    for scope in &report.missing_scopes {
        Output::line(&format!("  missing scope: {scope}"))?;
    }
    Output::line(&format!(
        "  not tried, because it would reach somebody: {}",
        report.untried_scopes.join(", ")
    ))
}

fn dry_run(reached: &Reached) -> Result<Exit, Failure> {
    let connection = reached.connection();
    let window = last_days(1);
    let mut reads = vec![Read::Audience(AudienceQuery {
        from: window.from,
        to: window.to,
        cursor: None,
    })];
    reads.extend(ContactId::parse(NOBODY).map(Read::Contact));
    reads.extend(ConversationId::parse(NOBODY).map(Read::History));
    for read in &reads {
        Output::json(&request_view::of(
            connection,
            &connection.dialect.read_request(read),
        ))?;
    }
    Ok(Exit::Done)
}

/// An id that nothing has.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
