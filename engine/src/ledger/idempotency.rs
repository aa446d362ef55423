//! Single sends, each with the key that makes its repetition the same send.

use std::time::Duration;

use sqlx::Row as _;
use tidings_core::recipient::Recipient;

use super::audience;
use super::campaign::{self, NewCampaign, Source};
use super::delivery::{self, Delivery};
use super::screen::barred_so_far;
use super::stop::turned;
use super::{Ledger, LedgerError, Transaction, WriteError};
use crate::bounds::Bounds;
use crate::clock;
use crate::id::DeliveryId;

/// What makes a repeated send the same send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Who uses the key: keys of two users never meet.
    pub actor: String,
    /// The key.
    pub key: String,
    /// Hash of what is to be sent; another one under the same key is an error.
    pub body_hash: String,
}

/// A send in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub enum Submitted {
    /// It is new.
    New(Delivery),
    /// The key was used before for the same body: this is that delivery, as it is now.
    Repeated(Delivery),
}

impl Submitted {
    /// The delivery, new or not.
    pub fn into_delivery(self) -> Delivery {
        match self {
            Self::New(delivery) | Self::Repeated(delivery) => delivery,
        }
    }
}

impl Ledger {
    /// Writes a single send: a campaign of one. With a key that was used within 24 hours for the
    /// same body nothing is written and the earlier delivery comes back.
    ///
    /// # Errors
    /// [`LedgerError::KeyReused`] when the key was used for another body, [`LedgerError::Barred`]
    /// when nobody may write to the recipient.
    pub async fn submit(
        &self,
        campaign: NewCampaign,
        recipient: Recipient,
        key: Option<IdempotencyKey>,
        bounds: &Bounds,
    ) -> Result<Submitted, LedgerError> {
        let bounds = bounds.clone();
        let submitted = self
            .writer()
            .write(move |tx| Box::pin(submit(tx, campaign, recipient, key, bounds)))
            .await?;
        self.announce_work();
        Ok(submitted)
    }
}

async fn submit(
    tx: &mut Transaction<'_>,
    new: NewCampaign,
    recipient: Recipient,
    key: Option<IdempotencyKey>,
    bounds: Bounds,
) -> Result<Submitted, WriteError> {
    if let Some(key) = &key
        && let Some(earlier) = look_up(tx, key).await?
    {
        let delivery = delivery::load(tx, &earlier).await?;
        if let Some(follower) = new.follower {
            sqlx::query("UPDATE campaigns SET follower = ? WHERE id = ?")
                .bind(follower.as_str())
                .bind(delivery.campaign.as_str())
                .execute(&mut *tx.connection)
                .await?;
        }
        return Ok(Submitted::Repeated(delivery));
    }
    let session = new.draft.session();
    if let Some(barred) =
        barred_so_far(tx.connection, &bounds, &recipient, session.as_ref()).await?
    {
        return Err(LedgerError::Barred(barred).into());
    }
    let connection = new.connection.clone();
    let campaign = campaign::insert(tx, new).await?;
    let ids = audience::insert(tx, &campaign.id, &connection, Source::Send, &[recipient]).await?;
    let id = ids
        .into_iter()
        .flatten()
        .next()
        .ok_or(sqlx::Error::RowNotFound)?;
    if let Some(key) = key {
        sqlx::query(KEEP)
            .bind(key.actor)
            .bind(key.key)
            .bind(key.body_hash)
            .bind(id.as_str())
            .bind(clock::now().as_unix_millis())
            .execute(&mut *tx.connection)
            .await?;
    }
    say_if_stopped(tx, &id, &connection).await?;
    Ok(Submitted::New(delivery::record(tx, &id).await?))
}

/// A message taken while sending is stopped waits, and says for what.
async fn say_if_stopped(
    tx: &mut Transaction<'_>,
    id: &DeliveryId,
    connection: &str,
) -> Result<(), WriteError> {
    let stops = turned(tx.connection).await?;
    if let Some(stop) = stops.iter().find(|stop| stop.covers(connection)) {
        sqlx::query(WAITS)
            .bind(format!("{} stopped sending at {}", stop.by, stop.at))
            .bind(id.as_str())
            .execute(&mut *tx.connection)
            .await?;
    }
    Ok(())
}

async fn look_up(
    tx: &mut Transaction<'_>,
    key: &IdempotencyKey,
) -> Result<Option<DeliveryId>, WriteError> {
    sqlx::query("DELETE FROM idempotency WHERE created_at <= ?")
        .bind(clock::now().saturating_sub(KEPT).as_unix_millis())
        .execute(&mut *tx.connection)
        .await?;
    let row = sqlx::query(LOOK_UP)
        .bind(&key.actor)
        .bind(&key.key)
        .fetch_optional(&mut *tx.connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let body_hash: String = row.try_get("body_hash")?;
    if body_hash != key.body_hash {
        return Err(LedgerError::KeyReused.into());
    }
    let delivery: String = row.try_get("delivery")?;
    Ok(Some(DeliveryId::from_text(delivery)))
}

/// How long a key is kept.
const KEPT: Duration = Duration::from_hours(24);
const LOOK_UP: &str = "SELECT body_hash, delivery FROM idempotency WHERE actor = ? AND key = ?";
const WAITS: &str = "UPDATE deliveries SET code = 'stopped', reason = ?,
    hint = 'it waits until sending is resumed on the page or by `tidings resume`' WHERE id = ?";
const KEEP: &str = "INSERT INTO idempotency (actor, key, body_hash, delivery, created_at)
    VALUES (?, ?, ?, ?, ?)";
