//! A sandbox's control calls: the judge of what was really sent.

use serde_json::{Value, json};

use crate::wait::until;

/// The deployment that resolves identities.
pub const WEB_SHOP: &str = "00000000-0000-4000-8000-0000000000d1";

/// The open messaging integration.
pub const FIELD_APP: &str = "00000000-0000-4000-8000-0000000000e1";

/// A sandbox, by its address.
#[derive(Clone, Debug)]
pub struct Cloud {
    address: String,
    http: reqwest::Client,
}

impl Cloud {
    /// The one at `address`, such as `http://127.0.0.1:8081`.
    pub fn at(address: &str) -> Self {
        Self {
            address: address.trim_end_matches('/').to_owned(),
            http: reqwest::Client::new(),
        }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The guest's messenger for a contact.
    pub fn messenger(&self, query: &str) -> String {
        format!("{}/_sandbox/messenger?{query}", self.address)
    }

    async fn lines(&self, path: &str) -> Vec<Value> {
        let url = format!("{}{path}", self.address);
        let text = self.http.get(url).send().await.unwrap().text().await;
        text.unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The first `limit` customers.
    pub async fn population(&self, limit: usize) -> Vec<Value> {
        self.lines(&format!("/_sandbox/population?limit={limit}"))
            .await
    }

    /// One line per accepted send.
    pub async fn ledger(&self) -> Vec<Value> {
        self.lines("/_sandbox/ledger").await
    }

    /// The accepted sends of one operation, once there are `count` of them or more.
    #[track_caller]
    pub fn accepted(&self, operation: &str, count: usize) -> impl Future<Output = Vec<Value>> {
        let what = format!("{count} accepted sends of {operation}");
        let (cloud, operation) = (self.clone(), operation.to_owned());
        until(what, move || {
            let (cloud, operation) = (cloud.clone(), operation.clone());
            async move {
                let ledger = cloud.ledger().await.into_iter();
                let sends: Vec<_> = ledger
                    .filter(|line| line["operation"] == operation)
                    .collect();
                (sends.len() >= count).then_some(sends)
            }
        })
    }

    /// `{requests:{operation:{status:n}}, accepted:{operation:n}}`.
    pub async fn stats(&self) -> Value {
        let url = format!("{}/_sandbox/stats", self.address);
        let reply = self.http.get(url).send().await.unwrap();
        reply.json().await.unwrap()
    }

    /// Replaces the faults; `[]` clears them.
    pub async fn faults(&self, faults: Value) {
        self.post("/_sandbox/faults", &faults).await;
    }

    /// Empties ledger, faults and counters.
    pub async fn reset(&self) {
        self.post("/_sandbox/reset", &json!({})).await;
    }

    async fn post(&self, path: &str, body: &Value) {
        let url = format!("{}{path}", self.address);
        let reply = self.http.post(url).json(body).send().await.unwrap();
        assert!(
            reply.status().is_success(),
            "{path}: {}",
            reply.text().await.unwrap()
        );
    }

    /// The first customer for whom `wanted` holds.
    pub async fn customer(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut all = self.population(1000).await.into_iter();
        all.find(wanted).expect("the population has one")
    }

    /// Somebody with a name whose messaging contact is open.
    pub async fn open_contact(&self) -> Value {
        self.customer(|customer| customer["contactOpen"] == true && customer["name"].is_string())
            .await
    }
}
