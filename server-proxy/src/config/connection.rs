//! One organization: where its API is and how to sign in there.

use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use tidings_core::dialect::{Dialect, UnknownDialect};
use tidings_core::endpoint::BaseUrl;
use tidings_core::pace::Pace;
use tidings_core::region::api_address;
use tidings_core::sender::Senders;
use tidings_engine::connection::Connection;

use super::file::ConnectionEntry;
use super::{Environment, InvalidConfig};

/// The connection that `serve --sandbox` adds.
pub(crate) fn sandbox(base: BaseUrl) -> Connection {
    let client = tidings_sandbox::FULL_CLIENT;
    Connection {
        name: SANDBOX.to_owned(),
        dialect: Dialect::Guides,
        login: base.clone(),
        base,
        client_id: client.id.to_owned(),
        client_secret: client.secret.into(),
        pace: Pace::GUIDES,
        senders: Senders::default(),
    }
}

/// The name of the connection that `serve --sandbox` adds.
pub(crate) const SANDBOX: &str = "sandbox";

/// The name of the connection that `GENESYS_*` variables define.
pub(crate) const DEFAULT: &str = "default";

/// Where each part was read, to be named in errors.
struct Places {
    api: String,
    address: String,
    login: String,
    client_id: String,
    client_secret: String,
}

/// The parts of a connection before they are checked.
struct Parts {
    api: Option<String>,
    region: Option<String>,
    base_url: Option<String>,
    login_url: Option<String>,
    client_id: Option<String>,
    client_secret: Option<Secret>,
}

enum Secret {
    Given(SecretString),
    In(PathBuf),
}

/// The connection `default`, if any variable of it is set.
pub(super) fn from_environment(
    environment: &Environment,
) -> Result<Option<Connection>, InvalidConfig> {
    let region = environment.first(&["GENESYS_REGION", "GENESYS_ENVIRONMENT"]);
    let secret = environment
        .get("GENESYS_CLIENT_SECRET")
        .map(|secret| Secret::Given(secret.into()));
    let secret_file = environment.get("GENESYS_CLIENT_SECRET_FILE");
    let parts = Parts {
        api: environment.get("GENESYS_API"),
        base_url: environment.get("GENESYS_BASE_URL"),
        login_url: environment.get("GENESYS_LOGIN_URL"),
        client_id: environment.get("GENESYS_CLIENT_ID"),
        client_secret: secret.or_else(|| secret_file.map(|path| Secret::In(path.into()))),
        region: region.as_ref().map(|(_, region)| region.clone()),
    };
    if parts.is_empty() {
        return Ok(None);
    }
    let address = match (&parts.base_url, region) {
        (None, Some((variable, _))) => variable,
        (Some(_), _) => "GENESYS_BASE_URL",
        (None, None) => "GENESYS_REGION (or GENESYS_BASE_URL)",
    };
    let places = Places {
        api: "GENESYS_API".into(),
        address: address.into(),
        login: "GENESYS_LOGIN_URL".into(),
        client_id: "GENESYS_CLIENT_ID".into(),
        client_secret: "GENESYS_CLIENT_SECRET (or GENESYS_CLIENT_SECRET_FILE)".into(),
    };
    parts.check(DEFAULT.to_owned(), &places).map(Some)
}

/// A connection of the file.
pub(super) fn from_file(name: String, entry: ConnectionEntry) -> Result<Connection, InvalidConfig> {
    let place = |key: &str| format!("connections.{name}.{key}");
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(is_name) {
        let problem = format!("a name has 1 to {MAX_NAME} letters, digits, '-' and '_'");
        return Err(InvalidConfig::new(format!("connections.{name:?}"), problem));
    }
    let places = Places {
        api: place("api"),
        address: place(if entry.base_url.is_some() {
            "base_url"
        } else {
            "region"
        }),
        login: place("login_url"),
        client_id: place("client_id"),
        client_secret: place("client_secret_file"),
    };
    let parts = Parts {
        api: entry.api,
        region: entry.region,
        base_url: entry.base_url,
        login_url: entry.login_url,
        client_id: entry.client_id,
        client_secret: entry.client_secret_file.map(Secret::In),
    };
    parts.check(name, &places)
}

impl Parts {
    fn is_empty(&self) -> bool {
        let texts = [
            &self.api,
            &self.region,
            &self.base_url,
            &self.login_url,
            &self.client_id,
        ];
        texts.iter().all(|text| text.is_none()) && self.client_secret.is_none()
    }

    fn check(self, name: String, places: &Places) -> Result<Connection, InvalidConfig> {
        let dialect = dialect(self.api.as_deref())
            .map_err(|problem| InvalidConfig::new(&places.api, problem))?;
        let base = match (self.base_url, self.region) {
            (Some(url), _) => BaseUrl::parse(&url).map_err(|error| error.to_string()),
            (None, Some(region)) => api_address(&region).map_err(|error| error.to_string()),
            (None, None) => Err("is missing: give the region's name or the API's address".into()),
        }
        .map_err(|problem| InvalidConfig::new(&places.address, problem))?;
        let login = match self.login_url {
            Some(url) => {
                BaseUrl::parse(&url).map_err(|error| InvalidConfig::new(&places.login, error))?
            }
            None => base.clone(),
        };
        let missing =
            |place: &str| InvalidConfig::new(place, "is missing; no call can be made without it");
        let client_id = self.client_id.ok_or_else(|| missing(&places.client_id))?;
        let client_secret = match self
            .client_secret
            .ok_or_else(|| missing(&places.client_secret))?
        {
            Secret::Given(secret) => secret,
            Secret::In(path) => read_secret(&path)
                .map_err(|problem| InvalidConfig::new(&places.client_secret, problem))?,
        };
        Ok(Connection {
            name,
            dialect,
            base,
            login,
            client_id,
            client_secret,
            pace: Pace::GUIDES,
            senders: Senders::default(),
        })
    }
}

/// Unset means `platform`, which does not exist yet: sending in another wire form than the one
/// meant would be worse than stopping.
fn dialect(api: Option<&str>) -> Result<Dialect, String> {
    match api.unwrap_or("platform").parse() {
        Ok(dialect) => Ok(dialect),
        Err(UnknownDialect::Platform) => Err(
            "the default, the dialect \"platform\", does not exist yet; set this to \"guides\""
                .into(),
        ),
        Err(error) => Err(error.to_string()),
    }
}

fn read_secret(path: &Path) -> Result<SecretString, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    match text.trim() {
        "" => Err(format!("{} is empty", path.display())),
        secret => Ok(secret.into()),
    }
}

const MAX_NAME: usize = 40;
