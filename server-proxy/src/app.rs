//! What handlers work with.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::http::HeaderMap;
use tidings_core::policy::Policy;
use tidings_engine::ledger::Ledger;
use tokio_util::sync::CancellationToken;

use crate::auth::{Attempts, Passwords};
use crate::config::{PublicUrl, TrustedProxies};
use crate::connections::Connections;
use crate::hooks::Hooks;
use crate::page::Page;
use crate::previews::Previews;
use crate::readings::{Readings, Starts};

/// Everything a running console has; clones share it.
#[derive(Clone)]
pub(crate) struct App(Arc<Parts>);

/// The parts of an [`App`].
pub(crate) struct Parts {
    pub(crate) attempts: Attempts,
    pub(crate) connections: Connections,
    pub(crate) hooks: Hooks,
    pub(crate) ledger: Ledger,
    pub(crate) page: Page,
    pub(crate) passwords: Passwords,
    pub(crate) policy: Policy,
    pub(crate) previews: Previews,
    pub(crate) public_url: PublicUrl,
    pub(crate) readings: Readings,
    /// Canceled when the console ends, so that endless replies end too.
    pub(crate) shutdown: CancellationToken,
    pub(crate) starts: Starts,
    pub(crate) trusted_proxies: TrustedProxies,
}

impl App {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The address of whoever is calling, as the trusted proxies tell it.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lists: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        let list = (!lists.is_empty()).then(|| lists.join(","));
        self.trusted_proxies.client(peer, list.as_deref())
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
