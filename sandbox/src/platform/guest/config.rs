//! A deployment's public configuration, which a messenger reads first.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::files::{MOST_KILOBYTES, TYPES};
use super::uploads::host;
use crate::platform::deployment::Deployment;

/// `config.json` of an active deployment.
pub(super) async fn read(Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Some(deployment) = Deployment::find(&id).filter(|deployment| deployment.is_active) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let host = host(&headers);
    let types = TYPES.map(|(name, _)| name);
    let body = json!({
        "id": deployment.id,
        "version": "1",
        "languages": ["en-us"],
        "defaultLanguage": "en-us",
        "apiEndpoint": format!("http://{host}"),
        "messenger": {
            "enabled": true,
            "apps": { "conversations": {
                "messagingEndpoint": format!("ws://{host}"),
                "showAgentTypingIndicator": true,
                "showUserTypingIndicator": true,
                "autoStart": { "enabled": false },
                "markdown": { "enabled": false },
                "conversationDisconnect": { "enabled": true, "type": "ReadOnly" },
                "conversationClear": { "enabled": true },
            } },
            "styles": { "primaryColor": "#0b6b6b" },
            "launcherButton": { "visibility": "On" },
            "fileUpload": {
                "enableAttachments": true,
                "modes": [{ "fileTypes": types, "maxFileSizeKB": MOST_KILOBYTES }],
            },
        },
        "journeyEvents": { "enabled": false },
        "status": "Active",
        "auth": { "enabled": false, "allowSessionUpgrade": false },
    });
    Json(body).into_response()
}
