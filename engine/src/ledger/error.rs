//! What can go wrong with the ledger, in words for the person who runs it.

use std::io;
use std::path::PathBuf;

use sqlx::migrate::MigrateError;

use super::screen::Barred;

/// The ledger could not do what was asked. Nothing that was committed before is lost.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The data folder cannot be made or written.
    #[error("data folder {path}: {source}; choose a writable folder with --data")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The address of the database is no SQLite file.
    #[error("database {0:?} is not supported: give a path or sqlite:PATH; PostgreSQL comes later")]
    Address(String),
    /// Another `serve` runs on this data folder.
    #[error(
        "data folder {path} is in use by another `tidings serve`; stop it, or give this one a folder of its own with --data"
    )]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The file is not a database, or a damaged one.
    #[error(
        "database {path} is damaged or no database ({message}); restore it from a backup, or move it away to start anew"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        message: String,
    },
    /// The file was written by a later version of this program.
    #[error("database {path} was written by a newer version of tidings; run that version")]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// No room for another page.
    #[error("the disk that holds {path} is full; free some space, nothing is lost meanwhile")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error(
        "database {path} is read-only; make the file and its folder writable, or choose another with --data"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another process held the database longer than we wait.
    #[error("database {path} is busy: another process has held it for too long")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// Reading or writing the file failed.
    #[error("database {path} cannot be read or written: {message}")]
    Io {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        message: String,
    },
    /// A stored value cannot be read back.
    #[error("database holds a value that cannot be read: {0}")]
    Content(String),
    /// The same `Idempotency-Key` came with another body.
    #[error(
        "this idempotency key was used within 24 hours for another message; use a new key for a new message"
    )]
    KeyReused,
    /// Nobody may write to the recipient; nothing was written to the ledger.
    #[error("{0}; {hint}", hint = .0.hint())]
    Barred(Barred),
    /// Several connections have a campaign of that name.
    #[error(
        "campaigns of several connections are called {name:?}: {connections}; choose one with --connection"
    )]
    Ambiguous {
        /// The campaign's name.
        name: String,
        /// The connections' names.
        connections: String,
    },
    /// Another row has what must be unique, such as a user's name.
    #[error("that name is taken; choose another")]
    Taken,
    /// Nothing of that name or id.
    #[error("{0}")]
    NotFound(String),
    /// The ledger is shutting down.
    #[error("the ledger is closed")]
    Closed,
}

impl LedgerError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "data_folder",
            Self::Address(_) => "database_address",
            Self::InUse { .. } => "data_in_use",
            Self::Corrupt { .. } => "database_damaged",
            Self::Newer { .. } => "database_newer",
            Self::Full { .. } => "disk_full",
            Self::ReadOnly { .. } => "database_read_only",
            Self::Busy { .. } => "database_busy",
            Self::Io { .. } => "database_io",
            Self::Content(_) => "database_content",
            Self::KeyReused => "idempotency_key_reused",
            Self::Barred(barred) => barred.code(),
            Self::Ambiguous { .. } => "ambiguous",
            Self::Taken => "taken",
            Self::NotFound(_) => "not_found",
            Self::Closed => "ledger_closed",
        }
    }

    /// Whether the same write may succeed later without anybody's change to it.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Full { .. } | Self::Busy { .. } | Self::ReadOnly { .. } | Self::Io { .. }
        )
    }

    /// Sorts what SQLite said about the file at `path`.
    pub(super) fn from_sqlx(error: &sqlx::Error, path: &std::path::Path) -> Self {
        let path = path.to_owned();
        let message = error.to_string();
        match primary_code(error) {
            Some(SQLITE_BUSY | SQLITE_LOCKED) => Self::Busy { path },
            Some(SQLITE_READONLY | SQLITE_CANTOPEN | SQLITE_PERM) => Self::ReadOnly { path },
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => Self::Corrupt { path, message },
            Some(SQLITE_FULL) => Self::Full { path },
            Some(SQLITE_CONSTRAINT) if is_taken(error) => Self::Taken,
            _ if matches!(error, sqlx::Error::RowNotFound) => Self::NotFound("no such row".into()),
            _ if matches!(
                error,
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)
            ) =>
            {
                Self::Content(message)
            }
            _ => Self::Io { path, message },
        }
    }

    pub(super) fn from_migration(error: &MigrateError, path: &std::path::Path) -> Self {
        match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooOld(..) => Self::Newer {
                path: path.to_owned(),
            },
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                Self::from_sqlx(error, path)
            }
            other => Self::Corrupt {
                path: path.to_owned(),
                message: other.to_string(),
            },
        }
    }
}

impl From<serde_json::Error> for LedgerError {
    fn from(error: serde_json::Error) -> Self {
        Self::Content(error.to_string())
    }
}

fn is_taken(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// SQLite's result code without the extension (<https://www.sqlite.org/rescode.html>).
fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

const SQLITE_PERM: i32 = 3;
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;
const SQLITE_READONLY: i32 = 8;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_CANTOPEN: i32 = 14;
const SQLITE_CONSTRAINT: i32 = 19;
const SQLITE_NOTADB: i32 = 26;
