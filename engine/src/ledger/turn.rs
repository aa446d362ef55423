//! Whose rows are due: single messages', and each campaign's.

use sqlx::sqlite::SqliteConnection;

use super::{Ledger, LedgerError};
use crate::clock;
use crate::id::CampaignId;

/// What has rows that are due and that nobody has taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turns {
    /// Single messages.
    pub(crate) singles: bool,
    /// Campaigns, oldest first.
    pub(crate) campaigns: Vec<CampaignId>,
}

impl Ledger {
    /// Who has rows to be taken on a connection; `unfollowed` as for a claim.
    pub(crate) async fn turns(
        &self,
        connection: &str,
        unfollowed: bool,
    ) -> Result<Turns, LedgerError> {
        let read = async {
            let mut reader = self.readers().acquire().await?;
            let now = clock::now().as_unix_millis();
            let singles: bool = sqlx::query_scalar(HAS_SINGLES)
                .bind(connection)
                .bind(now)
                .bind(now)
                .fetch_one(&mut *reader)
                .await?;
            let campaigns = campaigns(&mut reader, connection, unfollowed).await?;
            Ok(Turns { singles, campaigns })
        };
        read.await.map_err(|error: sqlx::Error| self.sorted(&error))
    }
}

/// Campaigns over an audience that have rows to be taken, oldest first.
pub(super) async fn campaigns(
    reader: &mut SqliteConnection,
    connection: &str,
    unfollowed: bool,
) -> Result<Vec<CampaignId>, sqlx::Error> {
    let now = clock::now().as_unix_millis();
    let ids: Vec<String> = sqlx::query_scalar(CAMPAIGNS)
        .bind(connection)
        .bind(now)
        .bind(unfollowed)
        .bind(now)
        .bind(now)
        .fetch_all(reader)
        .await?;
    Ok(ids.into_iter().map(CampaignId::from_text).collect())
}

// Asked several times a second. Whether one may be taken, the claim decides.
const HAS_SINGLES: &str = "SELECT EXISTS (SELECT 1 FROM deliveries
    WHERE connection = ? AND priority = 0 AND state = 'pending' AND not_before <= ?
      AND (lease_until IS NULL OR lease_until <= ?))";
const CAMPAIGNS: &str = "SELECT c.id FROM campaigns c
    WHERE c.connection = ? AND c.source = 'notify' AND c.cancelled_at IS NULL AND c.deadline > ?
      AND c.paused_at IS NULL AND c.audience_state IN ('complete', 'partial')
      AND (? OR c.follower IN (SELECT id FROM owners)
             OR EXISTS (SELECT 1 FROM owners WHERE role = 'serve'))
      AND NOT EXISTS (SELECT 1 FROM stops WHERE scope IN ('*', c.connection))
      AND EXISTS (SELECT 1 FROM deliveries d
                  WHERE d.campaign = c.id AND d.state = 'pending' AND d.not_before <= ?
                    AND (d.lease_until IS NULL OR d.lease_until <= ?))
    ORDER BY c.created_at, c.id";
