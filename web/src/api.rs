//! The console's own API: one function a call. Types and paths are `tidings_core::api`'s.

use gloo_net::http::{Headers, Method, Request, Response};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tidings_core::api::{
    AudienceFilter, AudienceView, BudgetView, CampaignView, ConnectionView, DeliveryDetail,
    DeliveryFilter, DeliveryPage, DeliveryView, DoctorView, ErrorBody, ErrorView, IDEMPOTENCY_KEY,
    ListChange, ListedPage, NotifyRequest, PreviewRequest, PreviewView, REQUIRED_HEADER, ReachView,
    RecipientList, Resolve, SendRequest, SessionView, SetMode, SetStop, Setup, SignIn, StopView,
    path,
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

/// What is said in a call.
enum Body {
    Nothing,
    Json(String),
    File(web_sys::File),
}

impl Body {
    fn json(value: &impl Serialize) -> Result<Self, ApiError> {
        serde_json::to_string(value)
            .map(Self::Json)
            .map_err(|problem| ApiError::Network(problem.to_string()))
    }
}

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
        self.call(Method::DELETE, path::SESSION, Body::Nothing, None)
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
            self.call(Method::POST, &path, Body::Nothing, Some(key))
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

    /// Look at what a connection can do. Reads only.
    pub async fn doctor(self, connection: &str) -> Result<DoctorView, ApiError> {
        self.get(&below(connection, "doctor")).await
    }

    /// Switch a connection's mode.
    pub async fn set_mode(
        self,
        connection: &str,
        body: &SetMode,
    ) -> Result<ConnectionView, ApiError> {
        self.post(&below(connection, "mode"), body).await
    }

    /// The limits that attempts of a connection have to pass.
    pub async fn budgets(self, connection: &str) -> Result<Vec<BudgetView>, ApiError> {
        self.get(&below(connection, "budgets")).await
    }

    /// Who can be reached on which channel, of those who wrote in the last days.
    pub async fn reach(self, connection: &str, days: u32) -> Result<ReachView, ApiError> {
        self.get(&format!("{}?days={days}", below(connection, "reach")))
            .await
    }

    /// A page of the list of recipients at a path.
    pub async fn listed(
        self,
        path: &str,
        search: &str,
        cursor: Option<&str>,
    ) -> Result<ListedPage, ApiError> {
        let mut path = format!("{path}?q={}", encode(search));
        if let Some(cursor) = cursor {
            path = format!("{path}&cursor={}", encode(cursor));
        }
        self.get(&path).await
    }

    /// Put recipients on the list at a path.
    pub async fn add_listed(
        self,
        path: &str,
        body: &RecipientList,
    ) -> Result<ListChange, ApiError> {
        self.post(path, body).await
    }

    /// Take recipients off the list at a path.
    pub async fn remove_listed(
        self,
        path: &str,
        body: &RecipientList,
    ) -> Result<ListChange, ApiError> {
        let body = Body::json(body)?;
        json(self.call(Method::DELETE, path, body, None).await?).await
    }

    /// Put the recipients of a CSV file on the suppression list.
    pub async fn import_suppressions(self, file: web_sys::File) -> Result<ListChange, ApiError> {
        let path = format!("{}/import", path::SUPPRESSIONS);
        let body = Body::File(file);
        json(self.call(Method::POST, &path, body, None).await?).await
    }

    /// The stop switches that are turned.
    pub async fn stops(self) -> Result<Vec<StopView>, ApiError> {
        self.get(path::STOPS).await
    }

    /// Turn a stop switch.
    pub async fn set_stop(self, body: &SetStop) -> Result<Vec<StopView>, ApiError> {
        self.post(path::STOPS, body).await
    }

    /// Forward an allow-listed read; the platform's own reply, whatever its status.
    pub async fn forward(self, connection: &str, target: &str) -> Result<Reply, ApiError> {
        let response = self
            .fetch(
                Method::GET,
                &format!("/genesys/{connection}{target}"),
                Body::Nothing,
                None,
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
        json(self.call(Method::GET, path, Body::Nothing, None).await?).await
    }

    async fn post<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ApiError> {
        let body = Body::json(body)?;
        json(self.call(Method::POST, path, body, None).await?).await
    }

    async fn post_once<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        key: &str,
    ) -> Result<T, ApiError> {
        let body = Body::json(body)?;
        json(self.call(Method::POST, path, body, Some(key)).await?).await
    }

    async fn call(
        self,
        method: Method,
        path: &str,
        body: Body,
        key: Option<&str>,
    ) -> Result<Response, ApiError> {
        let response = self.fetch(method, path, body, key).await?;
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
        body: Body,
        key: Option<&str>,
    ) -> Result<Response, ApiError> {
        let request = prepare(&method, path, body, key)?;
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
    body: Body,
    key: Option<&str>,
) -> Result<Request, ApiError> {
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    if *method != Method::GET {
        headers.set(REQUIRED_HEADER.0, REQUIRED_HEADER.1);
    }
    if let Some(key) = key {
        headers.set(IDEMPOTENCY_KEY, key);
    }
    let options = RequestInit::new();
    options.set_method(method.as_str());
    let said = match body {
        Body::Nothing => None,
        Body::Json(text) => Some(("application/json", JsValue::from_str(&text))),
        // The browser streams it: a long list need not pass through here.
        Body::File(file) => Some(("text/csv", file.into())),
    };
    if let Some((media_type, body)) = said {
        headers.set("Content-Type", media_type);
        options.set_body(&body);
    }
    options.set_headers(&headers.into_raw());
    web_sys::Request::new_with_str_and_init(path, &options)
        .map(Request::from)
        .map_err(|_| ApiError::Network(format!("{path} is no address")))
}

/// What lies below a connection.
fn below(connection: &str, what: &str) -> String {
    format!("{}/{}/{what}", path::CONNECTIONS, encode(connection))
}

/// Where a connection's allow-list is.
pub fn allowed_path(connection: &str) -> String {
    below(connection, "allowed")
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    let text = response.text().await.map_err(|problem| network(&problem))?;
    serde_json::from_str(&text)
        .map_err(|problem| ApiError::Network(format!("an answer that cannot be read: {problem}")))
}

fn network(problem: &gloo_net::Error) -> ApiError {
    ApiError::Network(problem.to_string())
}
