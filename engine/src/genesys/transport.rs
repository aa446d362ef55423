//! One request out, one reply in; what went wrong in the core's words.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, redirect, retry};
use tidings_core::request::{Method, Reply, Request, TokenRequest, TransportFailure};
use tidings_core::token::AccessToken;

use super::ClientError;
use crate::connection::Connection;

pub(super) struct Transport {
    client: Client,
    base: tidings_core::endpoint::BaseUrl,
    login: tidings_core::endpoint::BaseUrl,
}

impl Transport {
    pub(super) fn new(connection: &Connection) -> Result<Self, ClientError> {
        Ok(Self {
            client: client(!connection.is_sandbox())?,
            base: connection.base.clone(),
            login: connection.login.clone(),
        })
    }

    pub(super) async fn exchange(
        &self,
        request: &Request,
        token: &AccessToken,
    ) -> Result<Reply, TransportFailure> {
        whole(self.prepare(request, token)?).await
    }

    pub(super) async fn exchange_token(
        &self,
        request: &TokenRequest,
    ) -> Result<Reply, TransportFailure> {
        let mut sent = self.client.post(self.login.join(request.path));
        if let Some((name, password)) = &request.basic {
            sent = sent.basic_auth(name, Some(password));
        }
        let sent = sent
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .body(form(&request.form));
        whole(sent).await
    }

    /// The reply's head; the body is still to come.
    pub(super) async fn open(
        &self,
        request: &Request,
        token: &AccessToken,
    ) -> Result<Response, TransportFailure> {
        let sent = self.prepare(request, token)?.send();
        sent.await.map_err(|error| failure(&error))
    }

    fn prepare(
        &self,
        request: &Request,
        token: &AccessToken,
    ) -> Result<RequestBuilder, TransportFailure> {
        let url = self.base.join(&request.target);
        let mut prepared = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
        };
        for (name, value) in Request::HEADERS {
            prepared = prepared.header(name, value);
        }
        if let Some(body) = &request.body {
            prepared = prepared.body(body.clone());
        }
        Ok(prepared.headers(bearer(token)?))
    }
}

/// The client of every upstream call, and of webhooks, which never carry credentials.
pub(crate) fn client(https_only: bool) -> Result<Client, ClientError> {
    Ok(Client::builder()
        .user_agent(concat!("tidings/", env!("CARGO_PKG_VERSION")))
        .https_only(https_only)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_proxy()
        .referer(false)
        .connect_timeout(CONNECT_LIMIT)
        .timeout(REQUEST_LIMIT)
        // Older idle connections may be closed by the other side just as they are used again.
        .pool_idle_timeout(IDLE_LIMIT)
        .tcp_nodelay(true)
        .build()?)
}

fn bearer(token: &AccessToken) -> Result<HeaderMap, TransportFailure> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose())).map_err(|_| {
        TransportFailure::NeverOpened("the access token cannot stand in a header".into())
    })?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

async fn whole(request: RequestBuilder) -> Result<Reply, TransportFailure> {
    let response = request.send().await.map_err(|error| failure(&error))?;
    let mut reply = Reply {
        status: response.status().as_u16(),
        headers: headers(response.headers()),
        body: Vec::new(),
    };
    let mut response = response;
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if reply.body.len() + chunk.len() > BODY_LIMIT {
            return Err(TransportFailure::ReplyLost(
                "the reply is larger than 8 MiB".into(),
            ));
        }
        reply.body.extend_from_slice(&chunk);
    }
    Ok(reply)
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

/// Only what happened while connecting (name, address, TLS) proves that nothing was sent.
pub(super) fn failure(error: &reqwest::Error) -> TransportFailure {
    let reason = reason(error);
    if error.is_connect() || error.is_builder() {
        TransportFailure::NeverOpened(reason)
    } else {
        TransportFailure::ReplyLost(reason)
    }
}

/// The innermost cause. The outer ones repeat the address, which may hold an id.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return if error.is_connect() {
            format!("no connection within {} s", CONNECT_LIMIT.as_secs())
        } else {
            format!("no whole reply within {} s", REQUEST_LIMIT.as_secs())
        };
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if std::ptr::addr_eq(cause, error) {
        return "the request failed".to_owned();
    }
    cause.to_string()
}

/// `application/x-www-form-urlencoded` as the URL standard has it.
fn form(fields: &[(&'static str, String)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str(name);
        body.push('=');
        body.extend(percent_encoding::utf8_percent_encode(
            value,
            percent_encoding::NON_ALPHANUMERIC,
        ));
    }
    body
}

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const REQUEST_LIMIT: Duration = Duration::from_secs(30);
const IDLE_LIMIT: Duration = Duration::from_secs(10);
const BODY_LIMIT: usize = 8 * 1024 * 1024;
