//! The console's own API: one function a call. Types and paths are `tidings_core::api`'s.

use gloo_net::http::{Headers, Method, Request, Response};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tidings_core::api::{
    AudienceFilter, AudienceView, CampaignView, DeliveryDetail, DeliveryFilter, DeliveryPage,
    DeliveryView, ErrorBody, ErrorView, IDEMPOTENCY_KEY, NotifyRequest, PreviewRequest,
    PreviewView, REQUIRED_HEADER, Resolve, SendRequest, SessionView, Setup, SignIn, path,
};
use tidings_core::request::Reply;
use wasm_bindgen::JsValue;
use web_sys::RequestInit;

mod query;
pub mod retry;

pub use query::{encode, query};

/// Why a call to the console came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The console answered with an error.
    Refused {
        /// HTTP status.
        status: u16,
        /// What it said.
        error: ErrorView,
    },
    /// No answer came, or none that can be read.
    Network(String),
}

impl ApiError {
    /// What happened and what to do, for people.
    pub fn message(&self) -> String {
        match self {
            Self::Refused { error, .. } => error.message.clone(),
            Self::Network(reason) => {
                format!(
                    "The console did not answer ({reason}). Check that it runs, then try again."
                )
            }
        }
    }

    /// The stable code, where the console gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { error, .. } => Some(&error.code),
            Self::Network(_) => None,
        }
    }
}

/// The way to the console. Knows how many calls are under way and whether the session has ended.
#[derive(Clone, Copy)]
pub struct Api {
    under_way: RwSignal<u32>,
    expired: RwSignal<bool>,
}

/// What goes with a call.
#[derive(Clone, Copy, Default)]
struct Extra<'a> {
    key: Option<&'a str>,
}

/// Nothing to send.
const NO_BODY: Option<&()> = None;

impl Api {
    /// A way that says in `expired` when the console no longer knows who we are.
    pub fn new(expired: RwSignal<bool>) -> Self {
        Self {
            under_way: RwSignal::new(0),
            expired,
        }
    }

    /// Whether any call is under way.
    pub fn is_busy(self) -> bool {
        self.under_way.get() > 0
    }

    /// Who is signed in.
    pub async fn session(self) -> Result<SessionView, ApiError> {
        self.get(path::SESSION).await
    }

    /// Sign in.
    pub async fn sign_in(self, body: &SignIn) -> Result<SessionView, ApiError> {
        self.post(path::SESSION, body).await
    }

    /// Sign out.
    pub async fn sign_out(self) -> Result<(), ApiError> {
        self.call(Method::DELETE, path::SESSION, NO_BODY, Extra::default())
            .await
            .map(drop)
    }

    /// Spend a one-time link.
    pub async fn set_up(self, body: &Setup) -> Result<SessionView, ApiError> {
        self.post(path::SETUP, body).await
    }

    /// Send one message. The same key and body again are the same send.
    pub async fn send(self, body: &SendRequest, key: &str) -> Result<DeliveryView, ApiError> {
        self.post_once(path::SEND, body, key).await
    }

    /// Find customers and send to each.
    pub async fn notify(self, body: &NotifyRequest, key: &str) -> Result<CampaignView, ApiError> {
        self.post_once(path::CAMPAIGNS, body, key).await
    }

    /// Fifty deliveries.
    pub async fn deliveries(self, filter: &DeliveryFilter) -> Result<DeliveryPage, ApiError> {
        self.get(&format!("{}{}", path::DELIVERIES, query(filter)))
            .await
    }

    /// One delivery in full.
    pub async fn delivery(self, id: &str) -> Result<DeliveryDetail, ApiError> {
        self.get(&format!("{}/{id}", path::DELIVERIES)).await
    }

    /// Send a delivery again, as a new one.
    pub async fn retry(self, id: &str, key: &str) -> Result<DeliveryView, ApiError> {
        let path = format!("{}/{id}/retry", path::DELIVERIES);
        json(
            self.call(Method::POST, &path, NO_BODY, Extra { key: Some(key) })
                .await?,
        )
        .await
    }

    /// Settle a delivery in doubt.
    pub async fn resolve(self, id: &str, body: &Resolve) -> Result<DeliveryView, ApiError> {
        self.post(&format!("{}/{id}/resolve", path::DELIVERIES), body)
            .await
    }

    /// Settle all of a campaign's deliveries in doubt.
    pub async fn resolve_all(self, id: &str, body: &Resolve) -> Result<CampaignView, ApiError> {
        self.post(&format!("{}/{id}/resolve", path::CAMPAIGNS), body)
            .await
    }

    /// Count an audience.
    pub async fn audience(self, filter: &AudienceFilter) -> Result<AudienceView, ApiError> {
        self.get(&format!("{}{}", path::AUDIENCE, query(filter)))
            .await
    }

    /// All campaigns.
    pub async fn campaigns(self) -> Result<Vec<CampaignView>, ApiError> {
        self.get(path::CAMPAIGNS).await
    }

    /// Keep an HTML mail for its frame.
    pub async fn preview(self, html: String) -> Result<PreviewView, ApiError> {
        self.post(path::PREVIEWS, &PreviewRequest { html }).await
    }

    /// Forward an allow-listed read; the platform's own reply, whatever its status.
    pub async fn forward(self, connection: &str, target: &str) -> Result<Reply, ApiError> {
        let response = self
            .fetch(
                Method::GET,
                &format!("/genesys/{connection}{target}"),
                NO_BODY,
                Extra::default(),
            )
            .await?;
        let headers = response.headers().entries().collect();
        let body = response
            .binary()
            .await
            .map_err(|problem| network(&problem))?;
        let reply = Reply {
            status: response.status(),
            headers,
            body,
        };
        match serde_json::from_slice::<ErrorBody>(&reply.body) {
            // The console's own refusal, not the platform's.
            Ok(ErrorBody { error }) if !reply.is_success() => {
                self.note_expiry(reply.status);
                Err(ApiError::Refused {
                    status: reply.status,
                    error,
                })
            }
            _ => Ok(reply),
        }
    }

    async fn get<T: DeserializeOwned>(self, path: &str) -> Result<T, ApiError> {
        json(
            self.call(Method::GET, path, NO_BODY, Extra::default())
                .await?,
        )
        .await
    }

    async fn post<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        json(
            self.call(Method::POST, path, Some(body), Extra::default())
                .await?,
        )
        .await
    }

    async fn post_once<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        key: &str,
    ) -> Result<T, ApiError> {
        json(
            self.call(Method::POST, path, Some(body), Extra { key: Some(key) })
                .await?,
        )
        .await
    }

    async fn call(
        self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
        extra: Extra<'_>,
    ) -> Result<Response, ApiError> {
        let response = self.fetch(method, path, body, extra).await?;
        if response.ok() {
            return Ok(response);
        }
        let status = response.status();
        let text = response.text().await.unwrap_or_default();
        match serde_json::from_str::<ErrorBody>(&text) {
            Ok(ErrorBody { error }) => {
                self.note_expiry(status);
                Err(ApiError::Refused { status, error })
            }
            Err(_) => Err(ApiError::Network(format!("status {status}"))),
        }
    }

    async fn fetch(
        self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
        extra: Extra<'_>,
    ) -> Result<Response, ApiError> {
        let request = prepare(&method, path, body, extra)?;
        self.under_way.try_update(|calls| *calls += 1);
        let result = request.send().await;
        self.under_way.try_update(|calls| *calls -= 1);
        result.map_err(|problem| network(&problem))
    }

    /// A wrong password is a 401 too: only somebody who was signed in is told that it ended.
    fn note_expiry(self, status: u16) {
        if status == 401 {
            self.expired.try_set(true);
        }
    }
}

/// The way to the console, from the context.
pub fn use_api() -> Api {
    expect_context()
}

/// The browser's own request: a builder that takes addresses apart would write a query anew, and the
/// forward takes a query only as the core writes it.
fn prepare(
    method: &Method,
    path: &str,
    body: Option<&impl Serialize>,
    extra: Extra<'_>,
) -> Result<Request, ApiError> {
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    if *method != Method::GET {
        headers.set(REQUIRED_HEADER.0, REQUIRED_HEADER.1);
    }
    if let Some(key) = extra.key {
        headers.set(IDEMPOTENCY_KEY, key);
    }
    let options = RequestInit::new();
    options.set_method(method.as_str());
    if let Some(body) = body {
        headers.set("Content-Type", "application/json");
        let text = serde_json::to_string(body)
            .map_err(|problem| ApiError::Network(problem.to_string()))?;
        options.set_body(&JsValue::from_str(&text));
    }
    options.set_headers(&headers.into_raw());
    web_sys::Request::new_with_str_and_init(path, &options)
        .map(Request::from)
        .map_err(|_| ApiError::Network(format!("{path} is no address")))
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    let text = response.text().await.map_err(|problem| network(&problem))?;
    serde_json::from_str(&text)
        .map_err(|problem| ApiError::Network(format!("an answer that cannot be read: {problem}")))
}

fn network(problem: &gloo_net::Error) -> ApiError {
    ApiError::Network(problem.to_string())
}
