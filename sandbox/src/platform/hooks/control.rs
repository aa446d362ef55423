//! Setting an integration's webhook from outside the simulation.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::integration::Hook;
use crate::cloud::{Cloud, lock};

pub(crate) fn control() -> Router<Arc<Cloud>> {
    Router::new().route("/open/webhook", post(set))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Wish {
    integration_id: String,
    url: String,
    secret: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

async fn set(State(cloud): State<Arc<Cloud>>, Json(wish): Json<Wish>) -> Response {
    match Hook::new(&wish.url, &wish.secret, wish.headers.into_iter().collect()) {
        Ok(hook) => {
            lock(&cloud.hooks).set(&wish.integration_id, hook);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            let body =
                json!({ "error": { "code": "webhook_unusable", "message": error.to_string() } });
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    }
}
