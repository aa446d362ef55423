//! Upstream requests as people see them: without a credential.

use serde_json::Value;
use tidings_core::api::RequestView;
use tidings_core::dialect::Carried;
use tidings_core::request::Request;
use tidings_core::time::Timestamp;
use tidings_engine::connection::Connection;

/// The requests that send a message: one, unless it has to be split for this connection.
pub(crate) fn of_message(
    connection: &Connection,
    message: &Carried<'_>,
    at: Timestamp,
) -> Vec<RequestView> {
    let requests = if connection.is_sandbox() {
        vec![message.request(at)]
    } else {
        message.split_requests(at)
    };
    requests
        .iter()
        .map(|request| of(connection, request))
        .collect()
}

/// One request.
pub(crate) fn of(connection: &Connection, request: &Request) -> RequestView {
    let headers = Request::HEADERS.map(|(name, value)| (name.to_owned(), value.to_owned()));
    // The body is JSON that the dialect has just written.
    let body = request
        .body
        .as_deref()
        .and_then(|body| serde_json::from_str(body).ok());
    RequestView {
        method: request.method.as_str().to_owned(),
        url: connection.base.join(&request.target),
        headers: headers.into(),
        body: body.unwrap_or(Value::Null),
    }
}
