//! `tidings.toml` as it is written; what it means is decided beside each part's own type.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tidings_core::sender::Senders;

use super::InvalidConfig;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    /// `[connections.NAME]`: one organization each.
    pub(super) connections: BTreeMap<String, ConnectionEntry>,
    /// `[policy]`: what may be said.
    pub(super) policy: PolicyEntry,
    /// `[server]`: how the console is reached.
    pub(super) server: Option<ServerEntry>,
    /// Where guide 004's analytics events go.
    pub(super) analytics_webhook_url: Option<String>,
}

/// One `[connections.NAME]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ConnectionEntry {
    pub(super) api: Option<String>,
    pub(super) region: Option<String>,
    pub(super) base_url: Option<String>,
    pub(super) login_url: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret_file: Option<PathBuf>,
    pub(super) senders: Senders,
    pub(super) allow: Vec<String>,
    pub(super) cap_per_minute: Option<u32>,
}

/// `[policy]`; what is left out stays as the guides have it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PolicyEntry {
    pub(super) blocked_patterns: Option<Vec<tidings_core::policy::Pattern>>,
    pub(super) media_types: Option<Vec<String>>,
    pub(super) attachment_bytes: Option<u64>,
    pub(super) text_bytes: Option<u64>,
}

/// `[server]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ServerEntry {
    pub(super) public_url: Option<String>,
    pub(super) trusted_proxies: Vec<String>,
    pub(super) data: Option<PathBuf>,
    pub(super) database: Option<String>,
}

/// Reads the file that is named, else `./tidings.toml` if it is there.
pub(super) fn read(named: Option<&Path>) -> Result<File, InvalidConfig> {
    let path = named.unwrap_or(Path::new("tidings.toml"));
    let place = path.display().to_string();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => {
            return Ok(File::default());
        }
        Err(error) => return Err(InvalidConfig::new(place, error)),
    };
    // Only the message and the line: the error's own text quotes the line, and a secret that was
    // written into the wrong place must not be shown.
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            1 + text
                .as_bytes()
                .iter()
                .take(span.start)
                .filter(|byte| **byte == b'\n')
                .count()
        });
        InvalidConfig::new(format!("{place}, line {line}"), error.message())
    })
}
