//! What happens, as it happens: server-sent events, fed by the ledger's journal.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _, stream};
use tidings_core::api::{Change, EventView};
use tidings_engine::jobs::eta;
use tidings_engine::ledger::{self, EventChange, LedgerError};
use tokio::sync::broadcast::Receiver;

use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// Events after the one that `Last-Event-ID` names; without one, from now on. An id that the
/// journal does not have is answered by the event `resync`: what is shown has to be read anew.
pub(crate) async fn follow(
    State(app): State<App>,
    _: SignedIn,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    // Listens before it looks, so that nothing is missed in between.
    let news = app.ledger.subscribe();
    let newest = app.ledger.last_event().await?;
    let asked = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let known = asked.map(|id| id.parse().ok().filter(|id| (0..=newest).contains(id)));
    let is_lost = known == Some(None);
    let follower = Follower {
        app,
        news,
        last: known.flatten().unwrap_or(newest),
        ready: VecDeque::new(),
    };
    // A comment at once: a proxy in between may hold the head back until something comes.
    let mut greeting = vec![Event::default().comment("here")];
    if is_lost {
        greeting.push(
            Event::default()
                .id(newest.to_string())
                .event("resync")
                .data("{}"),
        );
    }
    let events = stream::iter(greeting.into_iter().map(Ok)).chain(follower.events());
    let alive = KeepAlive::new().interval(KEEP_ALIVE);
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((unbuffered, Sse::new(events).keep_alive(alive)))
}

struct Follower {
    app: App,
    news: Receiver<ledger::Event>,
    last: i64,
    ready: VecDeque<ledger::Event>,
}

impl Follower {
    /// Ends with the console, or when the ledger fails: the browser asks again by itself.
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut follower| async move {
            let shutdown = follower.app.shutdown.clone();
            match shutdown.run_until_cancelled(follower.next()).await? {
                Ok(event) => Some((Ok(event), follower)),
                Err(error) => {
                    tracing::error!(%error, "an event stream ended");
                    None
                }
            }
        })
    }

    async fn next(&mut self) -> Result<Event, LedgerError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.last = event.id;
                if let Some(event) = self.written(event).await? {
                    return Ok(event);
                }
                continue;
            }
            self.ready = self.app.ledger.events_after(self.last, BATCH).await?.into();
            if self.ready.is_empty() {
                // Other processes write too, and their events are heard of by looking only.
                let _ = tokio::time::timeout(LOOK_AGAIN, self.news.recv()).await;
            }
        }
    }

    /// Nothing for a connection that this process does not have.
    async fn written(&self, event: ledger::Event) -> Result<Option<Event>, LedgerError> {
        let view = EventView {
            id: event.id,
            at: event.at,
            change: match event.change {
                EventChange::Delivery(delivery) => Change::Delivery(delivery),
                EventChange::Campaign(mut campaign) => {
                    if let Ok(genesys) = self.app.connections.find(&campaign.connection) {
                        eta::tell(&self.app.ledger, genesys, &mut campaign).await?;
                    }
                    Change::Campaign(campaign)
                }
                EventChange::Note { text } => Change::Note { text },
                EventChange::Stops(stops) => Change::Stops(stops),
                EventChange::Connection { name, .. } => {
                    let connections = &self.app.connections;
                    let Ok(genesys) = connections.find(&name) else {
                        return Ok(None);
                    };
                    let view = connections.view(genesys, &self.app.ledger).await?;
                    Change::Connection(Box::new(view))
                }
            },
        };
        let data = serde_json::to_string(&view)?;
        Ok(Some(Event::default().id(view.id.to_string()).data(data)))
    }
}

const KEEP_ALIVE: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_secs(1);
const BATCH: u32 = 200;
