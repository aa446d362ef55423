//! The page's files, in the binary.

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub(super) async fn page() -> impl IntoResponse {
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, include_str!("assets/messenger.html"))
}

pub(super) async fn style() -> impl IntoResponse {
    file(
        "text/css; charset=utf-8",
        include_str!("assets/messenger.css"),
    )
}

/// A script of the page, by its name.
pub(super) async fn module(Path(name): Path<String>) -> Response {
    let found = MODULES.iter().find(|(known, _)| *known == name);
    match found {
        Some((_, text)) => file("text/javascript; charset=utf-8", text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text)
}

/// Images and media come from wherever the message says, scripts and styles from here only.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: https:; media-src https:; connect-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const MODULES: [(&str, &str); 7] = [
    ("content.js", include_str!("assets/content.js")),
    ("feed.js", include_str!("assets/feed.js")),
    ("lobby.js", include_str!("assets/lobby.js")),
    ("messenger.js", include_str!("assets/messenger.js")),
    ("normalized.js", include_str!("assets/normalized.js")),
    ("view.js", include_str!("assets/view.js")),
    ("visit.js", include_str!("assets/visit.js")),
];
