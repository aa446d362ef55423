//! Posting to an integration, again where the address was not able to take it.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;

use super::envelope;
use super::integration::Hook;
use crate::cloud::{Arrival, Cloud, lock};
use crate::messenger::Author;

/// Posts a message of an open messaging integration to its webhook, if it has one.
pub(crate) fn carry(cloud: &Arc<Cloud>, arrival: &Arrival) {
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

/// Posts to an integration's webhook, if it has one.
pub(crate) fn post(cloud: &Arc<Cloud>, integration: &str, body: &Value) {
    let Some(hook) = lock(&cloud.hooks).of(integration).cloned() else {
        return;
    };
    let (cloud, body) = (Arc::clone(cloud), body.to_string());
    tokio::spawn(async move { deliver(&cloud, &hook, &body).await });
}

async fn deliver(cloud: &Cloud, hook: &Hook, body: &str) {
    for attempt in 1..=ATTEMPTS {
        match attempt_once(cloud, hook, body).await {
            Some(status) if status.is_success() => return,
            Some(status) if !status.is_server_error() && status != 429 => {
                tracing::warn!(%status, "an integration's webhook refused a message");
                return;
            }
            _ if attempt < ATTEMPTS => tokio::time::sleep(cloud.haste.of(PAUSE)).await,
            _ => {}
        }
    }
    tracing::warn!("an integration's webhook did not take a message");
}

/// The status that came back, if one did in time.
async fn attempt_once(cloud: &Cloud, hook: &Hook, body: &str) -> Option<StatusCode> {
    let signature = hook.key.sign_base64(body.as_bytes());
    let mut request = cloud
        .http
        .post(hook.url.clone())
        .timeout(PATIENCE)
        .header("content-type", "application/json")
        .header("x-hub-signature-256", format!("sha256={signature}"));
    for (name, value) in &hook.headers {
        request = request.header(name, value);
    }
    let sent = request.body(body.to_owned()).send().await;
    sent.ok().map(|reply| reply.status())
}

/// Tries in all (documented).
const ATTEMPTS: u32 = 5;
/// Between two tries (documented).
const PAUSE: Duration = Duration::from_secs(5);
/// Within which an answer must come (documented).
const PATIENCE: Duration = Duration::from_secs(10);
