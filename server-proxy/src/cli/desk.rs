//! A command's own ledger and engine, for as long as it waits for what it asked for.

use tidings_engine::engine::{Engine, EngineOptions};
use tidings_engine::genesys::Genesys;
use tidings_engine::ledger::{Ledger, LedgerError, Owner};

use super::reach::Reached;
use crate::exit::Failure;
use crate::running::Running;

/// Ledger and engine of a command. While another process sends from the same ledger, that one does
/// the work and this engine waits.
pub(crate) struct Desk {
    pub(crate) ledger: Ledger,
    owner: Owner,
    engine: Engine,
}

impl Desk {
    /// Opens the ledger and starts the engine; `role` is the command's name.
    pub(crate) async fn open(reached: &Reached, role: &str) -> Result<Self, Failure> {
        let ledger = Ledger::open(reached.location.clone()).await?;
        known_to_serve(&ledger, &reached.genesys)?;
        let owner = ledger.register_owner(role).await?;
        let options = EngineOptions {
            unfollowed: false,
            policy: reached.config.policy.clone(),
            analytics: reached.config.analytics.clone(),
        };
        let clients = vec![reached.genesys.clone()];
        let engine = Engine::start(ledger.clone(), owner.id().clone(), clients, options)?;
        Ok(Self {
            ledger,
            owner,
            engine,
        })
    }

    /// The process that rows are followed by.
    pub(crate) fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Lets attempts on their way end, and records them.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        self.engine.shutdown().await;
        Ok(self.ledger.retire_owner(self.owner).await?)
    }
}

/// While `serve` sends from this ledger, it has to know the connection: rows of any other would
/// wait for ever.
fn known_to_serve(ledger: &Ledger, genesys: &Genesys) -> Result<(), Failure> {
    let folder = ledger.location().folder();
    let Some(running) = Running::read(folder) else {
        return Ok(());
    };
    match ledger.lock_for_serving() {
        // It was killed and left its notice behind.
        Ok(_) => return Ok(()),
        Err(LedgerError::InUse { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let connection = genesys.connection();
    if running.connections.contains(&connection.into()) {
        return Ok(());
    }
    Err(Failure::configuration(format!(
        "the `tidings serve` at {} sends for the data folder {} and does not know the connection \
         {:?} ({}, {}): configure it there too, or use another folder with --data",
        running.console,
        folder.display(),
        connection.name,
        connection.dialect,
        connection.base
    )))
}
