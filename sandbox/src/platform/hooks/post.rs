//! Posting to an integration, again where the address was not able to take it.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;

use super::envelope;
use super::integration::Hook;
use crate::cloud::{Arrival, Cloud, lock};
use crate::haste::Haste;
use crate::messenger::Author;

/// Posts a message of an open messaging integration to its webhook, if it has one.
pub(crate) fn carry(cloud: &Cloud, arrival: &Arrival) {
    let message = &arrival.message;
    let Some((integration, guest)) = message.open_route() else {
        return;
    };
    let body = match message.author {
        Author::Business => envelope::message(integration, guest, message),
        Author::Guest => envelope::receipt(integration, guest, message),
    };
    post(cloud, integration, &body);
}

/// Tells an integration that somebody of the business is writing to a guest of it.
pub(crate) fn typing(cloud: &Cloud, integration: &str, guest: &str, talk: &str, millis: u64) {
    let id = cloud.context_id();
    post(
        cloud,
        integration,
        &envelope::typing(integration, guest, &id, talk, millis),
    );
}

/// Posts to an integration's webhook, if it has one.
fn post(cloud: &Cloud, integration: &str, body: &Value) {
    let Some(hook) = lock(&cloud.hooks).of(integration).cloned() else {
        return;
    };
    let post = Post {
        body: body.to_string(),
        hook,
        http: cloud.http.clone(),
        haste: cloud.haste.clone(),
    };
    tokio::spawn(post.deliver());
}

/// One body on its way.
struct Post {
    hook: Hook,
    body: String,
    http: reqwest::Client,
    haste: Haste,
}

impl Post {
    async fn deliver(self) {
        for attempt in 1..=ATTEMPTS {
            match self.attempt().await {
                Some(status) if status.is_success() => return,
                Some(status) if !status.is_server_error() && status != 429 => {
                    tracing::warn!(%status, "an integration's webhook refused a message");
                    return;
                }
                _ if attempt < ATTEMPTS => tokio::time::sleep(self.haste.of(PAUSE)).await,
                _ => {}
            }
        }
        tracing::warn!("an integration's webhook did not take a message");
    }

    /// The status that came back, if one did in time.
    async fn attempt(&self) -> Option<StatusCode> {
        let signature = self.hook.key.sign_base64(self.body.as_bytes());
        let mut request = self
            .http
            .post(self.hook.url.clone())
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header("x-hub-signature-256", format!("sha256={signature}"));
        for (name, value) in &self.hook.headers {
            request = request.header(name, value);
        }
        let sent = request.body(self.body.clone()).send().await;
        sent.ok().map(|reply| reply.status())
    }
}

/// Tries in all (documented).
const ATTEMPTS: u32 = 5;
/// Between two tries (documented).
const PAUSE: Duration = Duration::from_secs(5);
/// Within which an answer must come (documented).
const PATIENCE: Duration = Duration::from_secs(10);
