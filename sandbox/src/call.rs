//! One call to the simulated platform, from the first check to the last fault.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{self, MethodFilter, MethodRouter};
use futures_util::StreamExt as _;
use serde_json::Value;

use crate::Operation;
use crate::client::Client;
use crate::cloud::{Cloud, Delivery, lock};
use crate::dialect::Dialect;
use crate::fault::Hit;
use crate::limits::REQUEST_BYTES;
use crate::oauth::Grant;
use crate::query;
use crate::refusal::Refusal;
use crate::throttle::Standing;

/// What a path does and what it asks for.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) dialect: Dialect,
    pub(crate) operation: Operation,
    pub(crate) needs: Needs,
    pub(crate) takes: Takes,
    pub(crate) handle: fn(&Cloud, &Call) -> Result<Reply, Refusal>,
}

/// The permissions a call asks for: the guides' scopes or the platform's `domain:entity:action`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needs {
    /// A good token is enough.
    Nothing,
    /// Every one of them.
    All(&'static [&'static str]),
    /// At least one of them.
    Any(&'static [&'static str]),
}

/// The body a call takes; anything else is 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A body is not looked at.
    Nothing,
    /// A JSON object.
    Object,
    /// A JSON array, such as the ids of a bulk call.
    List,
}

/// A call that passed every check that is the same for all paths.
#[derive(Debug)]
pub(crate) struct Call {
    /// The ids in the path, in their order.
    path: Vec<String>,
    query: Option<String>,
    /// `null` for a path that takes no body.
    pub(crate) body: Value,
    /// Who calls.
    pub(crate) client: &'static Client,
    /// The bearer token, for the calls that are about it.
    pub(crate) token: String,
    /// The `Host` it was sent to, for addresses in replies.
    pub(crate) host: Option<String>,
}

impl Call {
    /// The first id in the path; empty where the path has none.
    pub(crate) fn id(&self) -> &str {
        self.path_part(0)
    }

    /// The id at that place among those of the path, counted from 0.
    pub(crate) fn path_part(&self, place: usize) -> &str {
        self.path.get(place).map_or("", String::as_str)
    }

    /// What follows the `?`, as it was sent.
    pub(crate) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The first value of that name in the query; an empty one counts as absent.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        query::first(self.query(), name).filter(|value| !value.is_empty())
    }

    /// All values of that name, whether repeated or with commas between them.
    pub(crate) fn parameters(&self, name: &str) -> Vec<String> {
        query::pairs(self.query().unwrap_or_default())
            .filter(|(n, _)| n == name)
            .flat_map(|(_, value)| value.split(',').map(str::to_owned).collect::<Vec<_>>())
            .filter(|value| !value.is_empty())
            .collect()
    }
}

/// A call that was done.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// `null` is no body at all.
    pub(crate) body: Value,
    /// The message it brought to somebody, for the calls that send.
    pub(crate) delivery: Option<Delivery>,
}

impl Reply {
    pub(crate) fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            delivery: None,
        }
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            ..Self::ok(Value::Null)
        }
    }
}

/// Tells the connection loop to close the connection instead of replying.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

enum Ending {
    Reply(StatusCode, Value),
    Garbled(StatusCode),
    Silence(Hit),
}

/// A method of a path that is one endpoint.
pub(crate) fn on(method: MethodFilter, endpoint: &'static Endpoint) -> MethodRouter<Arc<Cloud>> {
    on_body(method, move |_| endpoint)
}

/// A method of a path that several endpoints share: the body's bytes tell which is meant.
pub(crate) fn on_body(
    method: MethodFilter,
    choose: impl Fn(&[u8]) -> &'static Endpoint + Clone + Send + Sync + 'static,
) -> MethodRouter<Arc<Cloud>> {
    let handler = move |State(cloud): State<Arc<Cloud>>,
                        path: Option<Path<Vec<String>>>,
                        request: Request| async move {
        let path = path.map(|Path(path)| path).unwrap_or_default();
        // A task of its own: a client that gives up waiting does not undo what it asked for.
        let answered = tokio::spawn(answer(cloud, choose, path, request)).await;
        answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    routing::on(method, handler)
}

/// What a client sent, its body read.
struct Asked {
    path: Vec<String>,
    parts: Parts,
    body: Result<Bytes, Refusal>,
}

/// Answers one call.
async fn answer(
    cloud: Arc<Cloud>,
    choose: impl Fn(&[u8]) -> &'static Endpoint,
    path: Vec<String>,
    request: Request,
) -> Response {
    let context_id = cloud.context_id();
    let (parts, body) = request.into_parts();
    // The body is read first: a reply to a half-read request would break the connection.
    let body = read_body(&parts.headers, body).await;
    let endpoint = choose(body.as_deref().unwrap_or_default());
    let mut standing = None;
    let asked = Asked { path, parts, body };
    let ending = attend(&cloud, endpoint, asked, &mut standing).await;
    let how = match &ending {
        Ok(Ending::Reply(status, _) | Ending::Garbled(status)) => status.as_str().to_owned(),
        Ok(Ending::Silence(hit)) => hit.to_string(),
        Err(refusal) => refusal.status().as_str().to_owned(),
    };
    lock(&cloud.stats).ended(endpoint.operation, how);
    let mut response = match ending {
        Ok(Ending::Reply(status, Value::Null)) => status.into_response(),
        Ok(Ending::Reply(status, body)) => (status, Json(body)).into_response(),
        Ok(Ending::Garbled(status)) => {
            (status, [(header::CONTENT_TYPE, "text/html")], GATEWAY_PAGE).into_response()
        }
        Ok(Ending::Silence(_)) => return hang_up(),
        Err(refusal) => refusal
            .in_words_of(endpoint.dialect)
            .into_response(&context_id),
    };
    write_headers(
        response.headers_mut(),
        is_guides_guest(endpoint),
        standing,
        &context_id,
    );
    response
}

async fn attend(
    cloud: &Cloud,
    endpoint: &'static Endpoint,
    asked: Asked,
    standing: &mut Option<Standing>,
) -> Result<Ending, Refusal> {
    let Asked { path, parts, body } = asked;
    let (token, grant) = authorize(cloud, &parts.headers)?;
    let (wait, hit) = lock(&cloud.faults).before(endpoint.operation);
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    if let Some(hit) = hit {
        return suffer(cloud, hit, &token);
    }
    *standing = lock(&cloud.throttle).count(grant.client.id(), Instant::now());
    if let Some((standing, seconds)) = standing.and_then(|s| Some((s, s.retry_after()?))) {
        return Err(Refusal::throttled(seconds).at_limit(standing.allowed()));
    }
    grant.check(endpoint.needs)?;
    let body = match endpoint.takes {
        Takes::Nothing => Value::Null,
        takes => json(&parts, &body?, takes)?,
    };
    let call = Call {
        path,
        query: parts.uri.query().map(str::to_owned),
        body,
        client: grant.client,
        token,
        host: parts
            .headers
            .get(header::HOST)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
    };
    let mut reply = (endpoint.handle)(cloud, &call)?;
    if let Some(delivery) = reply.delivery.take() {
        cloud.accept(call.client.id(), endpoint.operation, &call.body, delivery);
    }
    let hit = lock(&cloud.faults).after(endpoint.operation);
    Ok(match hit {
        Some(Hit::Malformed) => Ending::Garbled(reply.status),
        Some(hit) => Ending::Silence(hit),
        None => Ending::Reply(reply.status, reply.body),
    })
}

fn suffer(cloud: &Cloud, hit: Hit, token: &str) -> Result<Ending, Refusal> {
    match hit {
        Hit::Throttled {
            retry_after_seconds,
        } => Err(Refusal::throttled(retry_after_seconds)),
        Hit::ServerError(status) => Err(Refusal::new(
            status,
            "service.unavailable",
            "The service is not available",
        )),
        Hit::TokenExpired => {
            lock(&cloud.tokens).revoke(token);
            Err(unauthorized())
        }
        Hit::LostReply | Hit::Cut | Hit::Malformed => Ok(Ending::Silence(Hit::Cut)),
    }
}

fn authorize(cloud: &Cloud, headers: &HeaderMap) -> Result<(String, Grant), Refusal> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned())
        .ok_or_else(|| {
            let message = "No authentication bearer token specified in authorization header.";
            Refusal::new(StatusCode::UNAUTHORIZED, "authentication.required", message)
        })?;
    let grant = lock(&cloud.tokens).find(&token, Instant::now()).cloned();
    grant.map(|grant| (token, grant)).ok_or_else(unauthorized)
}

fn unauthorized() -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "bad.credentials",
        "Invalid login credentials.",
    )
}

fn json(parts: &Parts, body: &[u8], takes: Takes) -> Result<Value, Refusal> {
    if !is_json(&parts.headers) {
        let message = "The Content-Type must be application/json";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, "unsupported.media.type", message));
    }
    let body: Value = serde_json::from_slice(body)
        .map_err(|error| Refusal::bad_request(format!("The body is not JSON: {error}")))?;
    match takes {
        Takes::List if !body.is_array() => {
            Err(Refusal::bad_request("The body must be a JSON array"))
        }
        Takes::Object if !body.is_object() => {
            Err(Refusal::bad_request("The body must be a JSON object"))
        }
        Takes::List | Takes::Object | Takes::Nothing => Ok(body),
    }
}

/// Whether the body is said to be JSON, with or without parameters.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
}

/// Reads at most [`BODY_BYTES`]; more is 413. Some of the rest is drained, so that the client
/// finishes writing and sees the reply.
pub(crate) async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let mut kept = Vec::with_capacity(announced(headers).min(BODY_BYTES));
    let mut seen = 0usize;
    let mut frames = body.into_data_stream();
    while let Some(frame) = frames.next().await {
        let frame = frame.map_err(|_| Refusal::bad_request("The body broke off"))?;
        seen = seen.saturating_add(frame.len());
        if seen <= BODY_BYTES {
            kept.extend_from_slice(&frame);
        } else if seen > DRAINED_BYTES {
            break;
        }
    }
    if seen > BODY_BYTES {
        let message = format!("The request is over the size limit. Maximum bytes: {BODY_BYTES}");
        return Err(Refusal::too_large(message));
    }
    Ok(kept.into())
}

fn announced(headers: &HeaderMap) -> usize {
    let value = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// Guide 004 has headers of its own.
fn is_guides_guest(endpoint: &Endpoint) -> bool {
    endpoint.operation == Operation::Guest && matches!(endpoint.dialect, Dialect::Guides)
}

fn write_headers(
    headers: &mut HeaderMap,
    is_guides_guest: bool,
    standing: Option<Standing>,
    context_id: &str,
) {
    let context = HeaderValue::from_str(context_id);
    if let Ok(context) = context {
        if is_guides_guest {
            headers.insert("x-request-id", context.clone());
        }
        headers.insert("inin-correlation-id", context);
    }
    if let Some(standing) = standing {
        standing.write(headers);
    }
    if is_guides_guest {
        let remaining = standing.map_or(u32::MAX, Standing::remaining);
        headers.insert("x-ratelimit-remaining", HeaderValue::from(remaining));
    }
}

fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

const BODY_BYTES: usize = REQUEST_BYTES;
const DRAINED_BYTES: usize = 8 * BODY_BYTES;
const GATEWAY_PAGE: &str = "<html><head><title>Gateway</title></head><body><h1>Something went \
                            wrong</h1><p>The upstream reply could not be shown.</p></body></html>";
