//! Reading a request's JSON field by field, so that a refusal can name the field.

use serde_json::Value;

use crate::refusal::Refusal;

/// A text that must be there and must not be blank.
pub(crate) fn text<'a>(body: &'a Value, pointer: &str) -> Result<&'a str, Refusal> {
    match optional_text(body, pointer)? {
        Some(text) if !text.trim().is_empty() => Ok(text),
        _ => Err(Refusal::field(
            pointer,
            format!("{} is required", name(pointer)),
        )),
    }
}

/// A text that may be absent, `null` or empty.
pub(crate) fn optional_text<'a>(
    body: &'a Value,
    pointer: &str,
) -> Result<Option<&'a str>, Refusal> {
    match body.pointer(pointer) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::field(
            pointer,
            format!("{} must be a string", name(pointer)),
        )),
    }
}

/// One of a few words.
pub(crate) fn word<'a>(body: &'a Value, pointer: &str, words: &[&str]) -> Result<&'a str, Refusal> {
    let value = text(body, pointer)?;
    if words.contains(&value) {
        return Ok(value);
    }
    let message = format!(
        "{} is `{value}` but must be one of {}",
        name(pointer),
        words.join(", ")
    );
    Err(Refusal::field(pointer, message))
}

/// An array that may be absent.
pub(crate) fn list<'a>(body: &'a Value, pointer: &str) -> Result<&'a [Value], Refusal> {
    match body.pointer(pointer) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(Refusal::field(
            pointer,
            format!("{} must be an array", name(pointer)),
        )),
    }
}

/// A web address of the given scheme with a host, of characters an address may have.
pub(crate) fn is_web_address(text: &str) -> bool {
    // RFC 3986 §3.1: a scheme is the same in either case.
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    if !scheme.eq_ignore_ascii_case("https") {
        return false;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.starts_with([':', '.'])
        && text
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"\\".contains(c))
}

/// A text that must be an `https:` address.
pub(crate) fn web_address<'a>(body: &'a Value, pointer: &str) -> Result<&'a str, Refusal> {
    let address = text(body, pointer)?;
    if is_web_address(address) {
        return Ok(address);
    }
    Err(Refusal::field(
        pointer,
        format!("{} must be an https address", name(pointer)),
    ))
}

/// A text of at most so many bytes of UTF-8; more is 413.
pub(crate) fn within<'a>(text: &'a str, bytes: usize, what: &str) -> Result<&'a str, Refusal> {
    if text.len() <= bytes {
        return Ok(text);
    }
    let message = format!("The {what} is over the size limit. Maximum bytes: {bytes}");
    Err(Refusal::too_large(message))
}

fn name(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// Guide 004's limit for a text, in bytes of UTF-8; taken for the texts of guides 001 and 002 too.
pub(crate) const TEXT_BYTES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_addresses_with_a_host_pass() {
        for good in [
            "https://example.com",
            "https://example.com/a?b=c#d",
            "https://münchen.de/ü",
            "HTTPS://EXAMPLE.COM/A",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "http://example.com",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a b",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }
}
