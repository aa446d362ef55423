//! Guide 004's end of a transmission: the audit record and the event for the analytics webhook,
//! which never holds up or fails a message.

use std::time::Duration;

use reqwest::Client;
use tidings_core::audit::{
    ANALYTICS_SOURCE, ANALYTICS_TIME_LIMIT, AnalyticsEvent, Transmission, TransmissionResult,
    is_analytics_success,
};
use tidings_core::endpoint::WebhookUrl;
use tidings_core::message::PersonalizedBody;
use tokio_util::task::TaskTracker;

use crate::clock;
use crate::genesys::{self, ClientError};
use crate::ledger::Settlement;

/// Posts events; without a webhook it does nothing.
pub(super) struct Analytics {
    webhook: Option<Webhook>,
    under_way: TaskTracker,
}

/// Has a client of its own, so that nothing of ours can go along.
#[derive(Clone)]
struct Webhook {
    client: Client,
    url: WebhookUrl,
}

impl Analytics {
    pub(super) fn new(url: Option<&WebhookUrl>) -> Result<Self, ClientError> {
        let webhook = url.map(|url| {
            Ok::<_, ClientError>(Webhook {
                client: genesys::client(!url.base().is_loopback())?,
                url: url.clone(),
            })
        });
        Ok(Self {
            webhook: webhook.transpose()?,
            under_way: TaskTracker::new(),
        })
    }

    pub(super) fn report(&self, event: AnalyticsEvent) {
        if let Some(webhook) = self.webhook.clone() {
            self.under_way.spawn(webhook.post(event));
        }
    }

    /// Waits for events that are on their way.
    pub(super) async fn finish(&self) {
        self.under_way.close();
        self.under_way.wait().await;
    }
}

impl Webhook {
    async fn post(self, event: AnalyticsEvent) {
        let (name, value) = ANALYTICS_SOURCE;
        let Ok(body) = serde_json::to_vec(&event) else {
            return;
        };
        let posted = self
            .client
            .post(self.url.to_string())
            .timeout(ANALYTICS_TIME_LIMIT)
            .header(name, value)
            .header("Content-Type", "application/json")
            .body(body)
            .send()
            .await;
        match posted {
            Ok(reply) if is_analytics_success(reply.status().as_u16()) => {}
            Ok(reply) => tracing::warn!(
                status = reply.status().as_u16(),
                "the analytics webhook refused an event"
            ),
            Err(error) => tracing::warn!(
                error = %error.without_url(),
                "the analytics webhook did not take an event"
            ),
        }
    }
}

/// The transmission that a settlement ends; nothing for other operations, or while it goes on.
pub(super) fn transmission(
    body: &PersonalizedBody<'_>,
    settlement: &Settlement,
) -> Option<Transmission> {
    let PersonalizedBody::Guest {
        guest_id,
        conversation_id,
        html,
        text,
        ..
    } = body
    else {
        return None;
    };
    if settlement.state.is_open() {
        return None;
    }
    let result = if settlement.state.is_accepted() {
        let tried = settlement.tried.as_ref();
        let latency_ms = tried.and_then(|tried| tried.latency_ms).unwrap_or(0.0);
        TransmissionResult::Success {
            latency: Duration::from_secs_f64(latency_ms.max(0.0) / 1000.0),
            response_id: settlement.acceptance.id.clone(),
        }
    } else {
        let reason = settlement.reason.clone();
        TransmissionResult::Failed {
            error: reason.unwrap_or_else(|| settlement.state.to_string()),
        }
    };
    Some(Transmission {
        guest: (*guest_id).clone(),
        conversation: conversation_id.cloned(),
        content_type: if *html { "text/html" } else { "text/plain" }.to_owned(),
        payload_size_bytes: u64::try_from(text.len()).unwrap_or(u64::MAX),
        result,
        at: clock::now(),
    })
}
