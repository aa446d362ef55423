//! How the console is reached.

use super::file::ServerEntry;
use super::{Environment, InvalidConfig, TrustedProxies};
use tidings_core::endpoint::BaseUrl;

/// How the console is reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Http {
    /// `TIDINGS_PUBLIC_URL`, or `server.public_url` in the file; `http://localhost:PORT` if unset.
    pub(crate) public_url: Option<PublicUrl>,
    /// `TIDINGS_TRUSTED_PROXIES` (comma between), or `server.trusted_proxies`; none if unset.
    pub(crate) trusted_proxies: TrustedProxies,
}

impl Http {
    pub(super) fn read(
        file: Option<&ServerEntry>,
        environment: &Environment,
    ) -> Result<Self, InvalidConfig> {
        let public_url = match environment.get(PUBLIC_URL) {
            Some(url) => Some((PUBLIC_URL, url)),
            None => file
                .and_then(|file| file.public_url.clone())
                .map(|url| ("server.public_url", url)),
        };
        let (place, proxies) = match environment.get(TRUSTED_PROXIES) {
            Some(list) => (
                TRUSTED_PROXIES,
                list.split(',').map(str::to_owned).collect(),
            ),
            None => (
                "server.trusted_proxies",
                file.map(|file| file.trusted_proxies.clone())
                    .unwrap_or_default(),
            ),
        };
        Ok(Self {
            public_url: public_url
                .map(|(place, url)| {
                    PublicUrl::parse(&url).map_err(|error| InvalidConfig::new(place, error))
                })
                .transpose()?,
            trusted_proxies: TrustedProxies::parse(&proxies)
                .map_err(|error| InvalidConfig::new(place, error))?,
        })
    }
}

/// The console's own address, which `Host` and `Origin` are compared with. `http:` is for loopback
/// only: elsewhere browsers would drop the session's cookie without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicUrl(BaseUrl);

impl PublicUrl {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match BaseUrl::parse(text) {
            Ok(url) => Ok(Self(url)),
            Err(error) => Err(format!("{text:?} cannot be the console's address: {error}")),
        }
    }

    /// What a console calls itself that is told nothing else.
    pub(crate) fn localhost(port: u16) -> Option<Self> {
        BaseUrl::parse(&format!("http://localhost:{port}"))
            .ok()
            .map(Self)
    }

    /// As it stands in `Origin`.
    pub(crate) fn origin(&self) -> &str {
        self.0.as_str()
    }

    /// As it stands in `Host`.
    pub(crate) fn host(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, host)| host)
    }

    /// Whether browsers reach it by TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.origin().starts_with("https://")
    }
}

const PUBLIC_URL: &str = "TIDINGS_PUBLIC_URL";
const TRUSTED_PROXIES: &str = "TIDINGS_TRUSTED_PROXIES";
