//! `tidings send`: one message to one recipient.

mod canned;
mod guest;
mod job;
mod route;

use clap::Args;
use serde::Serialize;
use tidings_core::message::Message;
use tidings_core::message::draft::Draft;
use tidings_core::operation::Operation;
use tidings_core::recipient::Recipient;
use tidings_core::violation::Violations;
use tidings_engine::clock;
use tidings_engine::engine::{NotGreeted, look_up};
use tidings_engine::genesys::ReadError;
use tidings_engine::jobs::follow;
use tidings_engine::jobs::send::{self, SendError, SendOrder};
use tidings_engine::ledger::{Delivery, Ledger};
use tokio_util::sync::CancellationToken;

use super::desk::Desk;
use super::reach::{Reach, Reached};
use super::{CLI, Global, Output};
use crate::exit::{Exit, Failure};
use crate::{request_view, shutdown};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    job: job::Job,
    #[command(flatten)]
    reach: Reach,
    /// Run again with the same key within 24 hours, this is the same send and reaches nobody twice
    #[arg(long, value_name = "KEY", global = true)]
    idempotency_key: Option<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    operation: Operation,
    target: String,
    state: tidings_core::delivery::DeliveryState,
    id: Option<String>,
    conversation_id: Option<String>,
    code: Option<String>,
    reason: Option<String>,
    hint: Option<String>,
    attempts: u32,
    latency_ms: Option<f64>,
    /// What `campaign resolve` needs, should it be in doubt.
    campaign: String,
    delivery: String,
    /// What became of it on its way; nothing when it arrived as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

pub(crate) async fn run(
    mut arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let reached = Reached::find(&arguments.reach, global)?;
    let connection = reached.connection();
    arguments.job.look_up(&reached.genesys).await?;
    let drafts = arguments.job.drafts()?.into_iter().map(|draft| {
        let with_senders =
            |draft: Draft| draft.with_senders(&connection.senders, connection.dialect);
        draft.map(with_senders).into_draft(reached.policy())
    });
    let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
    if arguments.reach.dry_run {
        for draft in &drafts {
            dry_run(&reached, draft).await?;
        }
        return Ok(Exit::Done);
    }
    // Before the ledger is touched: a message that breaks a rule leaves no trace.
    for draft in &drafts {
        send::check(draft, connection, reached.policy())?;
    }
    if arguments.idempotency_key.is_none() {
        for draft in &drafts {
            refuse_early(&reached, draft).await?;
        }
    }
    let shutdown = shutdown::requested()?;
    let desk = Desk::open(&reached, "send").await?;
    let key = arguments.idempotency_key.as_deref();
    let sent = send_all(&desk, &reached, drafts, key, output, shutdown).await;
    desk.close().await?;
    sent
}

/// One after the other, each with a report; the first that was not accepted decides the exit code.
async fn send_all(
    desk: &Desk,
    reached: &Reached,
    drafts: Vec<Draft>,
    key: Option<&str>,
    output: Output,
    shutdown: CancellationToken,
) -> Result<Exit, Failure> {
    let are_several = drafts.len() > 1;
    let mut worst = Exit::Done;
    for draft in drafts {
        let notes = send::forecast(&draft, reached.connection(), reached.policy());
        let key = key.map(|key| match &draft {
            Draft::Outbound(outbound) if are_several => format!("{key} {}", outbound.to),
            _ => key.to_owned(),
        });
        let order = SendOrder {
            draft,
            actor: CLI.to_owned(),
            idempotency_key: key,
            on_server_error: None,
            follower: Some(desk.owner().id().clone()),
        };
        let delivery = send_and_follow(desk, reached, order, shutdown.clone()).await?;
        let exit = report(&delivery, notes, output)?;
        if worst == Exit::Done {
            worst = exit;
        }
    }
    Ok(worst)
}

/// Before anything is called: somebody nobody may write to, and a stop that would be waited out in
/// vain. With a key it may be a message that was taken before; the ledger knows.
async fn refuse_early(reached: &Reached, draft: &Draft) -> Result<(), Failure> {
    let ledger = Ledger::open(reached.location.clone()).await?;
    let (_, recipient) = draft.check(reached.policy())?;
    let bounds = reached.genesys.bounds();
    let session = draft.session();
    if let Some(barred) = ledger.barred(bounds, &recipient, session.as_ref()).await? {
        return Err(Failure::barred(&barred));
    }
    match ledger.stopped(&bounds.connection).await? {
        Some(stop) => Err(Failure::stopped(&stop)),
        None => Ok(()),
    }
}

async fn send_and_follow(
    desk: &Desk,
    reached: &Reached,
    order: SendOrder,
    shutdown: CancellationToken,
) -> Result<Delivery, Failure> {
    let submitted = send::submit(&desk.ledger, &reached.genesys, reached.policy(), order).await?;
    let id = submitted.into_delivery().id;
    let followed = follow::delivery(&desk.ledger, &id);
    match shutdown.run_until_cancelled(followed).await {
        Some(delivery) => Ok(delivery?),
        None => Ok(desk.ledger.delivery(&id).await?),
    }
}

fn report(delivery: &Delivery, notes: Vec<String>, output: Output) -> Result<Exit, Failure> {
    let view = delivery.view();
    let exit = exit(delivery);
    if output.is_json() {
        Output::json(&Report {
            operation: view.operation,
            target: view.target,
            state: view.state,
            id: view.message_id,
            conversation_id: view.conversation_id,
            code: view.code,
            reason: view.reason,
            hint: view.hint,
            attempts: view.attempts,
            latency_ms: view.latency_ms,
            campaign: view.campaign_id,
            delivery: view.id,
            notes,
        })?;
        return Ok(exit);
    }
    let state = view.state.name().replace('_', " ");
    let ids = [
        ("message", &view.message_id),
        ("conversation", &view.conversation_id),
    ];
    let ids = ids
        .iter()
        .filter_map(|(word, id)| Some(format!(", {word} {}", id.as_ref()?)));
    let took = view
        .latency_ms
        .map_or_else(String::new, |ms| format!(", {ms:.0} ms"));
    let ids: String = ids.collect();
    Output::line(&format!(
        "{} to {}: {state}{ids}{took}",
        view.operation, view.target
    ))?;
    for words in notes.into_iter().chain(view.reason).chain(view.hint) {
        eprintln!("{words}");
    }
    if delivery.state == tidings_core::delivery::DeliveryState::InDoubt {
        eprintln!(
            "Nobody knows whether it arrived. Once you do: tidings campaign resolve {} --all --as sent|unsent",
            view.campaign_id
        );
    }
    Ok(exit)
}

fn exit(delivery: &Delivery) -> Exit {
    if delivery.state.is_accepted() {
        return Exit::Done;
    }
    let status = delivery.tries.last().and_then(|last| last.status);
    match (status, delivery.code.as_deref()) {
        (Some(401 | 403), _) | (_, Some(REFUSED | REHEARSAL)) => Exit::Configuration,
        _ => Exit::Incomplete,
    }
}

/// Prints the request. A greeting looks the earlier web chat up, because its text depends on it.
async fn dry_run(reached: &Reached, draft: &Draft) -> Result<Exit, Failure> {
    let (message, recipient) = draft.check(reached.policy())?;
    let recipient = match look_up(&reached.genesys, recipient).await {
        Ok(recipient) => recipient,
        Err(problem) => return Err(not_greeted(&problem)),
    };
    print_requests(reached, &message, &recipient)?;
    Ok(Exit::Done)
}

/// One line for each request that would send a message, and a word on what would not arrive as it
/// is.
pub(super) fn print_requests(
    reached: &Reached,
    message: &Message,
    recipient: &Recipient,
) -> Result<(), Failure> {
    let connection = reached.connection();
    let personalized = message.personalize(recipient, reached.policy())?;
    let carried = connection
        .dialect
        .carry(&personalized, connection.is_sandbox())
        .map_err(Violations::from)?;
    for request in request_view::of_message(connection, &carried, clock::now()) {
        Output::json(&request)?;
    }
    for words in carried.forecast() {
        eprintln!("{words}");
    }
    Ok(())
}

fn not_greeted(problem: &NotGreeted) -> Failure {
    let refusal = match problem {
        NotGreeted::Unknown(ReadError::Credentials(_)) => return configuration(problem),
        NotGreeted::Unknown(error) => error.refusal(),
        NotGreeted::StillActive { .. } | NotGreeted::NoEmail => None,
    };
    match refusal {
        Some(refusal) if refusal.status == 403 => configuration(problem),
        _ => Failure::new(Exit::Incomplete, "not_greeted", problem.to_string()),
    }
}

fn configuration(problem: &NotGreeted) -> Failure {
    Failure::configuration(problem.to_string())
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        let words = error.to_string();
        match error {
            SendError::Barred(barred) => Self::barred(&barred),
            SendError::Violations(violations) => violations.into(),
            SendError::Credentials(_) => Self::new(Exit::Configuration, REFUSED, words),
            SendError::Ledger(error) => error.into(),
        }
    }
}

/// The code of a row that rehearsal refused.
const REHEARSAL: &str = "rehearsal";
/// The code of a row, and of a command, that the platform refused the credentials of.
pub(super) const REFUSED: &str = "credentials_refused";
