//! Opening the data folder: where the file is, how it is opened, which version it has.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, SqlSafeStr as _};

use super::LedgerError;

/// Where the ledger lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    file: PathBuf,
}

impl Location {
    /// `tidings.db` in a data folder.
    pub fn in_folder(folder: impl AsRef<Path>) -> Self {
        Self {
            file: folder.as_ref().join("tidings.db"),
        }
    }

    /// What `--database` says: a path, or `sqlite:PATH`.
    pub fn parse(address: &str) -> Result<Self, LedgerError> {
        let path = address
            .strip_prefix("sqlite://")
            .or_else(|| address.strip_prefix("sqlite:"))
            .unwrap_or(address);
        if path.is_empty() || path.contains("://") || path.contains(":memory:") {
            return Err(LedgerError::Address(address.to_owned()));
        }
        Ok(Self { file: path.into() })
    }

    /// The database file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The folder that holds the file.
    pub fn folder(&self) -> &Path {
        match self.file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// The folder of the lock files, beside the database.
    pub(super) fn locks(&self) -> PathBuf {
        let mut name = self.file.file_name().unwrap_or_default().to_owned();
        name.push(".locks");
        self.folder().join(name)
    }

    /// Makes the folders, readable by their owner alone.
    pub(super) fn make_folders(&self) -> Result<(), LedgerError> {
        make_folder(self.folder())?;
        make_folder(&self.locks())
    }

    /// The writer's connection, migrated, and the pool of readers.
    pub(super) async fn connect(&self) -> Result<(SqliteConnection, SqlitePool), LedgerError> {
        let sorted = |error: sqlx::Error| LedgerError::from_sqlx(&error, &self.file);
        let options = SqliteConnectOptions::new()
            .filename(&self.file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .log_statements(tracing::log::LevelFilter::Off);
        let mut writer = options.connect().await.map_err(sorted)?;
        migrations()
            .run(&mut writer)
            .await
            .map_err(|error| LedgerError::from_migration(&error, &self.file))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(sorted)?;
        Ok((writer, readers))
    }
}

fn make_folder(folder: &Path) -> Result<(), LedgerError> {
    let failed = |source: io::Error| LedgerError::Folder {
        path: folder.to_owned(),
        source,
    };
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed)
}

fn migrations() -> Migrator {
    let migration = |version, description: &'static str, sql: &'static str| {
        Migration::new(
            version,
            description.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(vec![
        migration(
            1,
            "ledger",
            include_str!("../../migrations/sqlite/0001_ledger.sql"),
        ),
        migration(
            2,
            "accounts",
            include_str!("../../migrations/sqlite/0002_accounts.sql"),
        ),
        migration(
            3,
            "safety",
            include_str!("../../migrations/sqlite/0003_safety.sql"),
        ),
        migration(
            4,
            "follow-up",
            include_str!("../../migrations/sqlite/0004_follow_up.sql"),
        ),
        migration(
            5,
            "organizations",
            include_str!("../../migrations/sqlite/0005_organizations.sql"),
        ),
        migration(
            6,
            "turns",
            include_str!("../../migrations/sqlite/0006_turns.sql"),
        ),
    ])
}

const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const READERS: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_path_with_or_without_its_scheme() {
        for address in ["/data/t.db", "sqlite:/data/t.db", "sqlite:///data/t.db"] {
            let location = Location::parse(address).unwrap();
            assert_eq!(location.file(), Path::new("/data/t.db"), "{address}");
            assert_eq!(location.locks(), Path::new("/data/t.db.locks"));
        }
        assert_eq!(Location::parse("t.db").unwrap().folder(), Path::new("."));
    }

    #[test]
    fn what_is_no_file_is_refused() {
        for address in ["", "postgres://host/db", "sqlite::memory:"] {
            let refused = Location::parse(address).unwrap_err();
            assert_eq!(refused.code(), "database_address", "{address}");
        }
    }
}
