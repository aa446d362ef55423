//! Names of the limits that replies speak of.

/// The namespace of the API's own limits.
pub(crate) const PLATFORM: &str = "platform.api";
/// Calls a minute of all tokens of one client-credentials client.
pub(crate) const CLIENT_RATE: &str = "client.credentials.token.rate.per.minute";
/// The most bytes that a request may have.
pub(crate) const REQUEST_BYTES: usize = 512_000;
