//! Calls that did not come from the console's own page are turned away.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tidings_core::api::REQUIRED_HEADER;

use crate::app::App;
use crate::config::PublicUrl;
use crate::error::ApiError;

/// Lets a call pass that names the console's host; that, if it changes something, carries the
/// header no foreign page can add; and whose origin, where the browser names one, is our own.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let public = &app.public_url;
    if !names_host(request.headers(), public) {
        return elsewhere(&request, public);
    }
    if !is_safe(request.method())
        && let Err(error) = own_page(request.headers(), public)
    {
        return error.into_response();
    }
    next.run(request).await
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// HTTP/2 has no `Host`; its authority was put into the address, and the server here speaks 1.1.
fn names_host(headers: &HeaderMap, public: &PublicUrl) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    host.is_some_and(|host| host.eq_ignore_ascii_case(public.host())) && hosts.next().is_none()
}

/// A page asked for under another name is sent to the right one, where its cookie is.
fn elsewhere(request: &Request, public: &PublicUrl) -> Response {
    let path = request.uri().path();
    let is_page = !path.starts_with("/api/") && !path.starts_with("/genesys/");
    if is_page && is_safe(request.method()) {
        return Redirect::temporary(&format!("{}{path}", public.origin())).into_response();
    }
    let message = format!("This console is {}; use that address.", public.origin());
    ApiError::new(StatusCode::MISDIRECTED_REQUEST, "wrong_host", message).into_response()
}

fn own_page(headers: &HeaderMap, public: &PublicUrl) -> Result<(), ApiError> {
    let forbidden = |code, message: String| ApiError::new(StatusCode::FORBIDDEN, code, message);
    let (name, value) = REQUIRED_HEADER;
    if headers.get(name).is_none_or(|given| given != value) {
        let message = format!("A change must carry the header {name}: {value}.");
        return Err(forbidden("header_missing", message));
    }
    match headers.get(header::ORIGIN) {
        Some(origin) if origin != public.origin() => {
            let message = format!("Changes are taken from {} only.", public.origin());
            Err(forbidden("wrong_origin", message))
        }
        _ => Ok(()),
    }
}
