//! Sending, and what becomes of it.

mod agentless;
mod conversation;
mod email;
mod guests;
mod open;
mod status;
mod webhook;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tidings_sandbox::{FULL_CLIENT, LIMITED_CLIENT, directory};

use crate::support::{Answer, TestSandbox, answer, text};

const AGENTLESS: &str = "/api/v2/conversations/messages/agentless";
const MAIL: &str = "/api/v2/conversations/emails/agentless";

async fn sandbox() -> TestSandbox {
    let mut sandbox = TestSandbox::start().await;
    sandbox.sign_in_by_basic(FULL_CLIENT).await;
    sandbox
}

fn web(contact: &str, words: &str) -> Value {
    json!({
        "fromAddress": directory::WEB_SHOP,
        "toAddressMessengerType": "webmessaging",
        "externalContactId": contact,
        "textBody": words,
    })
}

fn sms(number: &str) -> Value {
    json!({
        "fromAddress": directory::SMS_MOBILE_DE,
        "toAddressMessengerType": "sms",
        "toAddress": number,
        "textBody": "Your order is ready.",
    })
}

/// Somebody whom web messaging reaches, and whose chat is over.
async fn reachable(sandbox: &TestSandbox) -> Value {
    sandbox
        .customer(|line| {
            line["livingContactId"].is_string()
                && line["livingContactId"] == line["externalContactId"]
                && line["contactOpen"] == false
                && line.get("sessionCleared").is_none()
        })
        .await
}

/// Somebody in a chat with a bot, or with an agent.
async fn in_chat(sandbox: &TestSandbox, with_bot: bool) -> Value {
    sandbox
        .customer(|line| {
            line["livingContactId"].is_string()
                && line.get("communicationId").is_some()
                && line.get("sessionCleared").is_none()
                && line.get("botSessionId").is_some() == with_bot
        })
        .await
}

async fn good(sandbox: &TestSandbox, path: &str, body: &Value) -> Answer {
    let reply = sandbox.post(path, body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply
}

async fn refused(sandbox: &TestSandbox, path: &str, body: &Value, status: StatusCode, says: &str) {
    let reply = sandbox.post(path, body).await;
    assert_eq!(reply.status, status, "{body}: {}", reply.text);
    assert!(reply.message().contains(says), "{body}: {}", reply.text);
    assert!(sandbox.ledger().await.is_empty());
}

/// Reads until the test holds.
async fn until(sandbox: &TestSandbox, path: &str, test: impl Fn(&Answer) -> bool) -> Answer {
    loop {
        let reply = sandbox.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
        if test(&reply) {
            return reply;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// The messages that a guest's messenger shows, once there are so many.
async fn shown(sandbox: &TestSandbox, query: &str, count: usize) -> Vec<Value> {
    let path = format!("/_sandbox/messenger/feed?{query}");
    let mut reply = sandbox.request(Method::GET, &path).send().await.unwrap();
    let mut feed = String::new();
    loop {
        let messages: Vec<Value> = feed
            .lines()
            .filter_map(|line| line.strip_prefix("data: ").or(line.strip_prefix("data:")))
            .filter_map(|data| serde_json::from_str(data).ok())
            .collect();
        if messages.len() >= count {
            return messages;
        }
        feed.push_str(std::str::from_utf8(&reply.chunk().await.unwrap().unwrap()).unwrap());
    }
}
