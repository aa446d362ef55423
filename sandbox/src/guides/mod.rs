//! The dialect of the five guides.

pub(crate) mod audience;
mod contact;
mod content;
mod greet;
mod guest;
mod history;
mod outbound;
mod proactive;
mod structured;

use std::sync::Arc;

use axum::Router;
use axum::routing::MethodFilter;

use crate::call::on;
use crate::cloud::Cloud;

pub(crate) fn routes() -> Router<Arc<Cloud>> {
    use MethodFilter as Method;
    let contacts = "/api/v2/conversations/messaging/contacts";
    Router::new()
        .route(
            "/api/v2/conversations/messaging/outbound",
            on(Method::POST, &outbound::SEND),
        )
        .route(
            "/api/v2/webchat/messaging",
            on(Method::POST, &proactive::SEND),
        )
        .route(
            "/api/v2/conversations/webchats/{id}",
            on(Method::GET, &history::READ),
        )
        .route(
            "/api/v2/conversations/webchat/{id}",
            on(Method::GET, &history::READ),
        )
        .route("/api/v2/webchat/proactive", on(Method::POST, &greet::SEND))
        .route(
            contacts,
            on(Method::GET, &contact::LIST).merge(on(Method::POST, &contact::CREATE)),
        )
        .route(
            &format!("{contacts}/{{id}}"),
            on(Method::GET, &contact::READ),
        )
        .route(
            &format!("{contacts}/{{id}}/messages"),
            on(Method::POST, &structured::SEND),
        )
        .route(
            "/api/v2/conversations/messaging/messages",
            on(Method::POST, &guest::SEND),
        )
}
