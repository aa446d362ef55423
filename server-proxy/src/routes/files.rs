//! The page's files.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::ApiError;
use crate::page::File;

/// Serves a file of the page, or `index.html` for an address of the application. A missing file is
/// missing: answering with the page would leave a browser with an old page in the dark.
pub(crate) async fn serve(State(app): State<App>, request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let is_api = API.iter().any(|prefix| path.starts_with(prefix));
    if !matches!(*request.method(), Method::GET | Method::HEAD) || is_api {
        return Err(ApiError::not_found(format!("There is nothing at {path}.")));
    }
    let file = app
        .page
        .find(path)
        .ok_or_else(|| ApiError::not_found(format!("There is no file {path}.")))?;
    let mut response = content(file, request.headers());
    let headers = response.headers_mut();
    headers.insert(header::ETAG, file.etag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let keep = if file.is_hashed { FOR_GOOD } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_SECURITY_POLICY, app.page.policy.clone());
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    Ok(response)
}

fn content(file: &File, asked: &HeaderMap) -> Response {
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| {
        known
            .split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == file.etag)
    });
    if is_known {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let content_type = (
        header::CONTENT_TYPE,
        HeaderValue::from_static(file.content_type),
    );
    match file.brotli().filter(|_| takes_brotli(asked)) {
        Some(bytes) => {
            let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            ([content_type, encoding], bytes).into_response()
        }
        None => ([content_type], file.bytes()).into_response(),
    }
}

fn takes_brotli(asked: &HeaderMap) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|coding| coding.split(';').map(str::trim))
        .any(|mut parts| parts.next() == Some("br") && parts.all(|weight| weight != "q=0"))
}

/// A known address, but not by this method.
pub(crate) async fn wrong_method() -> ApiError {
    let message = "This address does not answer to that method.";
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        message,
    )
}

/// Below these, nothing is a page.
const API: [&str; 4] = ["/api/", "/genesys/", "/hooks/", "/preview/"];
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
