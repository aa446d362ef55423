//! Events out: queued, sent one after the other, tried a few times, never in a request's way.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::clock::Timestamp;

/// What the sandbox tells its webhook.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    #[serde(rename = "event")]
    pub(crate) name: &'static str,
    pub(crate) conversation_id: String,
    #[serde(flatten)]
    pub(crate) facts: Facts,
    pub(crate) at: Timestamp,
}

/// What an event says beside its name.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(crate) enum Facts {
    /// `webchat:conversation:start`, guide 002's body.
    Start {
        previous_conversation_id: String,
        agent_id: String,
    },
    /// `message.status`: `delivered`, `read`, or `failed` with the platform's reason.
    Status {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact_id: Option<String>,
        message_id: String,
        status: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'static str>,
    },
    /// `message.received`: a tap, with the tapped message's id, or a typed answer, with its own.
    Received {
        #[serde(skip_serializing_if = "Option::is_none")]
        contact_id: Option<String>,
        message_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        in_reply_to: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
}

/// Where events are put; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    address: Address,
    queue: mpsc::Sender<(Instant, Event)>,
    client: reqwest::Client,
}

/// Takes events out of the queue and posts them.
#[derive(Debug)]
pub(crate) struct Courier {
    address: Address,
    queue: mpsc::Receiver<(Instant, Event)>,
    client: reqwest::Client,
}

/// Where the webhook is, if anywhere. Its path may hold a secret, so it is never printed.
#[derive(Clone, Default)]
struct Address(Arc<RwLock<Option<reqwest::Url>>>);

impl Address {
    fn get(&self) -> Option<reqwest::Url> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set(&self, url: reqwest::Url) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(url);
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A webhook that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// It is no web address.
    #[error("the webhook must be an http or https address: {0}")]
    Address(String),
    /// No HTTP client could be made.
    #[error("no HTTP client for the webhook: {0}")]
    Client(#[source] reqwest::Error),
}

/// The two ends of a queue of events.
pub(crate) fn channel() -> Result<(Webhook, Courier), WebhookError> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(5))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(WebhookError::Client)?;
    let (sender, receiver) = mpsc::channel(QUEUE);
    let address = Address::default();
    let courier = Courier {
        address: address.clone(),
        queue: receiver,
        client: client.clone(),
    };
    Ok((
        Webhook {
            address,
            queue: sender,
            client,
        },
        courier,
    ))
}

impl Webhook {
    /// The client that posts events, for others who post.
    pub(crate) fn client(&self) -> reqwest::Client {
        self.client.clone()
    }

    pub(crate) fn point_to(&self, address: &str) -> Result<(), WebhookError> {
        let wrong = |why: String| WebhookError::Address(why);
        let url = reqwest::Url::parse(address).map_err(|error| wrong(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong(format!("its scheme is `{}`", url.scheme())));
        }
        self.address.set(url);
        Ok(())
    }

    /// Queues an event to be sent after `delay`; without a webhook, or when the queue is full, it
    /// is dropped.
    pub(crate) fn tell(&self, delay: Duration, event: Event) {
        if self.address.get().is_none() {
            return;
        }
        if self
            .queue
            .try_send((Instant::now() + delay, event))
            .is_err()
        {
            tracing::warn!("the webhook is too slow: an event was dropped");
        }
    }
}

impl Courier {
    /// Runs until every sender is gone.
    pub(crate) async fn run(mut self) {
        while let Some((due, event)) = self.queue.recv().await {
            tokio::time::sleep_until(due).await;
            self.deliver(&event).await;
        }
    }

    async fn deliver(&self, event: &Event) {
        let Ok(body) = serde_json::to_vec(event) else {
            return;
        };
        for wait in WAITS {
            let Some(address) = self.address.get() else {
                return;
            };
            let sent = self
                .client
                .post(address)
                .header("content-type", "application/json")
                .body(body.clone())
                .send()
                .await;
            // Another try cannot change the receiver's mind about what it calls wrong.
            match sent {
                Ok(reply) if !reply.status().is_server_error() && reply.status() != 429 => {
                    if !reply.status().is_success() {
                        tracing::warn!(status = %reply.status(), "the webhook refused an event");
                    }
                    return;
                }
                Ok(_) | Err(_) => tokio::time::sleep(wait).await,
            }
        }
        tracing::warn!(event = event.name, "the webhook did not take an event");
    }
}

const QUEUE: usize = 100_000;
const WAITS: [Duration; 4] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];
