//! The organizations this process works with.

use tidings_core::api::{ConnectionView, HealthView};
use tidings_engine::ledger::{Ledger, LedgerError};

use crate::config::Connection;

/// Every connection, the default first.
#[derive(Debug)]
pub(crate) struct Connections(Vec<Connection>);

impl Connections {
    /// Connections in the order of their importance: the first is used where none is named.
    pub(crate) fn new(list: Vec<Connection>) -> Self {
        Self(list)
    }

    /// As the page shows them, with their health as the engine last saw it.
    pub(crate) async fn views(&self, ledger: &Ledger) -> Result<Vec<ConnectionView>, LedgerError> {
        let mut views = Vec::with_capacity(self.0.len());
        for connection in &self.0 {
            let health = ledger.health(&connection.name).await?;
            views.push(self.view(connection, health));
        }
        Ok(views)
    }

    /// As the page shows it.
    pub(crate) fn view(&self, connection: &Connection, health: HealthView) -> ConnectionView {
        ConnectionView {
            name: connection.name.clone(),
            dialect: connection.dialect,
            base_url: connection.base.to_string(),
            is_sandbox: connection.is_sandbox(),
            is_default: self
                .0
                .first()
                .is_some_and(|first| first.name == connection.name),
            messenger_url: connection
                .is_sandbox()
                .then(|| connection.base.join("/_sandbox/messenger")),
            health,
        }
    }
}
