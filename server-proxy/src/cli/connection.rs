//! `tidings connection`: which organizations there are, and how far each connection reaches.

use clap::{Args, Subcommand};
use serde::Serialize;
use tidings_core::api::{
    BudgetView, ConnectionView, HealthView, ListedRecipient, Mode, RecipientList, StopView,
};
use tidings_engine::genesys::Genesys;
use tidings_engine::jobs::mode::ModeError;
use tidings_engine::jobs::{doctor, listing, mode};
use tidings_engine::ledger::{Ledger, LedgerError, List, Stop};

use super::reach::{choose, every};
use super::suppress::{changed, print};
use super::{Global, Output, Storage, operator};
use crate::config::{Config, Environment};
use crate::connections::Connections;
use crate::exit::{Exit, Failure};
use crate::running::Running;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    storage: Storage,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the connections
    List,
    /// Show one: mode, stop switch, budgets, allow-list
    Show {
        /// The connection
        name: String,
    },
    /// Let a connection reach everybody, after a look at it that finds nothing missing
    Live {
        /// The connection
        name: String,
        /// The organization's name as Genesys Cloud shows it (with the dialect "guides": the
        /// connection's name)
        #[arg(long, value_name = "TEXT")]
        organization: String,
    },
    /// Let a connection reach those on its allow-list only; what waits for others is refused
    Rehearse {
        /// The connection
        name: String,
    },
    /// Put recipients on a connection's allow-list
    Allow {
        /// The connection
        name: String,
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
    /// Take recipients off a connection's allow-list
    Disallow {
        /// The connection
        name: String,
        /// E-mail addresses, phone numbers as +4930123456, or ids of persons
        #[arg(value_name = "RECIPIENT", required = true)]
        recipients: Vec<String>,
    },
}

/// What `show --json` prints.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    connection: ConnectionView,
    /// The switch that stops it, if one does.
    stopped: Option<StopView>,
    budgets: Vec<BudgetView>,
    allowed: Vec<ListedRecipient>,
}

/// What `live` and `rehearse` print with `--json`.
#[derive(Serialize)]
struct Switched<'a> {
    connection: &'a str,
    mode: Mode,
    changed: bool,
}

/// Configuration and ledger.
struct Desk {
    config: Config,
    running: Option<Running>,
    ledger: Ledger,
}

pub(crate) async fn run(
    arguments: Arguments,
    global: &Global,
    output: Output,
) -> Result<Exit, Failure> {
    let config = Config::read(global.config.as_deref(), &Environment::of_process())?;
    let location = config.location(&arguments.storage)?;
    let desk = Desk {
        running: Running::read(location.folder()),
        ledger: Ledger::open(location).await?,
        config,
    };
    match arguments.command {
        Command::List => desk.list(output).await,
        Command::Show { name } => desk.show(&name, output).await,
        Command::Live { name, organization } => desk.live(&name, &organization, output).await,
        Command::Rehearse { name } => desk.rehearse(&name, output).await,
        Command::Allow {
            name,
            recipients,
            reason,
        } => {
            let list = desk.allowed(&name)?;
            let typed = RecipientList { recipients, reason };
            let change = listing::add(&desk.ledger, list, typed, &operator()).await?;
            changed(&change, "added", "on the list already", output)
        }
        Command::Disallow { name, recipients } => {
            let list = desk.allowed(&name)?;
            let change = listing::remove(&desk.ledger, list, &recipients, &operator()).await?;
            changed(&change, "removed", "not on the list", output)
        }
    }
}

impl Desk {
    async fn list(&self, output: Output) -> Result<Exit, Failure> {
        let all = every(&self.config, self.running.as_ref())?;
        let clients = all
            .into_iter()
            .map(Genesys::new)
            .collect::<Result<_, _>>()?;
        for view in Connections::new(clients).views(&self.ledger).await? {
            if output.is_json() {
                Output::json(&view)?;
            } else {
                Output::line(&heading(&view))?;
            }
        }
        Ok(Exit::Done)
    }

    async fn show(&self, name: &str, output: Output) -> Result<Exit, Failure> {
        let genesys = self.find(name)?;
        let connections = Connections::new(vec![genesys.clone()]);
        let view = connections.view(&genesys, &self.ledger).await?;
        let stop = self.ledger.stopped(name).await?;
        let budgets = genesys.budgets(&self.ledger).await?;
        let allowed = self.everybody_allowed(&genesys).await?;
        if output.is_json() {
            Output::json(&Shown {
                connection: view,
                stopped: stop.as_ref().map(Stop::view),
                budgets,
                allowed,
            })?;
            return Ok(Exit::Done);
        }
        Output::line(&heading(&view))?;
        if let Some(stop) = stop {
            Output::line(&format!("stopped since {} by {}", stop.at, stop.by))?;
        }
        if let Some(trouble) = trouble(&view.health) {
            Output::line(trouble)?;
        }
        for budget in &budgets {
            Output::line(&in_a_line(budget))?;
        }
        Output::line(&format!("{} on the allow-list", allowed.len()))?;
        print(&allowed, output)?;
        Ok(Exit::Done)
    }

    async fn live(&self, name: &str, typed: &str, output: Output) -> Result<Exit, Failure> {
        let genesys = self.find(name)?;
        let found = doctor::examine(genesys.connection()).await?;
        genesys.learn_limit(&self.ledger, &found).await?;
        if let Some(organization) = &found.organization {
            self.ledger.set_organization(name, organization).await?;
        }
        let is_news = mode::go_live(&self.ledger, &genesys, &found, typed, &operator()).await?;
        say(name, Mode::Live, is_news, output)
    }

    async fn rehearse(&self, name: &str, output: Output) -> Result<Exit, Failure> {
        let genesys = self.find(name)?;
        let is_news = mode::rehearse(&self.ledger, &genesys, &operator()).await?;
        let waiting = self.ledger.waiting(name).await?;
        if is_news && waiting > 0 {
            eprintln!(
                "{waiting} messages of this connection wait; those to recipients who are not on \
                 its allow-list are refused now"
            );
        }
        say(name, Mode::Rehearsal, is_news, output)
    }

    async fn everybody_allowed(
        &self,
        genesys: &Genesys,
    ) -> Result<Vec<ListedRecipient>, LedgerError> {
        let bounds = genesys.bounds();
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = listing::allowed(&self.ledger, bounds, "", after.as_deref(), PAGE).await?;
            all.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    fn allowed(&self, name: &str) -> Result<List, Failure> {
        let connection = choose(&self.config, Some(name), self.running.as_ref())?.name;
        Ok(List::Allowed { connection })
    }

    fn find(&self, name: &str) -> Result<Genesys, Failure> {
        let connection = choose(&self.config, Some(name), self.running.as_ref())?;
        Ok(Genesys::new(connection)?)
    }
}

fn say(name: &str, mode: Mode, is_news: bool, output: Output) -> Result<Exit, Failure> {
    if output.is_json() {
        Output::json(&Switched {
            connection: name,
            mode,
            changed: is_news,
        })?;
    } else {
        let word = if is_news { "is now" } else { "was already" };
        Output::line(&format!("{name} {word} {}", in_words(mode)))?;
    }
    Ok(Exit::Done)
}

fn heading(view: &ConnectionView) -> String {
    let organization = match (&view.organization, view.is_sandbox) {
        (Some(name), _) => name.clone(),
        (None, true) => "a sandbox".to_owned(),
        (None, false) => "an organization that no doctor has named yet".to_owned(),
    };
    format!(
        "{}  {}  {}  {}  {organization}",
        view.name,
        in_words(view.mode),
        view.dialect,
        view.base_url
    )
}

fn in_a_line(budget: &BudgetView) -> String {
    let due = match (budget.due_at, budget.binds) {
        (Some(at), true) => format!("; binds: the next one is due at {at}"),
        (Some(at), false) => format!("; the next one is due at {at}"),
        (None, _) => String::new(),
    };
    format!(
        "{}: {} a minute, {} ({}){due}",
        budget.title, budget.per_minute, budget.source, budget.name
    )
}

const fn in_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Rehearsal => "in rehearsal",
        Mode::Live => "live",
    }
}

fn trouble(health: &HealthView) -> Option<&str> {
    match health {
        HealthView::Unknown | HealthView::Ready => None,
        HealthView::Paused { message }
        | HealthView::Refused { message }
        | HealthView::Unreachable { message } => Some(message),
    }
}

impl From<ModeError> for Failure {
    fn from(error: ModeError) -> Self {
        let (code, words) = (error.code(), error.to_string());
        match error {
            ModeError::Unwell(_) | ModeError::Nameless => {
                Self::new(Exit::Configuration, code, words)
            }
            ModeError::OtherName { .. } => Self::new(Exit::Arguments, code, words),
            ModeError::Ledger(error) => error.into(),
        }
    }
}

const PAGE: u32 = 1000;
