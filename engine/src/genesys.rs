//! Genesys Cloud over HTTP, with the token.

mod ask;
mod budgets;
mod forward;
mod read;
mod token;
mod transport;

use std::fmt;
use std::sync::Arc;

use tidings_core::request::{Reply, Request, TransportFailure};
use tidings_core::token::AccessToken;

pub use forward::{ForwardError, Forwarded};
pub use read::ReadError;
pub use token::TokenError;

pub(crate) use budgets::Toll;
pub(crate) use read::{no_token, sleep_until};
pub(crate) use token::in_words;
pub(crate) use transport::client;

use crate::bounds::Bounds;
use crate::connection::Connection;
use budgets::BudgetShell;
use token::TokenShell;
use transport::Transport;

/// A client for one connection; clones share its token and its sockets.
#[derive(Clone)]
pub struct Genesys {
    inner: Arc<Inner>,
}

struct Inner {
    bounds: Bounds,
    budgets: BudgetShell,
    connection: Connection,
    transport: Transport,
    token: TokenShell,
}

/// The HTTP client could not be set up: no TLS roots, most likely.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be set up: {0}")]
pub struct ClientError(#[from] reqwest::Error);

impl Genesys {
    /// A client that has no token yet and opens no socket before the first call.
    pub fn new(connection: Connection) -> Result<Self, ClientError> {
        let transport = Transport::new(&connection)?;
        Ok(Self {
            inner: Arc::new(Inner {
                bounds: Bounds::of(&connection),
                budgets: BudgetShell::new(&connection),
                connection,
                transport,
                token: TokenShell::new(),
            }),
        })
    }

    /// The connection it is for.
    pub fn connection(&self) -> &Connection {
        &self.inner.connection
    }

    /// How far it may reach.
    pub fn bounds(&self) -> &Bounds {
        &self.inner.bounds
    }

    /// One call, once: no retry. A read waits for the client's budget, a send has passed all that
    /// apply to it. The token comes from [`token`](Self::token).
    pub(crate) async fn exchange(
        &self,
        request: &Request,
        token: &AccessToken,
    ) -> Result<Reply, TransportFailure> {
        if !request.operation.is_send() {
            self.wait_to_read().await;
        }
        let result = self.inner.transport.exchange(request, token).await;
        if let Ok(reply) = &result {
            self.learn_from(reply);
        }
        result
    }
}

impl fmt::Debug for Genesys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Genesys")
            .field("connection", &self.inner.connection)
            .finish_non_exhaustive()
    }
}
