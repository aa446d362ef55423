//! Campaigns counted from their rows: nothing about progress is stored.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use tidings_core::api::{CampaignState, CampaignView};
use tidings_core::delivery::DeliveryState;
use tidings_core::time::Timestamp;

use super::campaign::{AudienceState, Campaign, read};
use super::event::{EventChange, NewEvent};
use super::row::{Columns as _, count};
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::CampaignId;

/// A campaign counted from its rows: `audience = Σ excluded + Σ states`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CampaignCounts {
    /// Left out, by reason.
    pub excluded: BTreeMap<String, u64>,
    /// Deliveries by state.
    pub states: BTreeMap<DeliveryState, u64>,
}

impl CampaignCounts {
    /// Everybody found.
    pub fn audience(&self) -> u64 {
        self.excluded.values().sum::<u64>() + self.states.values().sum::<u64>()
    }

    /// Rows that the engine has yet to finish.
    pub fn open(&self) -> u64 {
        let open = self.states.iter().filter(|(state, _)| state.is_open());
        open.map(|(_, number)| number).sum()
    }

    /// Deliveries in a state.
    pub fn of(&self, state: DeliveryState) -> u64 {
        self.states.get(&state).copied().unwrap_or(0)
    }
}

impl Campaign {
    /// Where it stands: what is stored, else what its audience and rows say.
    pub fn state(&self, counts: &CampaignCounts) -> CampaignState {
        if self.cancelled_at.is_some() {
            CampaignState::Cancelled
        } else if self.paused_at.is_some() {
            CampaignState::Paused
        } else {
            match self.audience {
                AudienceState::Reading => CampaignState::Reading,
                AudienceState::Broken => CampaignState::Broken,
                AudienceState::Complete | AudienceState::Partial if counts.open() > 0 => {
                    CampaignState::Running
                }
                AudienceState::Complete | AudienceState::Partial => CampaignState::Finished,
            }
        }
    }

    /// The campaign as the page and `--json` show it, but for when it should be through: that is
    /// [`Etas`](crate::jobs::eta::Etas)' to tell.
    pub fn view(&self, counts: &CampaignCounts) -> CampaignView {
        CampaignView {
            id: self.id.to_string(),
            campaign: self.name.clone(),
            connection: self.connection.clone(),
            operation: self.operation,
            summary: self.summary.clone(),
            state: self.state(counts),
            complete: self.audience == AudienceState::Complete,
            audience: counts.audience(),
            excluded: counts.excluded.clone(),
            states: counts.states.clone(),
            created_at: self.created_at,
            expected_end: None,
            eta: None,
        }
    }
}

impl Ledger {
    /// Counts a campaign's rows.
    pub async fn counts(&self, id: &CampaignId) -> Result<CampaignCounts, LedgerError> {
        let mut connection = self
            .readers()
            .acquire()
            .await
            .map_err(|error| self.sorted(&error))?;
        counts(&mut connection, id)
            .await
            .map_err(|error| self.sorted(&error))
    }

    /// Whether its audience was read and no row of it waits.
    pub async fn is_finished(&self, campaign: &Campaign) -> Result<bool, LedgerError> {
        let counts = self.counts(&campaign.id).await?;
        let state = campaign.state(&counts);
        Ok(matches!(
            state,
            CampaignState::Finished | CampaignState::Cancelled
        ))
    }
}

/// Adds the campaign's overview, as it is now, to the journal.
pub(super) async fn record(tx: &mut Transaction<'_>, id: &CampaignId) -> Result<(), WriteError> {
    let row = sqlx::query("SELECT * FROM campaigns WHERE id = ?")
        .bind(id.as_str())
        .fetch_one(&mut *tx.connection)
        .await?;
    let campaign = read(&row)?;
    let counts = counts(tx.connection, id).await?;
    tx.record(NewEvent {
        connection: campaign.connection.clone(),
        campaign: Some(id.clone()),
        delivery: None,
        change: EventChange::Campaign(Box::new(campaign.view(&counts))),
    })
    .await
}

pub(super) async fn counts(
    connection: &mut sqlx::SqliteConnection,
    id: &CampaignId,
) -> Result<CampaignCounts, sqlx::Error> {
    let mut counts = CampaignCounts::default();
    let states = sqlx::query(COUNT_STATES)
        .bind(id.as_str())
        .fetch_all(&mut *connection)
        .await?;
    for row in states {
        counts
            .states
            .insert(row.named("state")?, count(row.number("number")?));
    }
    let excluded = sqlx::query(COUNT_EXCLUDED)
        .bind(id.as_str())
        .fetch_all(&mut *connection)
        .await?;
    for row in excluded {
        counts
            .excluded
            .insert(row.text("reason")?, count(row.number("number")?));
    }
    Ok(counts)
}

/// Adds the overview to the journal unless that was done within the last second: counting a long
/// campaign at each of its rows would cost more than sending it.
pub(super) async fn record_now_and_then(
    tx: &mut Transaction<'_>,
    id: &CampaignId,
) -> Result<(), WriteError> {
    let last: Option<i64> = sqlx::query_scalar(LAST_EVENT)
        .bind(id.as_str())
        .fetch_optional(&mut *tx.connection)
        .await?;
    let last = last.map_or(Timestamp::EPOCH, Timestamp::from_unix_millis);
    if clock::now().saturating_since(last) < Duration::from_secs(1) {
        return Ok(());
    }
    record(tx, id).await
}

const COUNT_STATES: &str =
    "SELECT state, COUNT(*) AS number FROM deliveries WHERE campaign = ? GROUP BY state";
const COUNT_EXCLUDED: &str =
    "SELECT reason, COUNT(*) AS number FROM exclusions WHERE campaign = ? GROUP BY reason";
const LAST_EVENT: &str =
    "SELECT at FROM events WHERE campaign = ? AND kind = 'campaign' ORDER BY id DESC LIMIT 1";
