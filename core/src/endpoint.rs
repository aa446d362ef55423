//! Addresses of servers that this project calls: `https:`, but for this machine's own.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A server's address without a path: `https://api.mypurecloud.com`. `http:` is for loopback only,
/// because credentials go there.
///
/// ```
/// use tidings_core::endpoint::BaseUrl;
///
/// let base = BaseUrl::parse("HTTPS://API.mypurecloud.ie:443/")?;
/// assert_eq!(base.as_str(), "https://api.mypurecloud.ie");
/// assert_eq!(base.join("/api/v2/tokens/me"), "https://api.mypurecloud.ie/api/v2/tokens/me");
/// assert_eq!(base.login().as_str(), "https://login.mypurecloud.ie");
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BaseUrl {
    origin: String,
    is_loopback: bool,
}

impl BaseUrl {
    /// Reads an address. Scheme and host become lower case; a slash at the end and the scheme's own
    /// port are left out.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let (base, rest) = split(text)?;
        if rest.is_empty() || rest == "/" {
            Ok(base)
        } else {
            Err(InvalidUrl::Path)
        }
    }

    /// Whether it is this machine: a connection to it is a sandbox.
    ///
    /// ```
    /// use tidings_core::endpoint::BaseUrl;
    ///
    /// assert!(BaseUrl::parse("http://127.0.0.1:8080")?.is_loopback());
    /// assert!(!BaseUrl::parse("https://api.mypurecloud.ie")?.is_loopback());
    /// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
    /// ```
    pub const fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The address without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// The address of `target`, which begins with a slash.
    pub fn join(&self, target: &str) -> String {
        format!("{}{target}", self.origin)
    }

    /// Where the published API's tokens come from: `//api.` becomes `//login.`, as in Genesys' own
    /// client libraries; another host is its own login server. The guides ask the base address.
    #[must_use]
    pub fn login(&self) -> Self {
        Self {
            origin: self.origin.replacen("://api.", "://login.", 1),
            is_loopback: self.is_loopback,
        }
    }
}

/// The address of guide 004's analytics webhook: as [`BaseUrl`], with a path and a query. `Debug`
/// leaves those out, since a webhook's secret is often in them.
///
/// ```
/// use tidings_core::endpoint::WebhookUrl;
///
/// let url = WebhookUrl::parse("https://hooks.example.org/in?key=s3cret")?;
/// assert_eq!(url.base().as_str(), "https://hooks.example.org");
/// assert_eq!(url.to_string(), "https://hooks.example.org/in?key=s3cret");
/// assert!(!format!("{url:?}").contains("s3cret"));
/// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl {
    base: BaseUrl,
    target: String,
}

impl WebhookUrl {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let (base, rest) = split(text)?;
        if rest.contains('#') {
            return Err(InvalidUrl::Fragment);
        }
        let target = if rest.starts_with('/') {
            rest.to_owned()
        } else {
            format!("/{rest}")
        };
        Ok(Self { base, target })
    }

    /// The server it is on.
    pub const fn base(&self) -> &BaseUrl {
        &self.base
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({}/…)", self.base)
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.base, self.target)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// `FromStr` and the conversions that serde uses.
macro_rules! text_form {
    ($type:ident) => {
        impl FromStr for $type {
            type Err = InvalidUrl;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = InvalidUrl;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(url: $type) -> Self {
                url.to_string()
            }
        }
    };
}

text_form!(BaseUrl);
text_form!(WebhookUrl);

/// Why a text is no address that this project would call.
///
/// ```
/// use tidings_core::endpoint::{BaseUrl, InvalidUrl};
///
/// assert_eq!(BaseUrl::parse("http://api.mypurecloud.ie"), Err(InvalidUrl::NotHttps));
/// assert_eq!(BaseUrl::parse("https://api.mypurecloud.ie/api/v2"), Err(InvalidUrl::Path));
/// assert_eq!(BaseUrl::parse("api.mypurecloud.ie"), Err(InvalidUrl::Scheme));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidUrl {
    /// A space, a control character, a backslash or a letter outside ASCII.
    #[error("{0:?} cannot stand in an address; percent-encode it")]
    Character(char),
    /// Something after a `#`.
    #[error("leave out the # and what follows it: it is not sent to the server")]
    Fragment,
    /// The host is missing, or is neither a name nor an IP address.
    #[error("there is no valid host after the scheme; write https://host or https://host:port")]
    Host,
    /// A path, where only the server's address is asked for.
    #[error("leave out everything after the host: the paths are added here")]
    Path,
    /// The port is no number from 1 to 65535.
    #[error("the port is no number from 1 to 65535")]
    Port,
    /// `http:` to another machine.
    #[error("http: is allowed for this machine only (localhost, 127.0.0.1, [::1]); use https:")]
    NotHttps,
    /// Neither `https:` nor `http:`.
    #[error("an address starts with https://")]
    Scheme,
    /// A user name or password.
    #[error("leave out the user name and password before the @")]
    UserInfo,
}

/// The server's address, and the path, query and fragment after it.
fn split(text: &str) -> Result<(BaseUrl, &str), InvalidUrl> {
    let text = text.trim();
    if let Some(wrong) = text.chars().find(|&c| !c.is_ascii_graphic() || c == '\\') {
        return Err(InvalidUrl::Character(wrong));
    }
    let (scheme, after) = text.split_once("://").ok_or(InvalidUrl::Scheme)?;
    let (scheme, own_port) = match scheme.to_ascii_lowercase().as_str() {
        "https" => ("https", 443),
        "http" => ("http", 80),
        _ => return Err(InvalidUrl::Scheme),
    };
    let (authority, rest) = match after.find(['/', '?', '#']) {
        Some(end) => after.split_at(end),
        None => (after, ""),
    };
    if authority.contains('@') {
        return Err(InvalidUrl::UserInfo);
    }
    let (host, port) = split_port(authority)?;
    let host = host.to_ascii_lowercase();
    let is_loopback = is_loopback(&host)?;
    if scheme == "http" && !is_loopback {
        return Err(InvalidUrl::NotHttps);
    }
    let origin = match port.filter(|&port| port != own_port) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    };
    Ok((
        BaseUrl {
            origin,
            is_loopback,
        },
        rest,
    ))
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), InvalidUrl> {
    match authority.rsplit_once(':') {
        // A colon inside the brackets of an IPv6 address.
        Some((_, after)) if after.ends_with(']') => Ok((authority, None)),
        None => Ok((authority, None)),
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            match port.parse() {
                Ok(0) | Err(_) => Err(InvalidUrl::Port),
                Ok(port) => Ok((host, Some(port))),
            }
        }
        Some(_) => Err(InvalidUrl::Port),
    }
}

/// Whether the host is this machine; an error if it is none at all.
fn is_loopback(host: &str) -> Result<bool, InvalidUrl> {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').ok_or(InvalidUrl::Host)?;
        let address: Ipv6Addr = address.parse().map_err(|_| InvalidUrl::Host)?;
        return Ok(address.is_loopback());
    }
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return Ok(address.is_loopback());
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // A last label of digits alone would be read as an IPv4 address by some: 127.1 is 127.0.0.1.
    let last = host.rsplit('.').next().unwrap_or_default();
    if !host.split('.').all(is_label) || last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidUrl::Host);
    }
    Ok(host == "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn addresses_are_brought_into_one_form() {
        for (text, expected) in [
            ("https://api.mypurecloud.com", "https://api.mypurecloud.com"),
            (
                " HTTPS://API.MyPureCloud.com/ ",
                "https://api.mypurecloud.com",
            ),
            (
                "https://api.mypurecloud.com:443",
                "https://api.mypurecloud.com",
            ),
            (
                "https://genesys.example:8443/",
                "https://genesys.example:8443",
            ),
            ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
            ("http://127.9.9.9", "http://127.9.9.9"),
            ("http://localhost:80/", "http://localhost"),
            ("http://[::1]:8081", "http://[::1]:8081"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"),
            ("https://gateway", "https://gateway"),
        ] {
            assert_eq!(BaseUrl::parse(text).unwrap().as_str(), expected, "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        use InvalidUrl as E;
        for (text, reason) in [
            ("", E::Scheme),
            ("api.mypurecloud.com", E::Scheme),
            ("ftp://api.mypurecloud.com", E::Scheme),
            ("https:api.mypurecloud.com", E::Scheme),
            ("http://api.mypurecloud.com", E::NotHttps),
            ("http://127.0.0.1.example.com", E::NotHttps),
            ("http://localhost.example.com", E::NotHttps),
            ("http://[2001:db8::1]", E::NotHttps),
            ("http://0.0.0.0:8081", E::NotHttps),
            ("http://127.1", E::Host),
            ("http://2130706433", E::Host),
            ("https://", E::Host),
            ("https:///api/v2", E::Host),
            ("https://a..example", E::Host),
            ("https://-a.example", E::Host),
            ("https://a_b.example", E::Host),
            ("https://[::1", E::Host),
            ("https://[::g]", E::Host),
            ("https://[::1]x", E::Port),
            ("https://api.example:", E::Port),
            ("https://api.example:0", E::Port),
            ("https://api.example:+80", E::Port),
            ("https://api.example:65536", E::Port),
            ("https://api.example/api/v2", E::Path),
            ("https://api.example?x", E::Path),
            ("https://api.example#x", E::Path),
            ("https://user:secret@api.example", E::UserInfo),
            ("https://127.0.0.1@api.example", E::UserInfo),
            ("https://api.exa mple", E::Character(' ')),
            ("https://api.example\\@evil.example", E::Character('\\')),
            ("https://ápi.example", E::Character('á')),
        ] {
            assert_eq!(BaseUrl::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        let is_loopback = |text| BaseUrl::parse(text).unwrap().is_loopback();
        assert!(is_loopback("http://localhost:8081"));
        assert!(is_loopback("https://127.0.0.1"));
        assert!(is_loopback("http://[::1]"));
        assert!(!is_loopback("https://api.mypurecloud.com"));
        assert!(!is_loopback("https://localhost.example.com"));
    }

    #[test]
    fn the_login_server_stands_beside_the_api() {
        let login = |text| BaseUrl::parse(text).unwrap().login().to_string();
        assert_eq!(
            login("https://api.mypurecloud.ie"),
            "https://login.mypurecloud.ie"
        );
        assert_eq!(login("http://127.0.0.1:8081"), "http://127.0.0.1:8081");
        let base = BaseUrl::parse("http://127.0.0.1:8081/").unwrap();
        assert_eq!(
            base.join("/oauth/token"),
            "http://127.0.0.1:8081/oauth/token"
        );
    }

    #[test]
    fn a_webhook_has_a_path_and_shows_it_to_nobody() {
        let webhook = WebhookUrl::parse("https://hooks.example/in/s3cret?k=1").unwrap();
        assert_eq!(webhook.to_string(), "https://hooks.example/in/s3cret?k=1");
        assert_eq!(
            format!("{webhook:?}"),
            "WebhookUrl(https://hooks.example/…)"
        );
        assert!(!webhook.base().is_loopback());
        let bare = WebhookUrl::parse("https://hooks.example?k=1").unwrap();
        assert_eq!(bare.to_string(), "https://hooks.example/?k=1");
        assert_eq!(
            WebhookUrl::parse("http://hooks.example/in"),
            Err(InvalidUrl::NotHttps)
        );
        assert_eq!(
            WebhookUrl::parse("https://hooks.example/in#x"),
            Err(InvalidUrl::Fragment)
        );
    }

    #[test]
    fn in_json_an_address_is_a_string_and_is_parsed_again() {
        let base: BaseUrl = serde_json::from_str("\"https://api.example/\"").unwrap();
        assert_eq!(
            serde_json::to_string(&base).unwrap(),
            "\"https://api.example\""
        );
        assert!(serde_json::from_str::<BaseUrl>("\"http://api.example\"").is_err());
    }
}
