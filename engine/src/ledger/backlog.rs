//! What waits on a connection, counted by campaign, for a forecast.

use sqlx::sqlite::SqliteConnection;
use tidings_core::time::Timestamp;

use super::campaign::{Campaign, read};
use super::row::{Columns as _, count};
use super::{CampaignCounts, Ledger, LedgerError, progress};
use crate::clock;

/// A campaign, or a single message, that is not through.
#[derive(Clone, Debug)]
pub(crate) struct Backlog {
    /// Which.
    pub(crate) campaign: Campaign,
    /// Its rows.
    pub(crate) counts: CampaignCounts,
    /// Rows that are still to begin.
    pub(crate) pending: u64,
    /// None of them begins later than this at the earliest.
    pub(crate) not_before: Option<Timestamp>,
    /// Whether a running process sends it.
    pub(crate) is_sent: bool,
}

impl Ledger {
    /// What waits on a connection: campaigns over an audience, and single messages up to a number
    /// that nobody reaches by hand.
    pub(crate) async fn backlog(&self, connection: &str) -> Result<Vec<Backlog>, LedgerError> {
        let read = async {
            let mut reader = self.readers().acquire().await?;
            backlog(&mut reader, connection).await
        };
        read.await.map_err(|error: sqlx::Error| self.sorted(&error))
    }
}

async fn backlog(
    reader: &mut SqliteConnection,
    connection: &str,
) -> Result<Vec<Backlog>, sqlx::Error> {
    let now = clock::now().as_unix_millis();
    let mut rows = sqlx::query(CAMPAIGNS)
        .bind(connection)
        .bind(now)
        .fetch_all(&mut *reader)
        .await?;
    let singles = sqlx::query(SINGLES)
        .bind(connection)
        .bind(SINGLES_COUNTED)
        .fetch_all(&mut *reader)
        .await?;
    rows.extend(singles);
    let mut all = Vec::new();
    for row in &rows {
        let campaign = read(row)?;
        let waiting = sqlx::query(WAITING)
            .bind(campaign.id.as_str())
            .fetch_one(&mut *reader)
            .await?;
        all.push(Backlog {
            counts: progress::counts(reader, &campaign.id).await?,
            campaign,
            pending: count(waiting.number("number")?),
            not_before: waiting.time_or_none("not_before")?,
            is_sent: row.number("is_sent")? != 0,
        });
    }
    Ok(all)
}

const CAMPAIGNS: &str = "SELECT c.*,
        (c.follower IN (SELECT id FROM owners)
         OR EXISTS (SELECT 1 FROM owners WHERE role = 'serve')) IS TRUE AS is_sent
    FROM campaigns c
    WHERE c.connection = ? AND c.source = 'notify' AND c.cancelled_at IS NULL AND c.deadline > ?
      AND (c.audience_state IN ('reading', 'broken')
           OR EXISTS (SELECT 1 FROM deliveries d WHERE d.campaign = c.id AND d.state = 'pending'))
    ORDER BY c.created_at, c.id";
const SINGLES: &str =
    "SELECT c.*, 1 AS is_sent FROM deliveries d JOIN campaigns c ON c.id = d.campaign
    WHERE d.connection = ? AND d.priority = 0 AND d.state = 'pending' LIMIT ?";
const WAITING: &str = "SELECT COUNT(*) AS number, MAX(not_before) AS not_before FROM deliveries
    WHERE campaign = ? AND state = 'pending'";
const SINGLES_COUNTED: u32 = 100;
