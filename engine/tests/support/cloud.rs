//! The real sandbox on loopback, and an engine beside it.

use std::time::Duration;

use serde_json::{Value, json};
use tidings_core::dialect::Dialect;
use tidings_core::endpoint::BaseUrl;
use tidings_core::message::draft::Draft;
use tidings_core::pace::Pace;
use tidings_core::policy::Policy;
use tidings_engine::connection::Connection;
use tidings_engine::engine::{Engine, EngineOptions};
use tidings_engine::genesys::Genesys;
use tidings_engine::jobs::follow;
use tidings_engine::jobs::send::{self, SendOrder};
use tidings_engine::ledger::{Delivery, Owner};
use tidings_sandbox::{Options, Sandbox};
use tokio::sync::oneshot;

use super::{CONNECTION, Fixture};

/// Sandbox, ledger, client and engine.
pub(crate) struct World {
    pub(crate) fixture: Fixture,
    pub(crate) genesys: Genesys,
    pub(crate) base: String,
    pub(crate) owner: Owner,
    pub(crate) engine: Option<Engine>,
    http: reqwest::Client,
    _end: oneshot::Sender<()>,
}

impl World {
    pub(crate) async fn new(customers: u32) -> Self {
        let mut world = Self::without_engine(customers).await;
        world.start(EngineOptions {
            unfollowed: true,
            ..EngineOptions::default()
        });
        world
    }

    pub(crate) async fn without_engine(customers: u32) -> Self {
        Self::reporting_to(customers, None).await
    }

    /// A sandbox that tells its events to a webhook.
    pub(crate) async fn reporting_to(customers: u32, webhook: Option<String>) -> Self {
        let options = Options {
            webhook,
            customers,
            rate_per_minute: 0,
            ..Options::default()
        };
        Self::with(options, Dialect::Guides).await
    }

    /// A sandbox that speaks the published API, allows so many calls a minute, and has an engine.
    pub(crate) async fn on_platform(rate_per_minute: u32) -> Self {
        let options = Options {
            customers: 10,
            rate_per_minute,
            ..Options::default()
        };
        let mut world = Self::with(options, Dialect::Platform).await;
        world.start(EngineOptions {
            unfollowed: true,
            ..EngineOptions::default()
        });
        world
    }

    async fn with(options: Options, dialect: Dialect) -> Self {
        let options = Options {
            listen: ([127, 0, 0, 1], 0).into(),
            ..options
        };
        let sandbox = Sandbox::bind(options).await.unwrap();
        let base = format!("http://{}", sandbox.address());
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(sandbox.serve(async {
            let _ = ended.await;
        }));
        let fixture = Fixture::new().await;
        let owner = fixture.ledger.register_owner("test").await.unwrap();
        Self {
            genesys: Genesys::new(Connection {
                dialect,
                ..connection(&base, "sandbox-secret")
            })
            .unwrap(),
            fixture,
            base,
            owner,
            engine: None,
            http: reqwest::Client::new(),
            _end: end,
        }
    }

    pub(crate) fn start(&mut self, options: EngineOptions) {
        let engine = Engine::start(
            self.fixture.ledger.clone(),
            self.owner.id().clone(),
            vec![self.genesys.clone()],
            options,
        );
        self.engine = Some(engine.unwrap());
    }

    /// Ends the engine as a crash would: attempts on their way are cut off, the owner's lock is
    /// free, and a new owner takes over.
    pub(crate) async fn crash(&mut self) {
        self.engine.take().unwrap().abort().await;
        let ledger = &self.fixture.ledger;
        self.owner = ledger.register_owner("test").await.unwrap();
    }

    /// The faults from now on.
    pub(crate) async fn faults(&self, faults: Value) {
        self.control("/_sandbox/faults", faults).await;
    }

    /// A control call with a JSON body.
    pub(crate) async fn control(&self, path: &str, body: Value) {
        let reply = self
            .http
            .post(format!("{}{path}", self.base))
            .header("Content-Type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        assert!(
            reply.status().is_success(),
            "{}",
            reply.text().await.unwrap()
        );
    }

    /// Lines of a control call.
    pub(crate) async fn lines(&self, path: &str) -> Vec<Value> {
        let reply = self.http.get(format!("{}{path}", self.base)).send();
        let text = reply.await.unwrap().text().await.unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// What the platform took.
    pub(crate) async fn taken(&self) -> Vec<Value> {
        self.lines("/_sandbox/ledger").await
    }

    pub(crate) async fn submit(&self, draft: Value) -> Delivery {
        let order = SendOrder {
            draft: serde_json::from_value::<Draft>(draft).unwrap(),
            actor: "ana".into(),
            idempotency_key: None,
            on_server_error: None,
            follower: None,
        };
        let ledger = &self.fixture.ledger;
        send::submit(ledger, &self.genesys, &Policy::default(), order)
            .await
            .unwrap()
            .into_delivery()
    }

    /// Submits and waits for the end.
    pub(crate) async fn send(&self, draft: Value) -> Delivery {
        let submitted = self.submit(draft).await;
        self.end_of(&submitted).await
    }

    pub(crate) async fn end_of(&self, delivery: &Delivery) -> Delivery {
        let end = follow::delivery(&self.fixture.ledger, &delivery.id);
        tokio::time::timeout(Duration::from_mins(1), end)
            .await
            .expect("the engine finished the delivery")
            .unwrap()
    }
}

pub(crate) fn connection(base: &str, secret: &str) -> Connection {
    let base = BaseUrl::parse(base).unwrap();
    Connection {
        name: CONNECTION.into(),
        dialect: Dialect::Guides,
        login: base.clone(),
        base,
        client_id: "sandbox".into(),
        client_secret: secret.to_owned().into(),
        pace: Pace::per_minute(60_000).unwrap(),
        senders: tidings_core::sender::Senders::default(),
        allow: Vec::new(),
        cap: None,
    }
}

pub(crate) fn email(to: &str) -> Value {
    json!({
        "operation": "outbound", "channel": "email", "to": to, "name": "Ana",
        "from": "care@example.com", "fromName": "Care", "subject": "Hello {{name}}",
        "format": "text", "body": "We missed you."
    })
}
