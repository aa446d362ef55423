//! The listener and its connections.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service as _;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Options;
use crate::call::HangUp;
use crate::cloud::Cloud;
use crate::platform::relay::{self, Carrier};
use crate::router::router;
use crate::webhook::{self, Courier, WebhookError};

/// A simulated Genesys Cloud with its listener bound.
#[derive(Debug)]
pub struct Sandbox {
    listener: TcpListener,
    address: SocketAddr,
    cloud: Arc<Cloud>,
    courier: Courier,
    carrier: Carrier,
}

/// Why a sandbox could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The address is taken, not this machine's, or not allowed.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The webhook cannot be used.
    #[error(transparent)]
    Webhook(#[from] WebhookError),
}

impl Sandbox {
    /// Makes the population and binds the listener; nothing is answered before
    /// [`serve`](Self::serve).
    pub async fn bind(options: Options) -> Result<Self, SandboxError> {
        let failed = |source| SandboxError::Bind {
            address: options.listen,
            source,
        };
        let listener = TcpListener::bind(options.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (webhook, courier) = webhook::channel()?;
        let (relay, carrier) = relay::channel();
        let cloud = Arc::new(Cloud::new(&options, webhook, relay));
        let sandbox = Self {
            listener,
            address,
            cloud,
            courier,
            carrier,
        };
        if let Some(webhook) = &options.webhook {
            sandbox.set_webhook(webhook)?;
        }
        Ok(sandbox)
    }

    /// The address that was bound.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends events to that `http:` or `https:` address from now on.
    pub fn set_webhook(&self, address: &str) -> Result<(), SandboxError> {
        Ok(self.cloud.webhook.point_to(address)?)
    }

    /// Answers calls until `shutdown` is done, then lets calls under way finish.
    pub async fn serve(self, shutdown: impl Future<Output = ()>) -> Result<(), SandboxError> {
        let Self {
            listener,
            cloud,
            courier,
            carrier,
            ..
        } = self;
        let router = router(Arc::clone(&cloud));
        let (closing, closed) = watch::channel(false);
        let mut connections = JoinSet::new();
        let courier = tokio::spawn(courier.run());
        let carrier = tokio::spawn(carrier.run(Arc::clone(&cloud)));
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                Some(_) = connections.join_next() => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(converse(stream, router.clone(), closed.clone()));
                    }
                    Err(error) => {
                        // Out of file descriptors, most likely: others must close first.
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                },
            }
        }
        drop(listener);
        closing.send_replace(true);
        cloud.closing.send_replace(true);
        let finish = async {
            while connections.join_next().await.is_some() {}
            // Sockets are no connections of this loop any more; each says goodbye.
            cloud.closing.closed().await;
        };
        // Feeds of open messengers never end by themselves.
        if tokio::time::timeout(GRACE, finish).await.is_err() {
            connections.shutdown().await;
        }
        courier.abort();
        carrier.abort();
        Ok(())
    }
}

async fn converse(stream: TcpStream, router: Router, mut closed: watch::Receiver<bool>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "the connection stays with delayed writes");
    }
    let router = TowerToHyperService::new(router);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let reply = router.call(request);
        async move { reply_or_hang_up(reply.await) }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_TAKE);
    // Upgrades: guests and notification channels speak WebSocket.
    let connection = builder
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let closing = async move {
        // An error means that the sandbox is gone, which is closing too.
        drop(closed.wait_for(|closed| *closed).await);
    };
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = closing => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// A service error makes hyper close the connection without a byte of reply.
fn reply_or_hang_up(reply: Result<Response, Infallible>) -> Result<Response, CutByFault> {
    let Ok(reply) = reply;
    if reply.extensions().get::<HangUp>().is_some() {
        Err(CutByFault)
    } else {
        Ok(reply)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("cut by a fault")]
struct CutByFault;

const GRACE: Duration = Duration::from_millis(500);
/// Longer than clients keep idle connections, which this also bounds.
const HEADERS_TAKE: Duration = Duration::from_mins(2);
