//! Filling a campaign: recipients in, page by page, each page with its checkpoint.

use std::collections::HashSet;

use sqlx::{QueryBuilder, Row as _, Sqlite};
use tidings_core::delivery::DeliveryState;
use tidings_core::recipient::Recipient;

use super::campaign::{AudienceState, Source};
use super::progress;
use super::row::Columns as _;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::clock;
use crate::id::{CampaignId, DeliveryId};

/// A member of the audience who gets nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The platform's id of the person.
    pub customer: Option<String>,
    /// The address as reported.
    pub address: Option<String>,
    /// Stable code of the reason.
    pub reason: String,
}

/// How far reading has come, stored with the page that brought it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudienceProgress {
    /// Reading, complete, broken or partial.
    pub state: AudienceState,
    /// Where reading goes on.
    pub cursor: Option<String>,
    /// Why it broke off.
    pub error: Option<String>,
}

/// What a page came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageCounts {
    /// New rows.
    pub added: u64,
    /// Members left out, duplicates among them.
    pub excluded: u64,
}

impl Ledger {
    /// Adds one page of an audience and its checkpoint in one transaction. Somebody who is in the
    /// campaign already, by person or address, is excluded as `duplicate`.
    pub async fn append_page(
        &self,
        campaign: &CampaignId,
        rows: Vec<Recipient>,
        exclusions: Vec<Exclusion>,
        progress: AudienceProgress,
    ) -> Result<PageCounts, LedgerError> {
        let id = campaign.clone();
        let counts = self
            .writer()
            .write(move |tx| Box::pin(append(tx, id, rows, exclusions, progress)))
            .await?;
        self.announce_work();
        Ok(counts)
    }

    /// To whom a campaign goes, with the key of each, in the order of the keys, after `after`.
    pub async fn recipients(
        &self,
        campaign: &CampaignId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<(String, Recipient)>, LedgerError> {
        let rows = sqlx::query(RECIPIENTS)
            .bind(campaign.as_str())
            .bind(after)
            .bind(limit)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        rows.iter()
            .map(|row| Ok((row.text("address_key")?, row.json("recipient")?)))
            .collect::<Result<_, sqlx::Error>>()
            .map_err(|error| self.sorted(&error))
    }

    /// Members left out of a campaign, in the order in which they were found, after `cursor`.
    pub async fn exclusions(
        &self,
        campaign: &CampaignId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<(i64, Exclusion)>, LedgerError> {
        let rows = sqlx::query(EXCLUSIONS)
            .bind(campaign.as_str())
            .bind(after)
            .bind(limit)
            .fetch_all(self.readers())
            .await
            .map_err(|error| self.sorted(&error))?;
        rows.iter()
            .map(|row| {
                Ok((
                    row.try_get("id")?,
                    Exclusion {
                        customer: row.try_get("customer")?,
                        address: row.try_get("address")?,
                        reason: row.try_get("reason")?,
                    },
                ))
            })
            .collect::<Result<_, sqlx::Error>>()
            .map_err(|error| self.sorted(&error))
    }
}

async fn append(
    tx: &mut Transaction<'_>,
    campaign: CampaignId,
    rows: Vec<Recipient>,
    mut exclusions: Vec<Exclusion>,
    reached: AudienceProgress,
) -> Result<PageCounts, WriteError> {
    let row = sqlx::query(CAMPAIGN)
        .bind(campaign.as_str())
        .fetch_one(&mut *tx.connection)
        .await?;
    let connection = row.text("connection")?;
    let before: AudienceState = row.named("audience_state")?;
    let mut counts = PageCounts::default();
    for batch in rows.chunks(BATCH) {
        let ids = insert(tx, &campaign, &connection, Source::Notify, batch).await?;
        for (recipient, id) in batch.iter().zip(&ids) {
            match id {
                Some(_) => counts.added += 1,
                None => exclusions.push(Exclusion {
                    customer: recipient.person().map(str::to_owned),
                    address: Some(recipient.target().to_owned()),
                    reason: DUPLICATE.to_owned(),
                }),
            }
        }
    }
    for batch in exclusions.chunks(BATCH) {
        exclude(tx, &campaign, batch).await?;
    }
    counts.excluded = u64::try_from(exclusions.len()).unwrap_or(0);
    sqlx::query(PROGRESS)
        .bind(reached.state.name())
        .bind(reached.cursor)
        .bind(reached.error)
        .bind(campaign.as_str())
        .execute(&mut *tx.connection)
        .await?;
    if reached.state == before {
        progress::record_now_and_then(tx, &campaign).await?;
    } else {
        progress::record(tx, &campaign).await?;
    }
    Ok(counts)
}

/// Inserts rows and returns, for each, its id if it was new.
pub(super) async fn insert(
    tx: &mut Transaction<'_>,
    campaign: &CampaignId,
    connection: &str,
    source: Source,
    recipients: &[Recipient],
) -> Result<Vec<Option<DeliveryId>>, WriteError> {
    let now = clock::now().as_unix_millis();
    let mut rows = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let json = serde_json::to_string(recipient)?;
        rows.push((DeliveryId::random(), recipient, json));
    }
    let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(INSERT);
    query.push_values(&rows, |mut values, (id, recipient, json)| {
        values
            .push_bind(id.to_string())
            .push_bind(campaign.to_string())
            .push_bind(connection.to_owned())
            .push_bind(recipient.person().map(str::to_owned))
            .push_bind(recipient.target().to_owned())
            .push_bind(recipient.key())
            .push_bind(recipient.name().map(str::to_owned))
            .push_bind(json.clone())
            .push_bind(DeliveryState::Pending.name())
            .push_bind(priority(source))
            .push_bind(now)
            .push_bind(now)
            .push_bind(now);
    });
    query.push(" ON CONFLICT DO NOTHING RETURNING id");
    let added: HashSet<String> = query
        .build_query_scalar()
        .fetch_all(&mut *tx.connection)
        .await?
        .into_iter()
        .collect();
    let ids = rows.into_iter().map(|(id, ..)| id);
    Ok(ids
        .map(|id| added.contains(id.as_str()).then_some(id))
        .collect())
}

async fn exclude(
    tx: &mut Transaction<'_>,
    campaign: &CampaignId,
    exclusions: &[Exclusion],
) -> Result<(), WriteError> {
    let mut query: QueryBuilder<Sqlite> =
        QueryBuilder::new("INSERT INTO exclusions (campaign, customer, address, reason) ");
    query.push_values(exclusions, |mut values, exclusion| {
        values
            .push_bind(campaign.to_string())
            .push_bind(exclusion.customer.clone())
            .push_bind(exclusion.address.clone())
            .push_bind(exclusion.reason.clone());
    });
    query.build().execute(&mut *tx.connection).await?;
    Ok(())
}

const fn priority(source: Source) -> i64 {
    match source {
        Source::Send => 0,
        Source::Notify => 1,
    }
}

/// Rows a statement takes; SQLite allows 32 766 values in one.
const BATCH: usize = 200;
/// The reason of those who lose to an earlier row of the same person or address.
const DUPLICATE: &str = "duplicate";
const CAMPAIGN: &str = "SELECT connection, audience_state FROM campaigns WHERE id = ?";
const INSERT: &str = "INSERT INTO deliveries
    (id, campaign, connection, person, address, address_key, name, recipient, state, priority,
     not_before, created_at, updated_at) ";
const PROGRESS: &str = "UPDATE campaigns
    SET audience_state = ?, audience_cursor = ?, audience_error = ? WHERE id = ?";
const RECIPIENTS: &str = "SELECT address_key, recipient FROM deliveries
    WHERE campaign = ? AND address_key > ? ORDER BY address_key LIMIT ?";
const EXCLUSIONS: &str =
    "SELECT id, customer, address, reason FROM exclusions WHERE campaign = ? AND id > ?
    ORDER BY id LIMIT ?";
