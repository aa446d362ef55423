//! `tidings notify`: guide 000's whole job. Run again, it goes on where it was.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use tidings_core::api::{AudienceFilter, HealthView, Mode};
use tidings_core::audience::Verdict;
use tidings_core::delivery::DeliveryState;
use tidings_core::message::draft::{Draft, OutboundDraft};
use tidings_core::template::Coverage;
use tidings_engine::clock;
use tidings_engine::genesys::Genesys;
use tidings_engine::jobs::audience::{AudienceReader, criteria, last_days};
use tidings_engine::jobs::eta;
use tidings_engine::jobs::follow;
use tidings_engine::jobs::notify::{self, Heard, NotifyError, NotifyOrder, Opened, Reading};
use tidings_engine::ledger::{AudienceState, Campaign, CampaignCounts, Ledger, LedgerError, Stop};
use tokio_util::sync::CancellationToken;

use super::audience::{Who, broken_off, summary};
use super::desk::Desk;
use super::outbound::Outbound;
use super::progress::Progress;
use super::reach::{Reach, Reached};
use super::send::{REFUSED, print_requests};
use super::{CLI, Global, Output};
use crate::exit::{Exit, Failure};
use crate::shutdown;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    message: Outbound,
    /// Send at most so many a minute, up to 60000 [default: 120]
    #[arg(long, value_name = "N")]
    rate_per_minute: Option<u32>,
    /// Call the campaign so [default: made from its content]
    #[arg(long, value_name = "CAMPAIGN")]
    name: Option<String>,
    /// Send to what was read even when the query breaks off
    #[arg(long)]
    partial: bool,
    /// Start anew although a campaign of this name and content is finished
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    reach: Reach,
}

/// What `--json` prints: `audience` is the sum of `excluded` and `states`.
#[derive(Serialize)]
struct Report<'a> {
    campaign: &'a str,
    complete: bool,
    audience: u64,
    excluded: &'a BTreeMap<String, u64>,
    states: &'a BTreeMap<DeliveryState, u64>,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let draft = arguments.message.draft()?;
    let reached = Reached::find(&arguments.reach, global)?;
    let draft = draft.with_senders(&reached.connection().senders);
    if arguments.reach.dry_run {
        return dry_run(reached, draft, &arguments.who).await;
    }
    // Before the ledger is touched: a message that breaks a rule leaves no trace.
    Draft::Outbound(draft.clone()).parse(reached.policy())?;
    let shutdown = shutdown::requested()?;
    let desk = Desk::open(&reached, "notify").await?;
    let order = NotifyOrder {
        audience: AudienceFilter {
            connection: reached.connection().name.clone(),
            days: arguments.who.days,
            channel: draft.channel,
            min_sessions: arguments.who.min_sessions,
        },
        draft,
        name: arguments.name,
        per_minute: arguments.rate_per_minute,
        on_server_error: None,
        again: arguments.again,
        actor: CLI.to_owned(),
        follower: Some(desk.owner().id().clone()),
    };
    let work = work(&desk, &reached, order, arguments.partial, &shutdown);
    let done = work.await;
    let ledger = desk.ledger.clone();
    desk.close().await?;
    let (campaign, exit) = done?;
    let counts = report(&ledger, &campaign, output).await?;
    if ledger.mode(reached.genesys.bounds()).await? == Mode::Rehearsal {
        eprintln!(
            "The connection is in rehearsal: only those on its allow-list are written to, the rest \
             is refused."
        );
    }
    Ok(match exit {
        Some(exit) => exit,
        None => exit_of(&counts),
    })
}

/// Opens, reads, follows. An exit code is returned where the counts alone do not say it.
async fn work(
    desk: &Desk,
    reached: &Reached,
    order: NotifyOrder,
    partial: bool,
    shutdown: &CancellationToken,
) -> Result<(Campaign, Option<Exit>), Failure> {
    let opened = notify::open(&desk.ledger, &reached.genesys, reached.policy(), order).await?;
    let campaign = match opened {
        Opened::New(campaign) => campaign,
        Opened::Resumed(campaign) => {
            eprintln!(
                "going on with the campaign {}, begun {}",
                campaign.name, campaign.created_at
            );
            campaign
        }
        Opened::Finished(campaign) => {
            eprintln!(
                "the campaign {} is finished and nothing is sent; --again starts a new one",
                campaign.name
            );
            return Ok((campaign, Some(Exit::Done)));
        }
    };
    let mut progress = Progress::open("reading the audience");
    let reading = notify::read(
        &desk.ledger,
        &reached.genesys,
        reached.policy(),
        &campaign,
        partial,
        |heard| match heard {
            Heard::Page(counts) => progress.at(counts.audience, &summary(counts)),
            Heard::Covered(coverage) => {
                if let Some(words) = left_out(coverage) {
                    progress.say(&words);
                }
            }
        },
    );
    let reading = shutdown.run_until_cancelled(reading).await;
    drop(progress);
    let exit = match reading {
        None => return Ok((campaign, Some(interrupted()))),
        Some(reading) => match reading? {
            Reading::Complete => None,
            Reading::Partial(reason) => Some(broken_off(&reason)),
            Reading::Broken(reason) => return Ok((campaign, Some(broken_off(&reason)))),
        },
    };
    let followed = follow(&desk.ledger, &reached.genesys, &campaign, shutdown).await?;
    Ok((campaign, followed.or(exit)))
}

/// Waits until no row waits; an exit code if it ended otherwise.
async fn follow(
    ledger: &Ledger,
    genesys: &Genesys,
    campaign: &Campaign,
    shutdown: &CancellationToken,
) -> Result<Option<Exit>, Failure> {
    let expected = RefCell::new(String::new());
    let rows: u64 = ledger.counts(&campaign.id).await?.states.values().sum();
    let mut progress = Progress::of("sending", rows);
    let following = follow::campaign(ledger, &campaign.id, |counts| {
        let done = rows.saturating_sub(counts.open());
        progress.at(done, &format!("{done} of {rows}{}", expected.borrow()));
        progress.expect(&expected.borrow());
    });
    tokio::select! {
        counts = following => counts.map(|_| None).map_err(Failure::from),
        refused = refused(ledger, &campaign.connection) => Err(Failure::new(
            Exit::Configuration,
            REFUSED,
            format!(
                "{} What was not sent waits; run this again once the credentials are right.",
                refused?
            ),
        )),
        stop = stopped(ledger, &campaign.connection) => {
            let Stop { at, by, .. } = stop?;
            eprintln!(
                "sending was stopped at {at} by {by}; run the same command again once it is resumed"
            );
            Ok(Some(Exit::Incomplete))
        }
        failed = expect(ledger, genesys, campaign, &expected) => Err(failed.into()),
        () = shutdown.cancelled() => Ok(Some(interrupted())),
    }
}

/// Keeps in words when a campaign should be through; returns when the ledger fails.
async fn expect(
    ledger: &Ledger,
    genesys: &Genesys,
    campaign: &Campaign,
    expected: &RefCell<String>,
) -> LedgerError {
    loop {
        let told = async {
            let mut view = campaign.view(&ledger.counts(&campaign.id).await?);
            eta::tell(ledger, genesys, &mut view).await?;
            Ok(view.eta)
        };
        match told.await {
            Ok(eta) => {
                let words = eta.map(|eta| format!(", {}", eta.in_words(clock::now())));
                expected.replace(words.unwrap_or_default());
            }
            Err(error) => return error,
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Returns when the stop switch is turned.
async fn stopped(ledger: &Ledger, connection: &str) -> Result<Stop, LedgerError> {
    loop {
        if let Some(stop) = ledger.stopped(connection).await? {
            return Ok(stop);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Returns when the platform refuses the connection's credentials, with what it said.
async fn refused(ledger: &Ledger, connection: &str) -> Result<String, LedgerError> {
    loop {
        if let HealthView::Refused { message } = ledger.health(connection).await? {
            return Ok(message);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

fn interrupted() -> Exit {
    eprintln!("interrupted; run the same command again to go on");
    Exit::Incomplete
}

async fn report(
    ledger: &Ledger,
    campaign: &Campaign,
    output: Output,
) -> Result<CampaignCounts, Failure> {
    let campaign = ledger.campaign(&campaign.id).await?;
    let counts = ledger.counts(&campaign.id).await?;
    let report = Report {
        campaign: &campaign.name,
        complete: campaign.audience == AudienceState::Complete,
        audience: counts.audience(),
        excluded: &counts.excluded,
        states: &counts.states,
    };
    if output.is_json() {
        Output::json(&report)?;
        return Ok(counts);
    }
    Output::line(&format!(
        "campaign {}: {} customers found",
        report.campaign, report.audience
    ))?;
    for (reason, number) in report.excluded {
        Output::line(&format!("{number:>8} left out: {reason}"))?;
    }
    for (state, number) in report.states {
        Output::line(&format!("{number:>8} {}", state.name().replace('_', " ")))?;
    }
    if counts.of(DeliveryState::InDoubt) > 0 {
        eprintln!(
            "Nobody knows whether those in doubt arrived: tidings campaign show {}",
            campaign.name
        );
    }
    Ok(counts)
}

fn exit_of(counts: &CampaignCounts) -> Exit {
    let mut states = counts.states.iter().filter(|(_, number)| **number > 0);
    if states.all(|(state, _)| state.is_accepted()) {
        Exit::Done
    } else {
        Exit::Incomplete
    }
}

/// Reads the audience and prints the request for each customer who would get one.
async fn dry_run(reached: Reached, draft: OutboundDraft, who: &Who) -> Result<Exit, Failure> {
    let criteria = criteria(draft.channel, who.min_sessions);
    let message = Draft::Outbound(draft).parse(reached.policy())?;
    let genesys = reached.genesys.clone();
    let mut reader = AudienceReader::new(genesys, last_days(who.days), criteria);
    let mut coverage = message.coverage();
    loop {
        match reader.next_page().await {
            Ok(Some(verdicts)) => {
                for verdict in verdicts {
                    if let Verdict::Eligible(customer) = verdict {
                        let (recipient, before) = (customer.into(), coverage.left_out());
                        coverage.handle_recipient(&recipient);
                        if coverage.left_out() == before {
                            print_requests(&reached, &message, &recipient)?;
                        }
                    }
                }
            }
            Ok(None) => break,
            Err(reason) => return Ok(broken_off(&reason)),
        }
    }
    eprintln!("{}", summary(reader.counts()));
    match left_out(&coverage) {
        None => Ok(Exit::Done),
        Some(words) => {
            eprintln!("{words}");
            Ok(Exit::Incomplete)
        }
    }
}

/// Who gets nothing for lack of a value, where there is somebody.
fn left_out(coverage: &Coverage) -> Option<String> {
    let number = coverage.left_out();
    let (them, are) = match number {
        0 => return None,
        1 => ("One recipient".to_owned(), "is"),
        many => (format!("{many} recipients"), "are"),
    };
    Some(format!(
        "{coverage}\n{them} will be rejected and {are} not written to."
    ))
}

impl From<NotifyError> for Failure {
    fn from(error: NotifyError) -> Self {
        let words = error.to_string();
        match error {
            NotifyError::Violations(violations) => violations.into(),
            NotifyError::Pace(_) => Self::new(Exit::Arguments, "invalid_pace", words),
            NotifyError::OtherContent { .. } => Self::new(Exit::Arguments, "other_content", words),
            NotifyError::Credentials(_) => Self::new(Exit::Configuration, REFUSED, words),
            NotifyError::Ledger(error) => error.into(),
        }
    }
}

const LOOK_AGAIN: Duration = Duration::from_secs(1);
