//! What `serve` leaves in its data folder for commands beside it: where it is and what it sends for.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tidings_core::dialect::Dialect;
use tidings_core::endpoint::BaseUrl;
use tidings_engine::connection::Connection;

/// A console that runs on this data folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Running {
    /// Its address.
    pub(crate) console: String,
    /// The address of the sandbox beside it.
    pub(crate) sandbox: Option<String>,
    /// The connections it sends for.
    pub(crate) connections: Vec<Known>,
}

/// What tells one connection from another: a row is sent by the process that knows the name, and
/// must not go anywhere else, or in another wire form, than whoever wrote it meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known {
    name: String,
    dialect: Dialect,
    base: BaseUrl,
}

impl From<&Connection> for Known {
    fn from(connection: &Connection) -> Self {
        Self {
            name: connection.name.clone(),
            dialect: connection.dialect,
            base: connection.base.clone(),
        }
    }
}

/// The file, removed when the console ends in order.
#[derive(Debug)]
pub(crate) struct Notice(PathBuf);

impl Running {
    /// What the last console on this folder left; it may have been killed since.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path(folder)).ok()?).ok()
    }

    /// Leaves word for commands.
    pub(crate) fn announce(&self, folder: &Path) -> io::Result<Notice> {
        let path = path(folder);
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        Ok(Notice(path))
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::debug!(%error, path = %self.0.display(), "left behind");
        }
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("serve.json")
}
