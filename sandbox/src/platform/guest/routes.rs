//! The guest's paths.

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::connection::Connection;
use super::{config, history, origin, uploads};
use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock};
use crate::platform::deployment::Deployment;
use crate::query;

/// The socket and what belongs to it. Pages of other origins may read all but the socket, which
/// looks at the origin itself.
pub(crate) fn routes() -> Router<Arc<Cloud>> {
    Router::new()
        .route(
            "/webdeployments/v1/deployments/{id}/config.json",
            get(config::read),
        )
        .route("/api/v2/webmessaging/messages", get(history::read))
        .route(
            "/webmessaging/attachments/{id}",
            get(uploads::get).put(uploads::put),
        )
        .layer(from_fn(share))
        .route("/v1", get(open))
}

/// What tests do to guests from outside.
pub(crate) fn control() -> Router<Arc<Cloud>> {
    Router::new()
        .route("/guests", get(who))
        .route("/guests/expire", post(expire))
}

async fn open(
    State(cloud): State<Arc<Cloud>>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let Some(id) = query::first(uri.query(), "deploymentId") else {
        return (StatusCode::BAD_REQUEST, "deploymentId is missing\n").into_response();
    };
    let Some(deployment) = Deployment::find(&id).filter(|deployment| deployment.is_active) else {
        return (StatusCode::FORBIDDEN, "no active deployment has this id\n").into_response();
    };
    let read = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (origin, host) = (read(header::ORIGIN), read(header::HOST));
    if !origin.is_some_and(|origin| origin::is_allowed(origin, host, deployment.domains)) {
        let message = "the deployment does not allow this Origin\n";
        return (StatusCode::FORBIDDEN, message).into_response();
    }
    let connection = Connection::new(cloud, deployment, uploads::host(&headers));
    upgrade
        .max_message_size(FRAME_BYTES)
        .on_upgrade(|socket| connection.converse(socket))
}

/// `?token=…`: who the guest with that secret is to the platform.
async fn who(State(cloud): State<Arc<Cloud>>, uri: Uri) -> Response {
    let token = query::first(uri.query(), "token").unwrap_or_default();
    let customer = {
        let sessions = lock(&cloud.guests.sessions);
        let number = sessions.by_token(&token);
        number.and_then(|number| sessions.get(number)?.customer)
    };
    let Some(customer) = customer.map(|index| cloud.people.customer(index)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let current = lock(&cloud.conversations).current(&customer);
    let body = json!({
        "guestId": customer.guest_id,
        "externalContactId": customer.external_contact_id,
        "conversationId": current.id,
    });
    Json(body).into_response()
}

/// The session that is to expire.
#[derive(Deserialize)]
struct Expire {
    token: String,
}

/// `{"token": …}`: the session is over, as if nothing had happened in it for too long.
async fn expire(State(cloud): State<Arc<Cloud>>, Json(who): Json<Expire>) -> StatusCode {
    let mut sessions = lock(&cloud.guests.sessions);
    let number = sessions.by_token(&who.token);
    match number.and_then(|number| sessions.get_mut(number)) {
        Some(session) => {
            session.expire(Timestamp::now());
            StatusCode::NO_CONTENT
        }
        None => StatusCode::NOT_FOUND,
    }
}

/// Lets pages of every origin read: what is behind a token or a signature stays behind it.
async fn share(request: Request, next: Next) -> Response {
    let is_question = request.method() == Method::OPTIONS;
    let mut response = if is_question {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    let mut say = |name, value| headers.insert(name, HeaderValue::from_static(value));
    say(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if is_question {
        say(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, PUT");
        say(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, x-amz-tagging",
        );
    }
    response
}

/// Bytes of a frame: room for the longest text with its attributes.
const FRAME_BYTES: usize = 64 * 1024;
