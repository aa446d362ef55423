//! Every path of the listener.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::cloud::Cloud;
use crate::dialect::{self, Dialect};
use crate::refusal::Refusal;
use crate::{control, oauth};

pub(crate) fn router(cloud: Arc<Cloud>) -> Router {
    let mut router = Router::new()
        .route("/", get(|| async { Redirect::to("/_sandbox/messenger") }))
        .route("/oauth/token", post(oauth::token))
        .nest("/_sandbox", control::routes())
        .merge(dialect::shared_routes());
    for dialect in Dialect::ALL {
        router = router.merge(dialect.routes());
    }
    router
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .with_state(cloud)
}

async fn unknown_path(State(cloud): State<Arc<Cloud>>) -> Response {
    Refusal::not_found("The requested path does not exist").into_response(&cloud.context_id())
}

async fn wrong_method(State(cloud): State<Arc<Cloud>>) -> Response {
    let message = "The path exists, but not with this method";
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method.not.allowed",
        message,
    )
    .into_response(&cloud.context_id())
    .into_response()
}
