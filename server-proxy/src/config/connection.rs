//! One organization: where its API is and how to sign in there.

use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use tidings_core::address::EmailAddress;
use tidings_core::channel::Channel;
use tidings_core::dialect::{Dialect, UnknownDialect};
use tidings_core::endpoint::BaseUrl;
use tidings_core::pace::Pace;
use tidings_core::recipient::RecipientKey;
use tidings_core::region::api_address;
use tidings_core::sender::Senders;
use tidings_engine::connection::Connection;

use super::file::ConnectionEntry;
use super::{Environment, InvalidConfig, Place};

/// The name of the connection that `GENESYS_*` variables define.
pub(crate) const DEFAULT: &str = "default";

/// The parts of a connection before they are checked.
struct Parts {
    api: Option<String>,
    region: Option<String>,
    base_url: Option<String>,
    login_url: Option<String>,
    client_id: Option<String>,
    client_secret: Option<Secret>,
    senders: Senders,
    allow: Vec<String>,
    cap: Cap,
}

enum Secret {
    Given(SecretString),
    In(PathBuf),
}

/// `cap_per_minute`: a number in the file, a text in the environment.
enum Cap {
    None,
    Number(u32),
    Text(String),
}

/// The connection `default`, if any variable of it is set.
pub(super) fn from_environment(
    environment: &Environment,
) -> Result<Option<Connection>, InvalidConfig> {
    if !environment.has_any("GENESYS_") {
        return Ok(None);
    }
    let region = environment.first(&["GENESYS_REGION", "GENESYS_ENVIRONMENT"]);
    let secret = environment
        .get("GENESYS_CLIENT_SECRET")
        .map(|secret| Secret::Given(secret.into()));
    let secret_file = environment.get("GENESYS_CLIENT_SECRET_FILE");
    let sender = |channel: Channel| environment.get(&Place::sender_variable(channel));
    let parts = Parts {
        api: environment.get("GENESYS_API"),
        region: region.as_ref().map(|(_, region)| region.clone()),
        base_url: environment.get("GENESYS_BASE_URL"),
        login_url: environment.get("GENESYS_LOGIN_URL"),
        client_id: environment.get("GENESYS_CLIENT_ID"),
        client_secret: secret.or_else(|| secret_file.map(|path| Secret::In(path.into()))),
        senders: Senders {
            email: sender(Channel::Email),
            sms: sender(Channel::Sms),
            webmessaging: sender(Channel::WebMessaging),
            open: sender(Channel::Open),
            whatsapp: sender(Channel::WhatsApp),
            apple: sender(Channel::Apple),
        },
        allow: environment
            .get("GENESYS_ALLOW")
            .map(|list| list.split(',').map(|one| one.trim().to_owned()).collect())
            .unwrap_or_default(),
        cap: environment
            .get("GENESYS_CAP_PER_MINUTE")
            .map_or(Cap::None, Cap::Text),
    };
    let place = Place::Environment {
        region: region.map(|(variable, _)| variable),
    };
    parts.check(DEFAULT.to_owned(), &place).map(Some)
}

/// A connection of the file.
pub(super) fn from_file(name: String, entry: ConnectionEntry) -> Result<Connection, InvalidConfig> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(is_name) {
        let problem = format!("a name has 1 to {MAX_NAME} letters, digits, '-' and '_'");
        return Err(InvalidConfig::new(format!("connections.{name:?}"), problem));
    }
    let parts = Parts {
        api: entry.api,
        region: entry.region,
        base_url: entry.base_url,
        login_url: entry.login_url,
        client_id: entry.client_id,
        client_secret: entry.client_secret_file.map(Secret::In),
        senders: entry.senders,
        allow: entry.allow,
        cap: entry.cap_per_minute.map_or(Cap::None, Cap::Number),
    };
    let place = Place::File(name.clone());
    parts.check(name, &place)
}

impl Parts {
    fn check(self, name: String, place: &Place) -> Result<Connection, InvalidConfig> {
        let dialect = dialect(self.api.as_deref())
            .map_err(|problem| InvalidConfig::new(place.api(), problem))?;
        let base = base(self.base_url, self.region, place)?;
        let login = match self.login_url {
            Some(url) => {
                BaseUrl::parse(&url).map_err(|error| InvalidConfig::new(place.login(), error))?
            }
            None => login_of(dialect, &base),
        };
        let missing =
            |place: String| InvalidConfig::new(place, "is missing; no call can be made without it");
        let client_id = self.client_id.ok_or_else(|| missing(place.client_id()))?;
        let client_secret = match self
            .client_secret
            .ok_or_else(|| missing(place.client_secret()))?
        {
            Secret::Given(secret) => secret,
            Secret::In(path) => read_secret(&path)
                .map_err(|problem| InvalidConfig::new(place.client_secret(), problem))?,
        };
        check_senders(&self.senders, place)?;
        let allow = self.allow.iter().map(|text| {
            let key = RecipientKey::parse(text);
            key.map_err(|problem| InvalidConfig::new(place.allow(), format!("{text:?} {problem}")))
        });
        let allow = allow.collect::<Result<_, _>>()?;
        Ok(Connection {
            name,
            dialect,
            base,
            login,
            client_id,
            client_secret,
            pace: Pace::GUIDES,
            senders: self.senders,
            allow,
            cap: self
                .cap
                .read()
                .map_err(|problem| InvalidConfig::new(place.cap(), problem))?,
        })
    }
}

impl Cap {
    fn read(self) -> Result<Option<Pace>, String> {
        let number = match self {
            Self::None => return Ok(None),
            Self::Number(number) => number,
            Self::Text(text) => text
                .trim()
                .parse()
                .map_err(|_| format!("{text:?} is no whole number of messages a minute"))?,
        };
        Pace::per_minute(number)
            .map(Some)
            .map_err(|error| error.to_string())
    }
}

/// Unset means the published API.
fn dialect(api: Option<&str>) -> Result<Dialect, UnknownDialect> {
    api.map_or(Ok(Dialect::Platform), str::parse)
}

fn base(
    base_url: Option<String>,
    region: Option<String>,
    place: &Place,
) -> Result<BaseUrl, InvalidConfig> {
    match (base_url, region) {
        (Some(url), _) => {
            BaseUrl::parse(&url).map_err(|error| InvalidConfig::new(place.base_url(), error))
        }
        (None, Some(region)) => {
            api_address(&region).map_err(|error| InvalidConfig::new(place.region(), error))
        }
        (None, None) => Err(InvalidConfig::new(
            place.region(),
            "is missing: give the region's name or the API's address",
        )),
    }
}

/// The guides ask the API's own host for tokens; the published API has a login host beside it.
fn login_of(dialect: Dialect, base: &BaseUrl) -> BaseUrl {
    match dialect {
        Dialect::Guides => base.clone(),
        _ => base.login(),
    }
}

/// Only what would never work: a number may be a short code or a name, and what an id looks like
/// is the platform's business.
fn check_senders(senders: &Senders, place: &Place) -> Result<(), InvalidConfig> {
    for channel in Channel::ALL {
        let Some(sender) = senders.of(channel) else {
            continue;
        };
        let wrong = |problem: &dyn std::fmt::Display| {
            Err(InvalidConfig::new(place.sender(channel), problem))
        };
        if sender.trim() != sender || sender.is_empty() {
            return wrong(&"is empty or has spaces around it");
        }
        if channel == Channel::Email
            && let Err(error) = EmailAddress::parse(sender)
        {
            return wrong(&error);
        }
    }
    Ok(())
}

fn read_secret(path: &Path) -> Result<SecretString, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    match text.trim() {
        "" => Err(format!("{} is empty", path.display())),
        secret => Ok(secret.into()),
    }
}

const MAX_NAME: usize = 40;
