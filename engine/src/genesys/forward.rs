//! Passing an allow-listed read on for the page: a new request is built from what was understood,
//! and the reply's body streams through.

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use reqwest::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER,
};
use reqwest::{Response, StatusCode};
use tidings_core::request::{Request, TransportFailure};
use tokio_util::bytes::Bytes;

use super::{Genesys, TokenError};

/// A reply on its way through.
pub struct Forwarded {
    /// The platform's status.
    pub status: StatusCode,
    /// The headers that may pass: content type and length, request id, rate limit.
    pub headers: HeaderMap,
    /// The body as it comes.
    pub body: BoxStream<'static, Result<Bytes, BodyLost>>,
}

/// The platform's connection broke before the whole body had come.
#[derive(Debug, thiserror::Error)]
#[error("the platform's reply broke off")]
pub struct BodyLost;

/// Nothing was forwarded.
#[derive(Debug, thiserror::Error)]
pub enum ForwardError {
    /// Not one of the reads that may be forwarded.
    #[error("only the look-ups of a contact, a conversation or a message are forwarded")]
    NotAllowed,
    /// No token to be had.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// No reply.
    #[error("the platform gave no answer: {0}")]
    Unreachable(String),
}

impl From<TransportFailure> for ForwardError {
    fn from(failure: TransportFailure) -> Self {
        match failure {
            TransportFailure::NeverOpened(reason) | TransportFailure::ReplyLost(reason) => {
                Self::Unreachable(reason)
            }
        }
    }
}

impl Genesys {
    /// Understands a path and query that somebody asks to have forwarded.
    pub fn forwardable(&self, path: &str, query: Option<&str>) -> Option<Request> {
        self.connection().dialect.forwardable(path, query)
    }

    /// Forwards a read. Nothing of the caller's own request goes along, so neither do its cookies
    /// or its authorization. A 401 renews the token and asks once more.
    pub async fn forward(
        &self,
        path: &str,
        query: Option<&str>,
    ) -> Result<Forwarded, ForwardError> {
        let request = self
            .forwardable(path, query)
            .ok_or(ForwardError::NotAllowed)?;
        let mut response = self.open(&request).await?;
        if response.status() == StatusCode::UNAUTHORIZED {
            response = self.open(&request).await?;
        }
        Ok(Forwarded {
            status: response.status(),
            headers: passed(response.headers()),
            body: response
                .bytes_stream()
                .map(|chunk| chunk.map_err(|_| BodyLost))
                .boxed(),
        })
    }

    async fn open(&self, request: &Request) -> Result<Response, ForwardError> {
        let token = self.token().await?;
        self.wait_to_read().await;
        let response = self.inner.transport.open(request, &token).await?;
        if response.status() == StatusCode::UNAUTHORIZED {
            self.drop_token(&token);
        }
        Ok(response)
    }
}

/// An allow-list, so that nothing needs to be thought of to be kept back: cookies, credentials and
/// hop-by-hop headers stay here.
fn passed(headers: &HeaderMap) -> HeaderMap {
    let named_by_connection = |name: &HeaderName| {
        headers
            .get_all(CONNECTION)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|listed| listed.trim().eq_ignore_ascii_case(name.as_str()))
    };
    let allowed = |name: &HeaderName| {
        [CONTENT_TYPE, CONTENT_LENGTH, RETRY_AFTER].contains(name) || EXTRA.contains(&name.as_str())
    };
    headers
        .iter()
        .filter(|(name, _)| allowed(name) && !named_by_connection(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Genesys' own headers that help whoever reads the reply.
const EXTRA: [&str; 6] = [
    "inin-correlation-id",
    "inin-ratelimit-allowed",
    "inin-ratelimit-count",
    "inin-ratelimit-reset",
    "x-ratelimit-remaining",
    "x-request-id",
];
