//! Users, their sessions and one-time sign-in links. Secrets come here as hashes only.

use std::time::Duration;

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use tidings_core::time::Timestamp;

use super::row::Columns as _;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::UserId;

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// The name they sign in with.
    pub name: String,
    /// `viewer`, `sender`, `manager` or `admin`.
    pub role: String,
    /// Hash of the password, in PHC form; nothing until one was chosen.
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// What a one-time link's secret led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It was good and is spent now.
    Spent,
    /// It was used before.
    UsedBefore,
    /// Its time had run out.
    Expired,
    /// There is no such link.
    Unknown,
}

impl Ledger {
    /// A user by the name they sign in with.
    pub async fn user_named(&self, name: &str) -> Result<Option<User>, LedgerError> {
        let row = sqlx::query("SELECT * FROM users WHERE name = ?")
            .bind(name)
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        row.map(|row| user(&row))
            .transpose()
            .map_err(|error| self.sorted(&error))
    }

    /// The user who was made first: the one that a new one-time link is for while there is one
    /// account only.
    pub async fn first_user(&self) -> Result<Option<User>, LedgerError> {
        let row = sqlx::query("SELECT * FROM users ORDER BY created_at, id LIMIT 1")
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        row.map(|row| user(&row))
            .transpose()
            .map_err(|error| self.sorted(&error))
    }

    /// Whether anybody has chosen a password yet.
    pub async fn has_account(&self) -> Result<bool, LedgerError> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM users WHERE password_hash IS NOT NULL)")
            .fetch_one(self.readers())
            .await
            .map_err(|error| self.sorted(&error))
    }

    /// Keeps a one-time link that lets its bearer become `name`, who is made with `role` if
    /// missing. Earlier links of that user stop working.
    pub async fn keep_link(
        &self,
        name: &str,
        role: &str,
        secret_hash: String,
        lifetime: Duration,
    ) -> Result<(), LedgerError> {
        let (name, role) = (name.to_owned(), role.to_owned());
        self.writer()
            .write(move |tx| Box::pin(keep_link(tx, name, role, secret_hash, lifetime)))
            .await
    }

    /// Spends a one-time link: its user gets the name and the password given, and every session
    /// of theirs ends.
    ///
    /// # Errors
    /// [`LedgerError::Taken`] when another user has the name; the link is not spent then.
    pub async fn spend_link(
        &self,
        secret_hash: String,
        name: String,
        password_hash: String,
    ) -> Result<(LinkState, Option<User>), LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(spend_link(tx, secret_hash, name, password_hash)))
            .await
    }

    /// Whether a link's secret would be accepted, without spending it.
    pub async fn link_state(&self, secret_hash: &str) -> Result<LinkState, LedgerError> {
        let row = sqlx::query("SELECT * FROM sign_in_links WHERE secret_hash = ?")
            .bind(secret_hash)
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        link_state(row.as_ref()).map_err(|error| self.sorted(&error))
    }

    /// Keeps a session.
    pub async fn start_session(
        &self,
        user: &UserId,
        token_hash: String,
        lifetime: Duration,
    ) -> Result<(), LedgerError> {
        let user = user.to_string();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    let now = clock::now();
                    sqlx::query("DELETE FROM sessions WHERE expires_at <= ?")
                        .bind(now.as_unix_millis())
                        .execute(&mut *tx.connection)
                        .await?;
                    sqlx::query(START_SESSION)
                        .bind(token_hash)
                        .bind(user)
                        .bind(now.as_unix_millis())
                        .bind(now.as_unix_millis())
                        .bind(now.saturating_add(lifetime).as_unix_millis())
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// The user of a session that has not expired.
    pub async fn session_user(&self, token_hash: &str) -> Result<Option<User>, LedgerError> {
        let row = sqlx::query(SESSION_USER)
            .bind(token_hash)
            .bind(clock::now().as_unix_millis())
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        row.map(|row| user(&row))
            .transpose()
            .map_err(|error| self.sorted(&error))
    }

    /// Ends a session.
    pub async fn end_session(&self, token_hash: &str) -> Result<(), LedgerError> {
        let token_hash = token_hash.to_owned();
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM sessions WHERE token_hash = ?")
                        .bind(token_hash)
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

async fn keep_link(
    tx: &mut Transaction<'_>,
    name: String,
    role: String,
    secret_hash: String,
    lifetime: Duration,
) -> Result<(), WriteError> {
    let now = clock::now();
    sqlx::query(MAKE_USER)
        .bind(UserId::random().to_string())
        .bind(&name)
        .bind(role)
        .bind(now.as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    sqlx::query(DROP_LINKS)
        .bind(&name)
        .execute(&mut *tx.connection)
        .await?;
    sqlx::query(KEEP_LINK)
        .bind(secret_hash)
        .bind(&name)
        .bind(now.as_unix_millis())
        .bind(now.saturating_add(lifetime).as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    Ok(())
}

async fn spend_link(
    tx: &mut Transaction<'_>,
    secret_hash: String,
    name: String,
    password_hash: String,
) -> Result<(LinkState, Option<User>), WriteError> {
    let link = sqlx::query("SELECT * FROM sign_in_links WHERE secret_hash = ?")
        .bind(&secret_hash)
        .fetch_optional(&mut *tx.connection)
        .await?;
    let (LinkState::Spent, Some(link)) = (link_state(link.as_ref())?, &link) else {
        return Ok((link_state(link.as_ref())?, None));
    };
    let id = link.text("user_id")?;
    let row = sqlx::query("UPDATE users SET name = ?, password_hash = ? WHERE id = ? RETURNING *")
        .bind(name)
        .bind(password_hash)
        .bind(&id)
        .fetch_one(&mut *tx.connection)
        .await?;
    sqlx::query("UPDATE sign_in_links SET spent_at = ? WHERE secret_hash = ?")
        .bind(clock::now().as_unix_millis())
        .bind(secret_hash)
        .execute(&mut *tx.connection)
        .await?;
    sqlx::query("DELETE FROM sessions WHERE user_id = ?")
        .bind(id)
        .execute(&mut *tx.connection)
        .await?;
    Ok((LinkState::Spent, Some(user(&row)?)))
}

/// [`LinkState::Spent`] stands for a link that can be spent.
fn link_state(row: Option<&SqliteRow>) -> Result<LinkState, sqlx::Error> {
    let Some(row) = row else {
        return Ok(LinkState::Unknown);
    };
    if row.time_or_none("spent_at")?.is_some() {
        return Ok(LinkState::UsedBefore);
    }
    let expires: Timestamp = row.time("expires_at")?;
    Ok(if expires <= clock::now() {
        LinkState::Expired
    } else {
        LinkState::Spent
    })
}

fn user(row: &SqliteRow) -> Result<User, sqlx::Error> {
    Ok(User {
        id: UserId::from_text(row.try_get::<String, _>("id")?),
        name: row.text("name")?,
        role: row.text("role")?,
        password_hash: row.text_or_none("password_hash")?,
    })
}

const MAKE_USER: &str = "INSERT INTO users (id, name, role, created_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO NOTHING";
const DROP_LINKS: &str = "DELETE FROM sign_in_links
    WHERE user_id = (SELECT id FROM users WHERE name = ?) AND spent_at IS NULL";
const KEEP_LINK: &str = "INSERT INTO sign_in_links (secret_hash, user_id, created_at, expires_at)
    VALUES (?, (SELECT id FROM users WHERE name = ?), ?, ?)";
const START_SESSION: &str = "INSERT INTO sessions
    (token_hash, user_id, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)";
const SESSION_USER: &str = "SELECT u.* FROM users u JOIN sessions s ON s.user_id = u.id
    WHERE s.token_hash = ? AND s.expires_at > ?";
