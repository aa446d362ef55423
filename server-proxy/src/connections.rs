//! The organizations this process works with.

use axum::http::StatusCode;
use tidings_core::api::{ConnectionView, DoctorView};
use tidings_engine::genesys::Genesys;
use tidings_engine::jobs::doctor;
use tidings_engine::ledger::{Ledger, LedgerError};
use tokio::sync::Mutex;

use crate::error::ApiError;

/// Every connection; the first is used where none is named.
#[derive(Debug)]
pub(crate) struct Connections {
    list: Vec<Genesys>,
    /// One look at a time: each costs the organization's budget of calls.
    examining: Mutex<()>,
}

impl Connections {
    /// Connections, the default first.
    pub(crate) fn new(list: Vec<Genesys>) -> Self {
        Self {
            list,
            examining: Mutex::default(),
        }
    }

    /// Looks at a connection without changing anything there, and remembers which organization it
    /// leads to.
    pub(crate) async fn examine(
        &self,
        ledger: &Ledger,
        name: &str,
    ) -> Result<DoctorView, ApiError> {
        let genesys = self.find(name)?;
        let _turn = self.examining.lock().await;
        let view = doctor::examine(genesys.connection())
            .await
            .map_err(ApiError::internal)?;
        genesys.learn_limit(ledger, &view).await?;
        if let Some(organization) = &view.organization {
            ledger.set_organization(name, organization).await?;
        }
        Ok(view)
    }

    /// The connection of that name.
    pub(crate) fn find(&self, name: &str) -> Result<&Genesys, ApiError> {
        let found = self
            .list
            .iter()
            .find(|genesys| genesys.connection().name == name);
        found.ok_or_else(|| {
            let message = format!("There is no connection {name:?}.");
            ApiError::new(StatusCode::NOT_FOUND, "unknown_connection", message)
        })
    }

    /// The other connections to the same sandbox.
    pub(crate) fn beside(&self, genesys: &Genesys) -> impl Iterator<Item = &Genesys> {
        let one = genesys.connection();
        self.list.iter().filter(move |other| {
            let other = other.connection();
            one.is_sandbox() && other.base == one.base && other.name != one.name
        })
    }

    /// As the page shows them, with their health as the engine last saw it.
    pub(crate) async fn views(&self, ledger: &Ledger) -> Result<Vec<ConnectionView>, LedgerError> {
        let mut views = Vec::with_capacity(self.list.len());
        for genesys in &self.list {
            views.push(self.view(genesys, ledger).await?);
        }
        Ok(views)
    }

    /// As the page shows one: health as the engine last saw it, mode as it was switched last.
    pub(crate) async fn view(
        &self,
        genesys: &Genesys,
        ledger: &Ledger,
    ) -> Result<ConnectionView, LedgerError> {
        let connection = genesys.connection();
        let default = self.list.first().map(|first| &first.connection().name);
        Ok(ConnectionView {
            name: connection.name.clone(),
            dialect: connection.dialect,
            base_url: connection.base.to_string(),
            is_sandbox: connection.is_sandbox(),
            is_default: default == Some(&connection.name),
            mode: ledger.mode(genesys.bounds()).await?,
            organization: ledger.organization(&connection.name).await?,
            senders: connection.senders.clone(),
            messenger_url: connection
                .is_sandbox()
                .then(|| connection.base.join("/_sandbox/messenger")),
            health: ledger.health(&connection.name).await?,
        })
    }
}
