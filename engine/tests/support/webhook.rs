//! A webhook of our own on loopback: what was posted to it.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub(crate) struct Webhook {
    pub(crate) address: String,
    posts: mpsc::UnboundedReceiver<(HeaderMap, Value)>,
}

impl Webhook {
    /// One that answers everything with `status`.
    pub(crate) async fn answering(status: StatusCode) -> Self {
        let (taken, posts) = mpsc::unbounded_channel();
        let take = move |State(taken): State<mpsc::UnboundedSender<_>>,
                         headers: HeaderMap,
                         body: Bytes| async move {
            let body: Value = serde_json::from_slice(&body).unwrap();
            taken.send((headers, body)).unwrap();
            status
        };
        let router = Router::new().route("/hook", post(take)).with_state(taken);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { address, posts }
    }

    /// The next post.
    pub(crate) async fn next(&mut self) -> (HeaderMap, Value) {
        self.posts.recv().await.unwrap()
    }

    /// Whether nothing more came so far.
    pub(crate) fn is_empty(&mut self) -> bool {
        self.posts.try_recv().is_err()
    }
}
