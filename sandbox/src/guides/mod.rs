//! The dialect of the five guides.

mod audience;
mod contact;
mod content;
mod greet;
mod guest;
mod history;
mod outbound;
mod proactive;
mod recipient;
mod structured;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::call::{Endpoint, answer};
use crate::cloud::Cloud;

pub(crate) fn routes() -> Router<Arc<Cloud>> {
    use MethodFilter as Method;
    let contacts = "/api/v2/conversations/messaging/contacts";
    Router::new()
        .route(
            "/api/v2/analytics/conversations/details/query",
            call(Method::POST, &audience::QUERY),
        )
        .route(
            "/api/v2/conversations/messaging/outbound",
            call(Method::POST, &outbound::SEND),
        )
        .route(
            "/api/v2/webchat/messaging",
            call(Method::POST, &proactive::SEND),
        )
        .route(
            "/api/v2/conversations/webchats/{id}",
            call(Method::GET, &history::READ),
        )
        .route(
            "/api/v2/conversations/webchat/{id}",
            call(Method::GET, &history::READ),
        )
        .route(
            "/api/v2/webchat/proactive",
            call(Method::POST, &greet::SEND),
        )
        .route(
            contacts,
            call(Method::GET, &contact::LIST).merge(call(Method::POST, &contact::CREATE)),
        )
        .route(
            &format!("{contacts}/{{id}}"),
            call(Method::GET, &contact::READ),
        )
        .route(
            &format!("{contacts}/{{id}}/messages"),
            call(Method::POST, &structured::SEND),
        )
        .route(
            "/api/v2/conversations/messaging/messages",
            call(Method::POST, &guest::SEND),
        )
}

fn call(method: MethodFilter, endpoint: &'static Endpoint) -> MethodRouter<Arc<Cloud>> {
    let handler = move |State(cloud): State<Arc<Cloud>>,
                        id: Option<Path<String>>,
                        request: Request| async move {
        let id = id.map(|Path(id)| id).unwrap_or_default();
        // A task of its own: a client that gives up waiting does not undo what it asked for.
        let answered = tokio::spawn(answer(cloud, endpoint, id, request)).await;
        answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    };
    on(method, handler)
}
