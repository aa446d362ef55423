//! Web addresses that a guest's messenger will open or fetch.

use core::fmt::Write as _;

use crate::limits;
use crate::violation::{Code, Violation};

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

/// Checks an `https:` address and says what is wrong with it.
pub(crate) fn check_https(path: &str, text: &str) -> Option<Violation> {
    let invalid = |message: &str| Some(Violation::new(Code::InvalidUrl, path, message));
    let length = text.chars().count() as u64;
    if length > limits::URL_CHARS {
        let message = format!(
            "is {length} characters long; at most {} are allowed, so use a shorter address",
            limits::URL_CHARS
        );
        let violation = Violation::new(Code::TooLong, path, message);
        return Some(violation.with_numbers(limits::URL_CHARS, length));
    }
    if text
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
    {
        return invalid("holds a space or a character that no web address has; percent-encode it");
    }
    let Some((scheme, rest)) = text.split_once(':') else {
        return invalid("is no web address; write https://…");
    };
    if !scheme.eq_ignore_ascii_case("https") {
        let message = format!("starts with {scheme}:, and only https: addresses are allowed");
        return Some(Violation::new(Code::NotHttps, path, message));
    }
    let Some(rest) = rest.strip_prefix("//") else {
        return invalid("is no web address; write https:// and a host");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return invalid("holds a user name or password before the host; leave them out");
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => {
            if port.parse::<u16>().is_err() {
                return invalid("has a port that is no number from 0 to 65535");
            }
            host
        }
        _ => authority,
    };
    if is_host(host) {
        None
    } else {
        invalid("has no valid host after https://")
    }
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
            assert_eq!(check_https("/url", url), None, "{url}");
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
                check_https("/url", url).map(|violation| violation.code),
                Some(code),
                "{url}"
            );
        }
    }
}
