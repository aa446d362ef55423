//! `tidings campaign`: what became of campaigns, and settling what is in doubt.

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::json;
use tidings_core::api::{CampaignView, DeliveryFilter, DeliveryView, Resolution};
use tidings_core::delivery::DeliveryState;
use tidings_engine::clock;
use tidings_engine::genesys::Genesys;
use tidings_engine::id::{CampaignId, DeliveryId};
use tidings_engine::jobs::eta;
use tidings_engine::ledger::{Campaign, InDoubt, Ledger};

use super::reach::choose;
use super::{CLI, Global, Output, Storage};
use crate::config::{Config, Environment};
use crate::exit::{Exit, Failure};
use crate::running::Running;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Only campaigns of this connection
    #[arg(long, value_name = "NAME", global = true)]
    connection: Option<String>,
    #[command(flatten)]
    storage: Storage,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List campaigns, newest first, and single sends in doubt
    List,
    /// Show one campaign and its deliveries
    Show {
        /// The campaign's name or id
        name: String,
    },
    /// Settle deliveries in doubt: say whether they arrived
    Resolve(Resolve),
}

#[derive(Args, Debug)]
struct Resolve {
    /// The campaign's name or id
    name: String,
    #[command(flatten)]
    which: Which,
    /// Whether they arrived: sent counts as accepted, unsent is sent again
    #[arg(long = "as", value_name = "WORD", value_enum)]
    resolution: Word,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Which {
    /// All deliveries of the campaign that are in doubt
    #[arg(long)]
    all: bool,
    /// This one
    #[arg(long, value_name = "ID")]
    delivery: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Word {
    /// It arrived
    Sent,
    /// It did not arrive
    Unsent,
}

/// A campaign with its rows.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    campaign: CampaignView,
    deliveries: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    address: String,
    #[serde(flatten)]
    delivery: DeliveryView,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let ledger = Ledger::open(config.location(&arguments.storage)?).await?;
    let connection = arguments.connection.as_deref();
    match arguments.command {
        Command::List => list(&ledger, connection, output).await?,
        Command::Show { name } => {
            let campaign = ledger.campaign_named(&name, connection).await?;
            let mut view = campaign.view(&ledger.counts(&campaign.id).await?);
            let running = Running::read(ledger.location().folder());
            // Without its connection, a campaign can be shown all the same.
            if let Ok(connection) = choose(&config, Some(&view.connection), running.as_ref()) {
                eta::tell(&ledger, &Genesys::new(connection)?, &mut view).await?;
            }
            show(&ledger, view, output).await?;
        }
        Command::Resolve(resolve) => {
            let campaign = ledger.campaign_named(&resolve.name, connection).await?;
            settle(&ledger, campaign, resolve, output).await?;
        }
    }
    Ok(Exit::Done)
}

async fn list(ledger: &Ledger, connection: Option<&str>, output: Output) -> Result<(), Failure> {
    let mut campaigns = ledger.campaigns(u32::MAX).await?;
    campaigns.extend(single_sends_in_doubt(ledger).await?);
    campaigns.retain(|campaign| connection.is_none_or(|name| campaign.connection == name));
    for campaign in campaigns {
        let view = campaign.view(&ledger.counts(&campaign.id).await?);
        if output.is_json() {
            Output::json(&view)?;
        } else {
            Output::line(&heading(&view))?;
        }
    }
    Ok(())
}

/// A single send is a campaign of one. It is listed while somebody has to settle it.
async fn single_sends_in_doubt(ledger: &Ledger) -> Result<Vec<Campaign>, Failure> {
    let filter = DeliveryFilter {
        state: Some(DeliveryState::InDoubt),
        ..DeliveryFilter::default()
    };
    let mut campaigns = Vec::new();
    for row in rows(ledger, filter).await? {
        if row.campaign.is_none() {
            let id = CampaignId::from_text(row.campaign_id);
            campaigns.push(ledger.campaign(&id).await?);
        }
    }
    Ok(campaigns)
}

async fn show(ledger: &Ledger, view: CampaignView, output: Output) -> Result<(), Failure> {
    let filter = DeliveryFilter {
        campaign: Some(view.id.clone()),
        ..DeliveryFilter::default()
    };
    let rows = rows(ledger, filter).await?;
    if output.is_json() {
        let with_address = |delivery: DeliveryView| Row {
            address: delivery.target.clone(),
            delivery,
        };
        return Output::json(&Shown {
            campaign: view,
            deliveries: rows.into_iter().map(with_address).collect(),
        });
    }
    Output::line(&heading(&view))?;
    if let Some(eta) = &view.eta {
        Output::line(&eta.in_words(clock::now()))?;
    }
    for (reason, number) in &view.excluded {
        Output::line(&format!("{number:>8} left out: {reason}"))?;
    }
    for (state, number) in &view.states {
        Output::line(&format!("{number:>8} {}", words(state.name())))?;
    }
    for row in rows.iter().filter(|row| !row.state.is_accepted()) {
        let why = [&row.code, &row.reason].into_iter().flatten().cloned();
        let why = why.collect::<Vec<_>>().join(": ");
        Output::line(&format!(
            "{}  {:<10}  {}  {why}",
            row.id,
            words(row.state.name()),
            row.target
        ))?;
    }
    Ok(())
}

async fn rows(ledger: &Ledger, mut filter: DeliveryFilter) -> Result<Vec<DeliveryView>, Failure> {
    let mut rows = Vec::new();
    loop {
        let page = ledger.deliveries(&filter, PAGE).await?;
        rows.extend(page.rows);
        if page.next.is_none() {
            return Ok(rows);
        }
        filter.cursor = page.next;
    }
}

async fn settle(
    ledger: &Ledger,
    campaign: Campaign,
    resolve: Resolve,
    output: Output,
) -> Result<(), Failure> {
    let which = match resolve.which.delivery {
        Some(id) => {
            let id = DeliveryId::from_text(id);
            let delivery = ledger.delivery(&id).await?;
            if delivery.campaign != campaign.id {
                return Err(Failure::arguments(format!(
                    "the delivery {id} belongs to another campaign, {}",
                    delivery.campaign_name
                )));
            }
            InDoubt::Delivery(id)
        }
        None => InDoubt::Campaign(campaign.id),
    };
    let resolution = match resolve.resolution {
        Word::Sent => Resolution::Sent,
        Word::Unsent => Resolution::Unsent,
    };
    let settled = ledger.resolve(which, resolution, CLI).await?;
    if output.is_json() {
        return Output::json(&json!({ "campaign": campaign.name, "resolved": settled }));
    }
    let next = match resolution {
        Resolution::Unsent if settled > 0 => {
            "; `tidings serve` sends them again, or the same `tidings notify`"
        }
        _ => "",
    };
    Output::line(&format!("{settled} settled{next}"))
}

fn heading(view: &CampaignView) -> String {
    let state = serde_json::to_value(view.state).ok();
    let state = state
        .as_ref()
        .and_then(|state| state.as_str())
        .unwrap_or_default();
    format!(
        "{}  {}  {state}  {} customers  {}  {}",
        view.created_at, view.campaign, view.audience, view.connection, view.summary
    )
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

const PAGE: u32 = 1000;
