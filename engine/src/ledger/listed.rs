//! Lists of recipients: whom rehearsal may reach, and who must never be written to.

use std::collections::BTreeSet;

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _, Sqlite};
use tidings_core::api::{ListChange, ListedPage, ListedRecipient};
use tidings_core::recipient::RecipientKey;

use super::event::{EventChange, NewEvent};
use super::row::{Columns as _, count};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;

/// Which list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// Nobody on it is written to, by any connection.
    Suppressed,
    /// Those whom one connection reaches while it is in rehearsal.
    Allowed {
        /// The connection's name.
        connection: String,
    },
}

/// A recipient to be put on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewlyListed {
    /// Whom.
    pub recipient: RecipientKey,
    /// Why.
    pub reason: String,
}

impl List {
    pub(super) fn stored(&self) -> String {
        match self {
            Self::Suppressed => "suppressed".to_owned(),
            Self::Allowed { connection } => format!("allowed:{connection}"),
        }
    }

    /// The connection whose journal a change belongs to.
    fn connection(&self) -> &str {
        match self {
            Self::Suppressed => "*",
            Self::Allowed { connection } => connection,
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Suppressed => "the suppression list".to_owned(),
            Self::Allowed { connection } => format!("the allow-list of {connection:?}"),
        }
    }
}

impl Ledger {
    /// Puts recipients on a list. One that is there already keeps its reason and its date. Counts
    /// from the next attempt on, whichever process makes it.
    pub async fn list(
        &self,
        list: List,
        recipients: Vec<NewlyListed>,
        by: &str,
    ) -> Result<ListChange, LedgerError> {
        let by = by.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    let (change, added) = add(tx, &list, recipients, &by).await?;
                    tell(tx, &list, &added, &format!("{by} put"), "on").await?;
                    Ok(change)
                })
            })
            .await
    }

    /// As [`list`](Self::list), for a file of many: whoever reads it says so in the journal once.
    pub(crate) async fn import(
        &self,
        list: List,
        recipients: Vec<NewlyListed>,
        by: &str,
    ) -> Result<ListChange, LedgerError> {
        if recipients.is_empty() {
            return Ok(ListChange::default());
        }
        let by = by.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    let (change, _) = add(tx, &list, recipients, &by).await?;
                    Ok(change)
                })
            })
            .await
    }

    /// Takes recipients off a list.
    pub async fn unlist(
        &self,
        list: List,
        recipients: Vec<RecipientKey>,
        by: &str,
    ) -> Result<ListChange, LedgerError> {
        let by = by.to_owned();
        let change = self
            .writer()
            .write(move |tx| Box::pin(remove(tx, list, recipients, by)))
            .await?;
        self.announce_work();
        Ok(change)
    }

    /// A page of a list in the order of the recipients' text: those after `after` whose text holds
    /// `part`.
    pub async fn listed(
        &self,
        list: &List,
        part: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ListedPage, LedgerError> {
        let rows = self.read_listed(list, part, after, limit).await?;
        let total: i64 = sqlx::query_scalar(COUNT)
            .bind(list.stored())
            .bind(part)
            .fetch_one(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        let is_full = rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(ListedPage {
            next: rows
                .last()
                .filter(|_| is_full)
                .map(|row| row.recipient.clone()),
            rows,
            total: count(total),
        })
    }

    /// Recipients of a list after one, in the order of their text, without counting them.
    pub async fn listed_after(
        &self,
        list: &List,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ListedRecipient>, LedgerError> {
        self.read_listed(list, "", after, limit).await
    }

    /// Those of `recipients` that are on a list.
    pub async fn listed_among(
        &self,
        list: &List,
        recipients: &[RecipientKey],
    ) -> Result<BTreeSet<RecipientKey>, LedgerError> {
        let read = async {
            let mut connection = self.readers().acquire().await?;
            let mut found = BTreeSet::new();
            for batch in recipients.chunks(BATCH) {
                for row in among(&mut connection, list, batch).await? {
                    found.insert(RecipientKey::from_stored(row.recipient));
                }
            }
            Ok(found)
        };
        read.await.map_err(|error: sqlx::Error| self.sorted(&error))
    }
}

impl Ledger {
    async fn read_listed(
        &self,
        list: &List,
        part: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<ListedRecipient>, LedgerError> {
        let rows = sqlx::query(PAGE)
            .bind(list.stored())
            .bind(after.unwrap_or_default())
            .bind(part)
            .bind(limit)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        rows.iter()
            .map(read)
            .collect::<Result<_, _>>()
            .map_err(|error| self.sorted(&error))
    }
}

/// The entries for any of these keys.
pub(super) async fn among(
    connection: &mut SqliteConnection,
    list: &List,
    keys: &[RecipientKey],
) -> Result<Vec<ListedRecipient>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut query: QueryBuilder<Sqlite> =
        QueryBuilder::new("SELECT * FROM listed_recipients WHERE list = ");
    query.push_bind(list.stored()).push(" AND recipient IN (");
    let mut listed = query.separated(", ");
    for key in keys {
        listed.push_bind(key.as_str().to_owned());
    }
    query.push(")");
    let rows = query.build().fetch_all(connection).await?;
    rows.iter().map(read).collect()
}

async fn add(
    tx: &mut Transaction<'_>,
    list: &List,
    recipients: Vec<NewlyListed>,
    by: &str,
) -> Result<(ListChange, Vec<RecipientKey>), WriteError> {
    let now = clock::now().as_unix_millis();
    let mut added = Vec::new();
    let mut change = ListChange::default();
    for one in recipients {
        let inserted = sqlx::query(ADD)
            .bind(list.stored())
            .bind(one.recipient.as_str())
            .bind(&one.reason)
            .bind(now)
            .bind(by)
            .execute(&mut *tx.connection)
            .await?;
        if inserted.rows_affected() == 0 {
            change.unchanged += 1;
        } else {
            change.changed += 1;
            added.push(one.recipient);
        }
    }
    Ok((change, added))
}

async fn remove(
    tx: &mut Transaction<'_>,
    list: List,
    recipients: Vec<RecipientKey>,
    by: String,
) -> Result<ListChange, WriteError> {
    let mut removed = Vec::new();
    let mut change = ListChange::default();
    for recipient in recipients {
        let deleted = sqlx::query(REMOVE)
            .bind(list.stored())
            .bind(recipient.as_str())
            .execute(&mut *tx.connection)
            .await?;
        if deleted.rows_affected() == 0 {
            change.unchanged += 1;
        } else {
            change.changed += 1;
            removed.push(recipient);
        }
    }
    tell(tx, &list, &removed, &format!("{by} took"), "off").await?;
    Ok(change)
}

/// Names everybody in the journal: of who was taken off, nothing else is left.
async fn tell(
    tx: &mut Transaction<'_>,
    list: &List,
    recipients: &[RecipientKey],
    who_did: &str,
    where_to: &str,
) -> Result<(), WriteError> {
    for named in recipients.chunks(NAMED) {
        let names: Vec<_> = named.iter().map(RecipientKey::as_str).collect();
        let text = format!(
            "{who_did} {} {where_to} {}",
            names.join(", "),
            list.in_words()
        );
        tx.record(NewEvent {
            connection: list.connection().to_owned(),
            campaign: None,
            delivery: None,
            change: EventChange::Note { text },
        })
        .await?;
    }
    Ok(())
}

fn read(row: &SqliteRow) -> Result<ListedRecipient, sqlx::Error> {
    Ok(ListedRecipient {
        recipient: row.text("recipient")?,
        reason: row.try_get("reason")?,
        added_at: row.time("added_at")?,
        added_by: row.text("added_by")?,
    })
}

/// Recipients one statement asks for.
const BATCH: usize = 500;
/// Recipients one line of the journal names.
const NAMED: usize = 100;
const ADD: &str = "INSERT INTO listed_recipients (list, recipient, reason, added_at, added_by)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
const REMOVE: &str = "DELETE FROM listed_recipients WHERE list = ? AND recipient = ?";
const PAGE: &str = "SELECT * FROM listed_recipients
    WHERE list = ? AND recipient > ? AND instr(lower(recipient), lower(?)) > 0
    ORDER BY recipient LIMIT ?";
const COUNT: &str = "SELECT COUNT(*) FROM listed_recipients
    WHERE list = ? AND instr(lower(recipient), lower(?)) > 0";
