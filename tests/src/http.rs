//! The console's API as a program calls it.

use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

/// The session's cookie.
pub const COOKIE_NAME: &str = "__Host-tidings";

/// A reply, read to its end.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    /// Sends a request and reads the reply.
    pub async fn to(request: RequestBuilder) -> Self {
        let reply = request.send().await.expect("the console answers");
        Self {
            status: reply.status().as_u16(),
            headers: reply.headers().clone(),
            body: reply.bytes().await.expect("the reply can be read").to_vec(),
        }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.text()))
    }

    /// `error.code` of the body.
    #[track_caller]
    pub fn code(&self) -> String {
        self.json()["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// A header's value, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The token that `Set-Cookie` gives.
    pub fn cookie(&self) -> Option<String> {
        let cookie = self.headers.get(SET_COOKIE)?.to_str().ok()?;
        let (name, rest) = cookie.split_once('=')?;
        assert_eq!(name, COOKIE_NAME);
        rest.split(';').next().map(str::to_owned)
    }
}

/// Calls to a console, in a session or without one.
#[derive(Clone, Debug)]
pub struct Api {
    address: String,
    session: Option<String>,
    http: reqwest::Client,
}

impl Api {
    /// Calls without a session.
    pub fn new(address: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client can be made");
        Self {
            address: address.to_owned(),
            session: None,
            http,
        }
    }

    /// The same calls in a session.
    #[must_use]
    pub fn with_session(mut self, token: &str) -> Self {
        self.session = Some(token.to_owned());
        self
    }

    /// The session's token.
    pub fn session(&self) -> &str {
        self.session.as_deref().expect("somebody is signed in")
    }

    /// A request that can be changed before it is sent. It carries what the page's own would.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let is_change = method != Method::GET && method != Method::HEAD;
        let mut request = self.bare(method, path);
        if is_change {
            request = request.header("X-Tidings", "1");
        }
        request
    }

    /// The same without the header that every change must carry.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.address));
        match &self.session {
            Some(token) => request.header(COOKIE, format!("{COOKIE_NAME}={token}")),
            None => request,
        }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Reply {
        Reply::to(self.request(Method::GET, path)).await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(Method::POST, path).json(body)).await
    }

    /// `POST` with a JSON body under an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Reply {
        let request = self.request(Method::POST, path);
        Reply::to(request.header("Idempotency-Key", key).json(body)).await
    }
}
