//! Columns to values and back.

use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use tidings_core::time::Timestamp;

/// Typed reading of columns; what cannot be read is an error that names the column.
pub(super) trait Columns {
    fn text(&self, column: &str) -> Result<String, sqlx::Error>;
    fn text_or_none(&self, column: &str) -> Result<Option<String>, sqlx::Error>;
    fn number(&self, column: &str) -> Result<i64, sqlx::Error>;
    fn number_or_none(&self, column: &str) -> Result<Option<i64>, sqlx::Error>;

    fn time(&self, column: &str) -> Result<Timestamp, sqlx::Error> {
        self.number(column).map(Timestamp::from_unix_millis)
    }

    fn time_or_none(&self, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(self
            .number_or_none(column)?
            .map(Timestamp::from_unix_millis))
    }

    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, sqlx::Error> {
        serde_json::from_str(&self.text(column)?).map_err(|error| unreadable(column, error))
    }

    /// A value that `core` reads from its name.
    fn named<T: std::str::FromStr>(&self, column: &str) -> Result<T, sqlx::Error>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        self.text(column)?
            .parse()
            .map_err(|error| unreadable(column, error))
    }
}

impl Columns for SqliteRow {
    fn text(&self, column: &str) -> Result<String, sqlx::Error> {
        self.try_get(column)
    }

    fn text_or_none(&self, column: &str) -> Result<Option<String>, sqlx::Error> {
        self.try_get(column)
    }

    fn number(&self, column: &str) -> Result<i64, sqlx::Error> {
        self.try_get(column)
    }

    fn number_or_none(&self, column: &str) -> Result<Option<i64>, sqlx::Error> {
        self.try_get(column)
    }
}

/// The error for a stored value that nobody can read.
pub(super) fn unreadable(
    column: &str,
    source: impl std::error::Error + Send + Sync + 'static,
) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: Box::new(source),
    }
}

/// A count as SQLite gives it.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Gives an enum the names under which its values are stored.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// The name in JSON and in the database.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::ledger::LedgerError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($name => Ok(Self::$variant),)+
                    other => Err($crate::ledger::LedgerError::Content(format!(
                        concat!("unknown ", stringify!($type), " {:?}"),
                        other
                    ))),
                }
            }
        }
    };
}
pub(super) use names;
