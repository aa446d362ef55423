//! Arming faults while the sandbox runs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::Fault;
use crate::cloud::{Cloud, lock};

pub(super) async fn list(State(cloud): State<Arc<Cloud>>) -> Response {
    let faults = lock(&cloud.faults);
    Json(faults.list()).into_response()
}

/// The list given takes the place of all faults before; `[]` clears.
pub(super) async fn replace(State(cloud): State<Arc<Cloud>>, body: String) -> Response {
    match Fault::parse_list(&body) {
        Ok(faults) => {
            lock(&cloud.faults).replace(faults);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            let body =
                json!({ "error": { "code": "faults_invalid", "message": error.to_string() } });
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    }
}
