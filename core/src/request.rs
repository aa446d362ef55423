//! HTTP as plain data: what a dialect asks for and what came back.

use core::fmt;
use core::time::Duration;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::dialect::Head;
use crate::json::Json;
use crate::operation::Operation;
use crate::time::Timestamp;

/// The methods that upstream calls use.
///
/// ```
/// use tidings_core::request::Method;
///
/// assert_eq!((Method::Get.as_str(), Method::Post.as_str()), ("GET", "POST"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads, without a body.
    Get,
    /// Everything else.
    Post,
}

impl Method {
    /// The method as it stands in the request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// One upstream call as plain data; whoever carries it out adds the host and the bearer token.
///
/// ```
/// use tidings_core::operation::Operation;
/// use tidings_core::request::{Method, Request};
///
/// let request = Request::get(Operation::Contact, "/api/v2/contacts/42".into());
/// assert_eq!((request.method, request.body), (Method::Get, None));
/// assert_eq!(request.target, "/api/v2/contacts/42");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What the call is for.
    pub operation: Operation,
    /// GET or POST.
    pub method: Method,
    /// Path and query below the base address, percent-encoded: `/api/v2/…`.
    pub target: Cow<'static, str>,
    /// The JSON body, exactly as it goes out.
    pub body: Option<String>,
}

impl Request {
    /// A read without a body. `target` is path and query, percent-encoded.
    pub const fn get(operation: Operation, target: String) -> Self {
        Self {
            operation,
            method: Method::Get,
            target: Cow::Owned(target),
            body: None,
        }
    }

    /// A call with a JSON body.
    ///
    /// ```
    /// use tidings_core::operation::Operation;
    /// use tidings_core::request::{Method, Request};
    ///
    /// let request = Request::post(Operation::Greet, "/api/v2/webchat/proactive", &["Hi"]);
    /// assert_eq!(request.method, Method::Post);
    /// assert_eq!(request.body.as_deref(), Some(r#"["Hi"]"#));
    /// ```
    pub fn post(
        operation: Operation,
        target: impl Into<Cow<'static, str>>,
        body: &impl Serialize,
    ) -> Self {
        Self {
            operation,
            method: Method::Post,
            target: target.into(),
            // Strings, numbers and lists only: serializing them cannot fail.
            body: Some(serde_json::to_string(body).unwrap_or_default()),
        }
    }

    /// A call whose body was written by hand.
    pub(crate) fn written(head: Head, body: Json) -> Self {
        Self {
            operation: head.operation,
            method: Method::Post,
            target: head.target,
            body: Some(body.into_string()),
        }
    }

    /// The headers of every call (guides 000 to 004), but for `Authorization`.
    pub const HEADERS: [(&'static str, &'static str); 2] = [
        ("Content-Type", "application/json"),
        ("Accept", "application/json"),
    ];
}

/// A token request: form fields to post to the login address. Holds the client secret, so `Debug`
/// shows the field names only.
///
/// ```
/// use tidings_core::dialect::Dialect;
///
/// let request = Dialect::Guides.token_request("client", "s3cret");
/// // For a log: without the secret.
/// assert!(!format!("{request:?}").contains("s3cret"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// Path below the login address.
    pub path: &'static str,
    /// Name and password for HTTP's Basic scheme (RFC 7617), where the dialect signs in by it.
    pub basic: Option<(String, String)>,
    /// Form fields in order: name and value, not yet percent-encoded.
    pub form: Vec<(&'static str, String)>,
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.form.iter().map(|(name, _)| name).collect();
        f.debug_struct("TokenRequest")
            .field("path", &self.path)
            .field("basic", &self.basic.is_some())
            .field("form", &names)
            .finish()
    }
}

/// A whole reply, as it came.
///
/// ```
/// use tidings_core::request::Reply;
///
/// assert!(Reply { status: 202, ..Reply::default() }.is_success());
/// assert!(!Reply { status: 302, ..Reply::default() }.is_success());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers in order of arrival; names compare without case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of that name.
    ///
    /// ```
    /// use tidings_core::request::Reply;
    ///
    /// let reply = Reply {
    ///     status: 429,
    ///     headers: vec![("retry-after".into(), "7".into())],
    ///     body: Vec::new(),
    /// };
    /// assert_eq!(reply.header("Retry-After"), Some("7"));
    /// assert_eq!(reply.retry_after().map(|wait| wait.as_secs()), Some(7));
    /// assert!(!reply.is_success());
    /// ```
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// How long `Retry-After` asks to wait: whole seconds or a date (RFC 9110 §10.2.3). A date is
    /// measured from the reply's own `Date`, so that it does not matter whether our clock is right;
    /// without one it counts as absent.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::request::Reply;
    ///
    /// let reply = Reply {
    ///     status: 429,
    ///     headers: vec![
    ///         ("Date".into(), "Fri, 20 Nov 2026 12:00:00 GMT".into()),
    ///         ("Retry-After".into(), "Fri, 20 Nov 2026 12:00:42 GMT".into()),
    ///     ],
    ///     body: Vec::new(),
    /// };
    /// assert_eq!(reply.retry_after(), Some(Duration::from_secs(42)));
    /// ```
    pub fn retry_after(&self) -> Option<Duration> {
        let asked = self.header("Retry-After")?.trim();
        if let Ok(seconds) = asked.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = Timestamp::parse_http_date(asked)?;
        let sent = Timestamp::parse_http_date(self.header("Date")?.trim())?;
        Some(until.saturating_since(sent))
    }

    /// Whether the status says that the platform took the call.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Why there is no reply. Exhaustive on purpose: whoever adds a way to fail must say whether it
/// proves that nothing was sent.
///
/// ```
/// use tidings_core::request::TransportFailure;
///
/// let failure = TransportFailure::ReplyLost("no reply within 30 s".into());
/// assert_eq!(failure.to_string(), "the reply was lost: no reply within 30 s");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "reason", rename_all = "snake_case")]
pub enum TransportFailure {
    /// The connection never opened (name not found, refused, TLS refused): proof that nothing was
    /// sent.
    NeverOpened(String),
    /// The connection opened and no whole reply came: nobody knows whether the call was taken.
    ReplyLost(String),
}

impl fmt::Display for TransportFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverOpened(reason) => write!(f, "the connection never opened: {reason}"),
            Self::ReplyLost(reason) => write!(f, "the reply was lost: {reason}"),
        }
    }
}

impl core::error::Error for TransportFailure {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn headers_are_found_whatever_their_case() {
        let reply = Reply {
            status: 429,
            headers: vec![("retry-after".into(), " 7 ".into())],
            body: Vec::new(),
        };
        assert_eq!(reply.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(reply.header("X-Request-Id"), None);
    }

    #[test]
    fn a_date_to_wait_for_needs_the_replys_own_date() {
        let asked = |until: &str, sent: Option<&str>| {
            let mut headers = vec![("Retry-After".to_owned(), until.to_owned())];
            headers.extend(sent.map(|sent| ("date".to_owned(), sent.to_owned())));
            Reply {
                status: 503,
                headers,
                body: Vec::new(),
            }
            .retry_after()
        };
        let (noon, later) = (
            "Fri, 20 Nov 2026 12:00:00 GMT",
            "Fri, 20 Nov 2026 12:01:30 GMT",
        );
        assert_eq!(asked(later, Some(noon)), Some(Duration::from_secs(90)));
        assert_eq!(asked(noon, Some(later)), Some(Duration::ZERO));
        for (until, sent) in [
            (later, None),
            (later, Some("today")),
            ("soon", Some(noon)),
            ("-1", Some(noon)),
            ("1.5", Some(noon)),
        ] {
            assert_eq!(asked(until, sent), None, "{until} {sent:?}");
        }
    }

    #[test]
    fn a_token_request_shows_no_secret() {
        let request = TokenRequest {
            path: "/oauth/token",
            basic: Some(("id".into(), "s3cret".into())),
            form: vec![("client_secret", "s3cret".into())],
        };
        assert!(!format!("{request:?}").contains("s3cret"));
    }
}
