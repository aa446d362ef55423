//! Campaigns: a message, its audience and the rules of sending it. A single send is one too.

use serde::Serialize;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use tidings_core::message::draft::Draft;
use tidings_core::operation::Operation;
use tidings_core::retry::OnServerError;
use tidings_core::time::Timestamp;

use super::progress;
use super::row::{Columns as _, names, unreadable};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::{CampaignId, OwnerId};

/// Where a campaign comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// One message to one recipient.
    Send,
    /// One message to an audience.
    Notify,
}

/// How far the reading of an audience has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AudienceState {
    /// Pages are still to be read; nothing is sent yet.
    Reading,
    /// The query broke off; nothing is sent until it is read on, or sent in part.
    Broken,
    /// All of it was read.
    Complete,
    /// It broke off and is sent as far as it was read, because somebody said so.
    Partial,
}

names!(Source { Send = "send", Notify = "notify" });
names!(AudienceState {
    Reading = "reading",
    Broken = "broken",
    Complete = "complete",
    Partial = "partial",
});

/// The dates an audience is asked for, frozen when the campaign is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    /// Sessions from here on count.
    pub from: Timestamp,
    /// Sessions before this count.
    pub to: Timestamp,
}

/// A campaign to be created.
#[derive(Clone, Debug)]
pub struct NewCampaign {
    /// The connection's name.
    pub connection: String,
    /// The campaign's name; for a single send its id.
    pub name: Option<String>,
    /// Single send or audience.
    pub source: Source,
    /// What is sent; in a campaign over an audience without recipient.
    pub draft: Draft,
    /// Tells two contents of one name apart.
    pub content_hash: String,
    /// The audience's dates.
    pub window: Option<Window>,
    /// Who has fewer sessions in the window is left out.
    pub min_sessions: u32,
    /// Sends a minute, below the connection's own pace.
    pub per_minute: Option<u32>,
    /// Where the campaign overrules its operation's rule for 5xx.
    pub on_server_error: Option<OnServerError>,
    /// When rows still waiting are given up.
    pub deadline: Timestamp,
    /// Who asked for it.
    pub created_by: String,
    /// The process that follows it and whose engine may send it.
    pub follower: Option<OwnerId>,
}

/// A campaign as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// The connection's name.
    pub connection: String,
    /// Its name; for a single send its id.
    pub name: String,
    /// Counts the campaigns of one name from 1.
    pub run: i64,
    /// Single send or audience.
    pub source: Source,
    /// Which job.
    pub operation: Operation,
    /// `email` or `sms`, where the job has channels.
    pub channel: Option<String>,
    /// What is sent; in a campaign over an audience without recipient.
    pub draft: Draft,
    /// One line that says what is sent.
    pub summary: String,
    /// Tells two contents of one name apart.
    pub content_hash: String,
    /// The audience's dates.
    pub window: Option<Window>,
    /// Who has fewer sessions in the window is left out.
    pub min_sessions: u32,
    /// How far the audience was read.
    pub audience: AudienceState,
    /// Where reading goes on.
    pub cursor: Option<String>,
    /// Why reading broke off.
    pub audience_error: Option<String>,
    /// Sends a minute, below the connection's own pace.
    pub per_minute: Option<u32>,
    /// Where the campaign overrules its operation's rule for 5xx.
    pub on_server_error: Option<OnServerError>,
    /// When rows still waiting are given up.
    pub deadline: Timestamp,
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// When it was stopped for good.
    pub cancelled_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who asked for it.
    pub created_by: String,
}

impl Ledger {
    /// Creates a campaign. A name that exists gets the next run.
    pub async fn create_campaign(&self, new: NewCampaign) -> Result<Campaign, LedgerError> {
        self.writer()
            .write(move |tx| Box::pin(async move { insert(tx, new).await }))
            .await
    }

    /// A campaign by id.
    pub async fn campaign(&self, id: &CampaignId) -> Result<Campaign, LedgerError> {
        let row = sqlx::query("SELECT * FROM campaigns WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(self.readers())
            .await;
        self.found(row, || format!("no campaign has the id {id}"))
    }

    /// The latest run of a name, if there is one.
    pub async fn latest_campaign(
        &self,
        connection: &str,
        name: &str,
    ) -> Result<Option<Campaign>, LedgerError> {
        let row = sqlx::query(LATEST)
            .bind(connection)
            .bind(name)
            .fetch_optional(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        row.map(|row| read(&row).map_err(|error| self.sorted(&error)))
            .transpose()
    }

    /// A campaign by name or id: the latest run.
    ///
    /// # Errors
    /// [`LedgerError::Ambiguous`] when no connection is given and several have one of that name.
    pub async fn campaign_named(
        &self,
        name: &str,
        connection: Option<&str>,
    ) -> Result<Campaign, LedgerError> {
        let connections: Vec<String> = sqlx::query_scalar(CONNECTIONS_OF)
            .bind(name)
            .bind(name)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        let connection = match (connection, connections.as_slice()) {
            (Some(connection), _) => connection,
            (None, [only]) => only,
            (None, []) => "",
            (None, several) => {
                return Err(LedgerError::Ambiguous {
                    name: name.to_owned(),
                    connections: several.join(", "),
                });
            }
        };
        let row = sqlx::query(NAMED)
            .bind(name)
            .bind(name)
            .bind(connection)
            .fetch_optional(self.readers())
            .await;
        self.found(row, || {
            format!("no campaign is called {name:?}; see `tidings campaign list`")
        })
    }

    /// Campaigns over an audience, newest first.
    pub async fn campaigns(&self, limit: u32) -> Result<Vec<Campaign>, LedgerError> {
        let rows = sqlx::query(NEWEST)
            .bind(limit)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        rows.iter()
            .map(|row| read(row).map_err(|error| self.sorted(&error)))
            .collect()
    }

    /// Names the process that follows a campaign, so that its engine sends it.
    pub async fn follow(&self, id: &CampaignId, follower: &OwnerId) -> Result<(), LedgerError> {
        let (id, follower) = (id.to_string(), follower.to_string());
        self.writer()
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("UPDATE campaigns SET follower = ? WHERE id = ?")
                        .bind(follower)
                        .bind(id)
                        .execute(&mut *tx.connection)
                        .await?;
                    Ok(())
                })
            })
            .await?;
        self.announce_work();
        Ok(())
    }

    fn found(
        &self,
        row: Result<Option<SqliteRow>, sqlx::Error>,
        missing: impl FnOnce() -> String,
    ) -> Result<Campaign, LedgerError> {
        match row.map_err(|error| self.sorted(&error))? {
            Some(row) => read(&row).map_err(|error| self.sorted(&error)),
            None => Err(LedgerError::NotFound(missing())),
        }
    }
}

pub(super) async fn insert(
    tx: &mut Transaction<'_>,
    new: NewCampaign,
) -> Result<Campaign, WriteError> {
    let id = CampaignId::random();
    let name = new.name.unwrap_or_else(|| id.to_string());
    let audience = match new.source {
        Source::Send => AudienceState::Complete,
        Source::Notify => AudienceState::Reading,
    };
    let row = sqlx::query(INSERT)
        .bind(id.as_str())
        .bind(&new.connection)
        .bind(&name)
        .bind(&new.connection)
        .bind(&name)
        .bind(new.source.name())
        .bind(new.draft.operation().name())
        .bind(channel(&new.draft))
        .bind(serde_json::to_string(&new.draft)?)
        .bind(new.draft.summary())
        .bind(new.content_hash)
        .bind(new.window.map(|window| window.from.as_unix_millis()))
        .bind(new.window.map(|window| window.to.as_unix_millis()))
        .bind(new.min_sessions)
        .bind(audience.name())
        .bind(new.per_minute)
        .bind(new.on_server_error.map(stored))
        .bind(new.deadline.as_unix_millis())
        .bind(new.follower.map(|owner| owner.to_string()))
        .bind(clock::now().as_unix_millis())
        .bind(new.created_by)
        .fetch_one(&mut *tx.connection)
        .await?;
    let campaign = read(&row)?;
    if campaign.source == Source::Notify {
        progress::record(tx, &campaign.id).await?;
    }
    Ok(campaign)
}

pub(super) fn read(row: &SqliteRow) -> Result<Campaign, sqlx::Error> {
    let window = row
        .time_or_none("window_from")?
        .zip(row.time_or_none("window_to")?);
    Ok(Campaign {
        id: CampaignId::from_text(row.text("id")?),
        connection: row.text("connection")?,
        name: row.text("name")?,
        run: row.number("run")?,
        source: row.named("source")?,
        operation: row.named("operation")?,
        channel: row.text_or_none("channel")?,
        draft: row.json("draft")?,
        summary: row.text("summary")?,
        content_hash: row.text("content_hash")?,
        window: window.map(|(from, to)| Window { from, to }),
        min_sessions: u32::try_from(row.number("min_sessions")?)
            .map_err(|error| unreadable("min_sessions", error))?,
        audience: row.named("audience_state")?,
        cursor: row.text_or_none("audience_cursor")?,
        audience_error: row.text_or_none("audience_error")?,
        per_minute: row
            .number_or_none("per_minute")?
            .map(u32::try_from)
            .transpose()
            .map_err(|error| unreadable("per_minute", error))?,
        on_server_error: row
            .text_or_none("on_server_error")?
            .map(|name| serde_json::from_value(name.into()))
            .transpose()
            .map_err(|error| unreadable("on_server_error", error))?,
        deadline: row.time("deadline")?,
        paused_at: row.time_or_none("paused_at")?,
        cancelled_at: row.time_or_none("cancelled_at")?,
        created_at: row.time("created_at")?,
        created_by: row.try_get("created_by")?,
    })
}

const fn channel(draft: &Draft) -> Option<&'static str> {
    match draft {
        Draft::Outbound(outbound) => Some(outbound.channel.name()),
        _ => None,
    }
}

/// The name that [`OnServerError`] has in JSON.
const fn stored(setting: OnServerError) -> &'static str {
    match setting {
        OnServerError::Retry => "retry",
        OnServerError::InDoubt => "in_doubt",
    }
}

const INSERT: &str = "INSERT INTO campaigns
    (id, connection, name, run, source, operation, channel, draft, summary, content_hash,
     window_from, window_to, min_sessions, audience_state, per_minute, on_server_error, deadline, follower,
     created_at, created_by)
    VALUES (?, ?, ?,
        (SELECT COALESCE(MAX(run), 0) + 1 FROM campaigns WHERE connection = ? AND name = ?),
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    RETURNING *";
const LATEST: &str =
    "SELECT * FROM campaigns WHERE connection = ? AND name = ? ORDER BY run DESC LIMIT 1";
const CONNECTIONS_OF: &str =
    "SELECT DISTINCT connection FROM campaigns WHERE name = ? OR id = ? ORDER BY connection";
const NAMED: &str = "SELECT * FROM campaigns WHERE (name = ? OR id = ?) AND connection = ?
    ORDER BY created_at DESC LIMIT 1";
const NEWEST: &str =
    "SELECT * FROM campaigns WHERE source = 'notify' ORDER BY created_at DESC LIMIT ?";
