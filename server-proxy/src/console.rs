//! A console from its first to its last moment: ledger, engine, sandbox, page, in the order in
//! which they need each other.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tidings_core::endpoint::BaseUrl;
use tidings_engine::engine::{Engine, EngineOptions};
use tidings_engine::genesys::Genesys;
use tidings_engine::ledger::{Ledger, Lock, Owner};
use tidings_sandbox::{Options, Sandbox};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Parts};
use crate::auth::{Attempts, Passwords, link};
use crate::config::{self, Config, PublicUrl};
use crate::connections::Connections;
use crate::exit::Failure;
use crate::hooks::Hooks;
use crate::listener;
use crate::page::Page;
use crate::previews::Previews;
use crate::readings::{Readings, Starts};
use crate::router::router;
use crate::routes::campaigns;
use crate::running::{Notice, Running};

/// What a console is started with.
pub(crate) struct Plan {
    pub(crate) config: Config,
    pub(crate) ledger: Ledger,
    pub(crate) listen: SocketAddr,
    /// Where the sandbox beside it listens, if there is to be one.
    pub(crate) sandbox: Option<SocketAddr>,
    pub(crate) shutdown: CancellationToken,
}

/// A console with everything there but the first call.
pub(crate) struct Console {
    app: App,
    engine: Engine,
    listener: TcpListener,
    owner: Owner,
    running: Running,
    sandbox: Option<(JoinHandle<()>, CancellationToken)>,
    _notice: Notice,
    _only_one: Lock,
}

impl Console {
    /// Takes the data folder, binds the listeners and starts the engine.
    pub(crate) async fn start(plan: Plan) -> Result<Self, Failure> {
        let Plan {
            config,
            ledger,
            listen,
            sandbox,
            shutdown,
        } = plan;
        let only_one = ledger.lock_for_serving()?;
        let hooks = Hooks::open(ledger.location().folder())?;
        let (listener, address) = listener::bind(listen).await?;
        let public_url = public_url(&config, address)?;
        let sandbox = match sandbox {
            Some(listen) => Some(bind_sandbox(listen, &hooks, address).await?),
            None => None,
        };
        let sandbox_base = sandbox.as_ref().map(|(_, base)| base.clone());
        let clients = clients(&config, sandbox_base.as_ref())?;
        let owner = ledger.register_owner("serve").await?;
        let options = EngineOptions {
            unfollowed: true,
            policy: config.policy.clone(),
            analytics: config.analytics,
        };
        // Before the engine: it asks for a token at once.
        let sandbox = sandbox.map(|(sandbox, _)| spawn(sandbox));
        let engine = Engine::start(ledger.clone(), owner.id().clone(), clients.clone(), options)?;
        let running = Running {
            console: public_url.origin().to_owned(),
            sandbox: sandbox_base.map(Into::into),
            connections: clients
                .iter()
                .map(|genesys| genesys.connection().into())
                .collect(),
        };
        let notice = running
            .announce(ledger.location().folder())
            .map_err(|error| {
                Failure::configuration(format!("the data folder cannot be written: {error}"))
            })?;
        let app = App::new(Parts {
            attempts: Attempts::default(),
            connections: Connections::new(clients),
            hooks,
            ledger,
            page: Page::embedded(),
            passwords: Passwords::new()
                .await
                .map_err(|error| Failure::configuration(error.to_string()))?,
            policy: config.policy,
            previews: Previews::default(),
            public_url,
            readings: Readings::default(),
            shutdown,
            starts: Starts::default(),
            trusted_proxies: config.http.trusted_proxies,
        });
        campaigns::read_on(&app).await?;
        Ok(Self {
            app,
            engine,
            listener,
            owner,
            running,
            sandbox,
            _notice: notice,
            _only_one: only_one,
        })
    }

    /// Where it and its sandbox are.
    pub(crate) fn running(&self) -> &Running {
        &self.running
    }

    /// A one-time link while nobody can sign in any other way.
    pub(crate) async fn first_link(&self) -> Result<Option<String>, Failure> {
        if self.app.ledger.has_account().await? {
            return Ok(None);
        }
        Ok(Some(
            link::make(&self.app.ledger, &self.running.console).await?,
        ))
    }

    /// Answers until the end is asked for, then lets calls and attempts on their way finish.
    pub(crate) async fn serve(self) -> Result<(), Failure> {
        let shutdown = self.app.shutdown.clone();
        let ledger = self.app.ledger.clone();
        listener::serve(self.listener, router(self.app), shutdown).await;
        self.engine.shutdown().await;
        ledger.retire_owner(self.owner).await?;
        // Last: attempts on their way had to be answered.
        if let Some((task, stop)) = self.sandbox {
            stop.cancel();
            drop(task.await);
        }
        Ok(())
    }
}

/// The address that was configured, else `http://localhost` with the port that was bound.
fn public_url(config: &Config, address: SocketAddr) -> Result<PublicUrl, Failure> {
    let localhost = || PublicUrl::localhost(address.port());
    config
        .http
        .public_url
        .clone()
        .or_else(localhost)
        .ok_or_else(|| Failure::configuration("the console has no address; set TIDINGS_PUBLIC_URL"))
}

/// A client for each connection, the default first: the environment's, else the sandbox.
fn clients(config: &Config, sandbox: Option<&BaseUrl>) -> Result<Vec<Genesys>, Failure> {
    let mut connections = config.connections.clone();
    if let Some(base) = sandbox {
        connections.retain(|other| !config::is_sandbox(&other.name));
        let place = usize::from(config.is_default_from_environment).min(connections.len());
        connections.splice(place..place, config::sandboxes(base));
    }
    let clients = connections.into_iter().map(Genesys::new);
    Ok(clients.collect::<Result<_, _>>()?)
}

/// The sandbox, reporting to the console's own listener.
async fn bind_sandbox(
    listen: SocketAddr,
    hooks: &Hooks,
    console: SocketAddr,
) -> Result<(Sandbox, BaseUrl), Failure> {
    let options = Options {
        listen,
        webhook: Some(format!(
            "http://{}{}",
            reachable(console),
            hooks.path(config::SANDBOX)
        )),
        ..Options::default()
    };
    let sandbox = Sandbox::bind(options).await?;
    let address = format!("http://{}", reachable(sandbox.address()));
    let base = BaseUrl::parse(&address)
        .map_err(|error| Failure::configuration(format!("--sandbox-listen {listen}: {error}")))?;
    Ok((sandbox, base))
}

/// Where this machine reaches a listener that listens everywhere.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    address
}

fn spawn(sandbox: Sandbox) -> (JoinHandle<()>, CancellationToken) {
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let task = tokio::spawn(async move {
        if let Err(error) = sandbox.serve(stopped).await {
            tracing::error!(%error, "the sandbox ended");
        }
    });
    (task, stop)
}
