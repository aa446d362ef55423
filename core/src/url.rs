//! Web addresses that a guest's messenger will open or fetch.

use core::fmt::Write as _;

use crate::violation::Code;

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub(crate) fn push_encoded(target: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            target.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(target, "%{byte:02X}");
        }
    }
}

/// Why a text is no `https:` address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidUrl<'a> {
    #[error("holds a space or a character that no web address has")]
    Character,
    #[error("is no web address")]
    NoScheme,
    #[error("starts with {0}:, and only https: addresses are allowed")]
    Scheme(&'a str),
    #[error("has no // after https:")]
    NoHost,
    #[error("holds a user name or password before the host")]
    Credentials,
    #[error("has a port that is no number from 0 to 65535")]
    Port,
    #[error("has no valid host after https://")]
    Host,
}

impl InvalidUrl<'_> {
    pub(crate) const fn code(self) -> Code {
        match self {
            Self::Scheme(_) => Code::NotHttps,
            _ => Code::InvalidUrl,
        }
    }

    /// What to do about it.
    pub(crate) const fn fix(self) -> &'static str {
        match self {
            Self::Character => "percent-encode it: %20 for a space",
            Self::NoScheme | Self::NoHost => "write https:// and a host, as in https://example.com",
            Self::Scheme(_) => "use the page's https: address",
            Self::Credentials => "leave them out: everybody who gets the message could read them",
            Self::Port => "leave it out or correct it",
            Self::Host => "write a host such as example.com",
        }
    }
}

/// Checks an `https:` address, whatever its length. Allocates nothing.
pub(crate) fn check_https(text: &str) -> Result<(), InvalidUrl<'_>> {
    if text
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
    {
        return Err(InvalidUrl::Character);
    }
    let (scheme, rest) = text.split_once(':').ok_or(InvalidUrl::NoScheme)?;
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(InvalidUrl::Scheme(scheme));
    }
    let rest = rest.strip_prefix("//").ok_or(InvalidUrl::NoHost)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(InvalidUrl::Credentials);
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => {
            port.parse::<u16>().map_err(|_| InvalidUrl::Port)?;
            host
        }
        _ => authority,
    };
    is_host(host).then_some(()).ok_or(InvalidUrl::Host)
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return inner.parse::<core::net::Ipv6Addr>().is_ok();
    }
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn ordinary_addresses_pass() {
        for url in [
            "https://example.com",
            "https://example.com/p.jpg?a=1&b=[x]#f",
            "HTTPS://Example.com:8443/",
            "https://xn--bcher-kva.example/ü",
            "https://[2001:db8::1]/x",
        ] {
            assert_eq!(check_https(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (url, code) in [
            ("javascript:alert(1)", Code::NotHttps),
            ("http://example.com", Code::NotHttps),
            ("example.com", Code::InvalidUrl),
            ("https:example.com", Code::InvalidUrl),
            ("https://", Code::InvalidUrl),
            ("https:///x", Code::InvalidUrl),
            ("https://a b.example", Code::InvalidUrl),
            ("https://user:pw@example.com", Code::InvalidUrl),
            ("https://example.com:99999/", Code::InvalidUrl),
            ("https://-a.example", Code::InvalidUrl),
            ("https://[::g]/", Code::InvalidUrl),
            (" javascript:alert(1)", Code::InvalidUrl),
        ] {
            assert_eq!(
                check_https(url).map_err(InvalidUrl::code),
                Err(code),
                "{url}"
            );
        }
    }
}
