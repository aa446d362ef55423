//! A sandbox process and its control calls: the judge of what was really sent.

use serde_json::{Value, json};

use crate::command::Tidings;
use crate::running::Running;

/// `tidings sandbox` on a port of its own.
#[derive(Debug)]
pub struct Sandbox {
    process: Running,
    address: String,
    http: reqwest::Client,
}

impl Sandbox {
    /// Starts one with `arguments` such as `["--customers", "2000"]`.
    pub fn start(tidings: &Tidings, arguments: &[&str]) -> Self {
        let mut all = vec!["sandbox", "--listen", "127.0.0.1:0"];
        all.extend_from_slice(arguments);
        let process = Running::start(tidings.command(&all));
        let address =
            process.wait_for(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self {
            process,
            address,
            http: reqwest::Client::new(),
        }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The process.
    pub fn process(&self) -> &Running {
        &self.process
    }

    async fn lines(&self, path: &str) -> Vec<Value> {
        let url = format!("{}{path}", self.address);
        let text = self
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        text.lines()
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

    /// `{requests:{operation:{status:n}}, accepted:{operation:n}}`.
    pub async fn stats(&self) -> Value {
        let url = format!("{}/_sandbox/stats", self.address);
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Replaces the faults; `[]` clears them.
    pub async fn faults(&self, faults: Value) {
        let url = format!("{}/_sandbox/faults", self.address);
        let reply = self.http.post(url).json(&faults).send().await.unwrap();
        assert!(
            reply.status().is_success(),
            "{}",
            reply.text().await.unwrap()
        );
    }

    /// Empties ledger, faults and counters.
    pub async fn reset(&self) {
        let url = format!("{}/_sandbox/reset", self.address);
        let reply = self.http.post(url).json(&json!({})).send().await.unwrap();
        assert!(reply.status().is_success());
    }

    /// The first customer for whom `wanted` holds.
    pub async fn customer(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        self.population(1000)
            .await
            .into_iter()
            .find(wanted)
            .expect("the population has one")
    }
}
