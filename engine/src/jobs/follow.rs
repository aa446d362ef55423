//! Waiting for what the engine does, whichever process runs it.

use std::time::{Duration, Instant};

use tidings_core::retry::SINGLE_SEND_PATIENCE;
use tokio::sync::broadcast::Receiver;

use crate::id::{CampaignId, DeliveryId};
use crate::ledger::{CampaignCounts, Delivery, Event, Ledger, LedgerError};

/// Returns a single send's delivery once the engine is done with it. The engine gives up after
/// three minutes of waiting; where no engine takes the row at all, this does so a little later.
pub async fn delivery(ledger: &Ledger, id: &DeliveryId) -> Result<Delivery, LedgerError> {
    delivery_within(ledger, id, SINGLE_SEND_PATIENCE + ENGINE_HEAD_START).await
}

/// As [`delivery`], with another time after which a row that no engine has taken is `unsent`.
pub async fn delivery_within(
    ledger: &Ledger,
    id: &DeliveryId,
    patience: Duration,
) -> Result<Delivery, LedgerError> {
    let mut events = ledger.subscribe();
    let started = Instant::now();
    loop {
        let delivery = ledger.delivery(id).await?;
        if !delivery.state.is_open() {
            return Ok(delivery);
        }
        if started.elapsed() >= patience {
            ledger.withdraw(id.clone()).await?;
        }
        news(&mut events, POLL_INTERVAL).await;
    }
}

/// Returns a campaign's counts once no row of it waits. `progress` is told the counts several times
/// a second while they change.
pub async fn campaign(
    ledger: &Ledger,
    id: &CampaignId,
    mut progress: impl FnMut(&CampaignCounts),
) -> Result<CampaignCounts, LedgerError> {
    let mut last = None;
    loop {
        let counts = ledger.counts(id).await?;
        if last.as_ref() != Some(&counts) {
            progress(&counts);
        }
        if counts.open() == 0 {
            return Ok(counts);
        }
        last = Some(counts);
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

/// Returns when this process has committed something, or after `limit` in case another has.
async fn news(events: &mut Receiver<Event>, limit: Duration) {
    // Lagging behind is news too.
    let _ = tokio::time::timeout(limit, events.recv()).await;
}

/// How much longer than the engine's own patience a follower waits: a whole request.
const ENGINE_HEAD_START: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(200);
