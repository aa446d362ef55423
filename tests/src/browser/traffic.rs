//! What went over the network, as the browser's developer tools saw it.

use serde_json::{Value, json};
use thirtyfour::cdp::Cdp;

use super::Page;

/// Everything the page sent and got.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    /// Requests, headers of replies and messages of event streams.
    events: Vec<Value>,
    /// Bodies of replies that the browser still had.
    bodies: Vec<String>,
}

impl Traffic {
    pub(super) async fn of(page: &Page) -> Self {
        let log = page.handle().get_log("performance").await;
        let events: Vec<Value> = log
            .expect("the log was asked for at the start")
            .into_iter()
            .filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok())
            .map(|mut entry| entry["message"].take())
            .filter(|event| {
                event["method"]
                    .as_str()
                    .is_some_and(|method| method.starts_with("Network."))
            })
            .collect();
        let mut traffic = Self {
            events,
            bodies: Vec::new(),
        };
        traffic.read_bodies(page).await;
        traffic
    }

    async fn read_bodies(&mut self, page: &Page) {
        let tools = Cdp::new(page.handle().clone());
        for event in self.events_of("Network.loadingFinished") {
            let id = json!({ "requestId": event["params"]["requestId"] });
            // A page that was left has taken its replies with it.
            if let Ok(body) = tools.send_raw("Network.getResponseBody", id).await
                && let Some(body) = body["body"].as_str()
            {
                self.bodies.push(body.to_owned());
            }
        }
    }

    fn events_of(&self, method: &str) -> Vec<Value> {
        let events = self.events.iter();
        events
            .filter(|event| event["method"] == method)
            .cloned()
            .collect()
    }

    /// Method and address of every request.
    pub fn requests(&self) -> Vec<(String, String)> {
        self.events_of("Network.requestWillBeSent")
            .iter()
            .filter_map(|event| {
                let request = &event["params"]["request"];
                Some((
                    request["method"].as_str()?.to_owned(),
                    request["url"].as_str()?.to_owned(),
                ))
            })
            .collect()
    }

    /// How many replies could be read whole.
    pub fn bodies(&self) -> usize {
        self.bodies.len()
    }

    /// Where `secret` stands in what was sent or got.
    pub fn find(&self, secret: &str) -> Vec<String> {
        let events = self.events.iter().map(Value::to_string);
        events
            .chain(self.bodies.iter().cloned())
            .filter(|text| text.contains(secret))
            .collect()
    }
}
