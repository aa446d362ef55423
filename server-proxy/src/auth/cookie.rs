//! The session's cookie. Its prefix makes browsers refuse one that is not ours alone: no `Domain`,
//! `Path=/`, `Secure` (which they grant to `http://localhost` too).

use axum::http::{HeaderMap, header};

const NAME: &str = "__Host-tidings";

/// `Set-Cookie` for a new session.
pub(crate) fn session_cookie(token: &str, seconds: u64) -> String {
    format!("{NAME}={token}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict")
}

/// `Set-Cookie` that makes the browser forget the session.
pub(crate) fn expired_cookie() -> String {
    session_cookie("", 0)
}

/// The session's token in a request.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, token)| *name == NAME && !token.is_empty())
        .map(|(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; theme=dark".parse().unwrap());
        assert_eq!(token(&headers), None);
        headers.append(
            header::COOKIE,
            "x=y; __Host-tidings=abc-_1; z=".parse().unwrap(),
        );
        assert_eq!(token(&headers), Some("abc-_1"));
    }
}
