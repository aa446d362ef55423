//! Where a crowd is kept while it is gathered: an SQLite file of its own, so that neither memory nor
//! the ledger grows with it.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Row as _, Sqlite};
use tidings_core::audience::{
    ContactFound, Conversation, GatherPoint, Interval, Person, PersonContact, PersonKey, Profile,
    Sighting, canonical, sightings,
};

/// Where the file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shelving {
    /// In the system's temporary folder, without a name, gone with the process.
    Temporary,
    /// At a path, so that another process may go on from it.
    Kept(PathBuf),
}

impl Shelving {
    /// Removes the file. What cannot be removed is left: it holds nothing that a new reading would
    /// not replace.
    pub(super) fn remove(&self) {
        if let Self::Kept(path) = self {
            for ending in ["", "-wal", "-shm", "-journal"] {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                let _ = fs::remove_file(name);
            }
        }
    }
}

/// Something about the file went wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShelfError {
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("it holds something else than it should ({0})")]
    Content(#[from] serde_json::Error),
}

#[derive(Debug)]
pub(super) struct Shelf {
    connection: SqliteConnection,
}

impl Shelf {
    pub(super) async fn open(shelving: &Shelving) -> Result<Self, ShelfError> {
        let options = SqliteConnectOptions::new()
            // A power cut may cost what was gathered, which is read again then.
            .synchronous(SqliteSynchronous::Off)
            .pragma("cache_size", "-8000")
            .pragma("temp_store", "FILE")
            .log_statements(tracing::log::LevelFilter::Off);
        let options = match shelving {
            // SQLite's own word for a file without a name.
            Shelving::Temporary => options.filename("").pragma("journal_mode", "OFF"),
            Shelving::Kept(path) => {
                // Personal data: for its owner alone, before the first byte is in it.
                let mut file = OpenOptions::new();
                file.create(true).append(true).mode(0o600).open(path)?;
                options.filename(path).pragma("locking_mode", "EXCLUSIVE")
            }
        };
        let mut connection = options.connect().await?;
        for statement in SCHEMA {
            sqlx::query(statement).execute(&mut connection).await?;
        }
        Ok(Self { connection })
    }

    pub(super) async fn close(self) {
        // Closing only frees what the end of the process would free.
        let _ = self.connection.close().await;
    }

    /// How far the gathering was.
    pub(super) async fn point(&mut self) -> Result<Option<GatherPoint>, ShelfError> {
        let text: Option<String> = sqlx::query_scalar("SELECT body FROM point")
            .fetch_optional(&mut self.connection)
            .await?;
        Ok(text.as_deref().map(serde_json::from_str).transpose()?)
    }

    pub(super) async fn clear(&mut self) -> Result<(), ShelfError> {
        for table in ["met", "people", "contacts", "point"] {
            let mut query: QueryBuilder<Sqlite> = QueryBuilder::new("DELETE FROM ");
            query.push(table);
            query.build().execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Adds conversations, and how far the gathering is with them. Those that were added before
    /// count nothing.
    pub(super) async fn add(
        &mut self,
        conversations: &[Conversation],
        window: Interval,
        point: &GatherPoint,
    ) -> Result<(), ShelfError> {
        let mut tx = self.connection.begin().await?;
        let seen: Vec<Sighting> = conversations
            .iter()
            .flat_map(|conversation| sightings(conversation, window))
            .collect();
        for batch in seen.chunks(BATCH) {
            let mut people = note(&mut tx, batch).await?;
            merge_known(&mut tx, &mut people).await?;
            put_people(&mut tx, &people).await?;
        }
        sqlx::query("INSERT OR REPLACE INTO point (id, body) VALUES (1, ?)")
            .bind(serde_json::to_string(point)?)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Lists the contacts of everybody, to be looked up.
    pub(super) async fn list_contacts(&mut self) -> Result<(), ShelfError> {
        sqlx::query(LIST_CONTACTS)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    pub(super) async fn contacts_to_ask(&mut self, most: usize) -> Result<Vec<String>, ShelfError> {
        let ids = sqlx::query_scalar(CONTACTS_TO_ASK)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(&mut self.connection)
            .await?;
        Ok(ids)
    }

    /// Keeps what was found; contacts that it leads to are listed in turn.
    pub(super) async fn found_contacts(
        &mut self,
        found: &[(String, ContactFound)],
    ) -> Result<(), ShelfError> {
        let mut tx = self.connection.begin().await?;
        for (id, what) in found {
            let (state, body, leads_to) = match what {
                ContactFound::Deleted => (DELETED, None, None),
                ContactFound::Unreadable => (UNREADABLE, None, None),
                ContactFound::Here(contact) => (
                    HERE,
                    Some(serde_json::to_string(contact)?),
                    contact.leads_to.as_deref().map(str::to_ascii_lowercase),
                ),
            };
            sqlx::query("UPDATE contacts SET state = ?, body = ?, leads_to = ? WHERE id = ?")
                .bind(state)
                .bind(body)
                .bind(&leads_to)
                .bind(id)
                .execute(&mut *tx)
                .await?;
            if let Some(next) = leads_to {
                sqlx::query("INSERT OR IGNORE INTO contacts (id) VALUES (?)")
                    .bind(next)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Makes one person of those whose contacts were merged.
    pub(super) async fn bring_together(&mut self) -> Result<(), ShelfError> {
        let merged: Vec<(String, String)> =
            sqlx::query_as("SELECT id, leads_to FROM contacts WHERE leads_to IS NOT NULL")
                .fetch_all(&mut self.connection)
                .await?;
        let leads: BTreeMap<&str, &str> = merged
            .iter()
            .map(|(id, to)| (id.as_str(), to.as_str()))
            .collect();
        let mut tx = self.connection.begin().await?;
        for (id, _) in &merged {
            let end = canonical(id, |id| leads.get(id).copied());
            let key = PersonKey::of_contact(id);
            if end == id {
                continue;
            }
            let about: Option<String> =
                sqlx::query_scalar("DELETE FROM people WHERE key = ? RETURNING about")
                    .bind(key.as_str())
                    .fetch_optional(&mut *tx)
                    .await?;
            if let Some(about) = about {
                let person: Person = serde_json::from_str(&about)?;
                let end = PersonKey::of_contact(end).as_str().to_owned();
                let mut people = BTreeMap::from([(end, person)]);
                merge_known(&mut tx, &mut people).await?;
                put_people(&mut tx, &people).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// The next people after a key, in the order of their keys.
    pub(super) async fn profiles(&mut self, after: &PersonKey) -> Result<Vec<Profile>, ShelfError> {
        let rows = sqlx::query(PROFILES)
            .bind(after.as_str())
            .fetch_all(&mut self.connection)
            .await?;
        rows.iter()
            .map(|row| {
                let about: &str = row.try_get("about")?;
                let state: Option<i64> = row.try_get("state")?;
                let body: Option<&str> = row.try_get("body")?;
                let contact =
                    match (state, body) {
                        (Some(HERE), Some(body)) => Some(ContactFound::Here(
                            serde_json::from_str::<PersonContact>(body)?,
                        )),
                        (Some(DELETED), _) => Some(ContactFound::Deleted),
                        (Some(_), _) => Some(ContactFound::Unreadable),
                        (None, _) => None,
                    };
                Ok(Profile {
                    key: PersonKey::from_stored(row.try_get("key")?),
                    person: serde_json::from_str(about)?,
                    contact,
                })
            })
            .collect()
    }
}

/// Notes who was seen in which conversation, and says what is new of each person.
async fn note(
    connection: &mut SqliteConnection,
    seen: &[Sighting],
) -> Result<BTreeMap<String, Person>, ShelfError> {
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new("INSERT OR IGNORE INTO met (seal) ");
    query.push_values(seen, |mut values, sighting| {
        values.push_bind(seal(sighting));
    });
    query.push(" RETURNING seal");
    let mut new: HashSet<Vec<u8>> = query
        .build_query_scalar()
        .fetch_all(&mut *connection)
        .await?
        .into_iter()
        .collect();
    let mut people = BTreeMap::<String, Person>::new();
    for sighting in seen {
        // A conversation that stands twice on one page is new once.
        let person = if new.remove(&seal(sighting)) {
            sighting.person.clone()
        } else {
            sighting.person.clone().uncounted()
        };
        let known = people.entry(sighting.key.as_str().to_owned()).or_default();
        *known = std::mem::take(known).merge(person);
    }
    Ok(people)
}

async fn merge_known(
    connection: &mut SqliteConnection,
    people: &mut BTreeMap<String, Person>,
) -> Result<(), ShelfError> {
    if people.is_empty() {
        return Ok(());
    }
    let mut query: QueryBuilder<Sqlite> =
        QueryBuilder::new("SELECT key, about FROM people WHERE key IN (");
    let mut keys = query.separated(", ");
    for key in people.keys() {
        keys.push_bind(key.clone());
    }
    query.push(")");
    let known: Vec<(String, String)> = query.build_query_as().fetch_all(connection).await?;
    for (key, about) in known {
        if let Some(person) = people.get_mut(&key) {
            *person = std::mem::take(person).merge(serde_json::from_str(&about)?);
        }
    }
    Ok(())
}

async fn put_people(
    connection: &mut SqliteConnection,
    people: &BTreeMap<String, Person>,
) -> Result<(), ShelfError> {
    if people.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(people.len());
    for (key, person) in people {
        rows.push((key.clone(), serde_json::to_string(person)?));
    }
    let mut query: QueryBuilder<Sqlite> =
        QueryBuilder::new("INSERT OR REPLACE INTO people (key, about) ");
    query.push_values(rows, |mut values, (key, about)| {
        values.push_bind(key).push_bind(about);
    });
    query.build().execute(connection).await?;
    Ok(())
}

/// A person in a conversation, in sixteen bytes.
fn seal(sighting: &Sighting) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(sighting.conversation.as_bytes());
    hash.update([0]);
    hash.update(sighting.key.as_str().as_bytes());
    hash.finalize().iter().take(16).copied().collect()
}

/// Rows that a statement takes.
const BATCH: usize = 500;
const HERE: i64 = 1;
const DELETED: i64 = 2;
const UNREADABLE: i64 = 3;
const SCHEMA: [&str; 5] = [
    "CREATE TABLE IF NOT EXISTS met (seal BLOB PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS people (key TEXT PRIMARY KEY, about TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS contacts
        (id TEXT PRIMARY KEY, state INTEGER, body TEXT, leads_to TEXT) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS contacts_to_ask ON contacts (id) WHERE state IS NULL",
    "CREATE TABLE IF NOT EXISTS point (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
];
/// The semicolon follows the colon.
const LIST_CONTACTS: &str = "INSERT OR IGNORE INTO contacts (id)
    SELECT substr(key, 9) FROM people WHERE key > 'contact:' AND key < 'contact;'";
const CONTACTS_TO_ASK: &str = "SELECT id FROM contacts WHERE state IS NULL ORDER BY id LIMIT ?";
const PROFILES: &str = "SELECT people.key, people.about, contacts.state, contacts.body
    FROM people LEFT JOIN contacts
      ON people.key > 'contact:' AND people.key < 'contact;'
     AND contacts.id = substr(people.key, 9)
    WHERE people.key > ? ORDER BY people.key LIMIT 500";
