//! Waiting for what the engine does, whichever process runs it.

use std::time::Duration;

use tokio::sync::broadcast::Receiver;

use crate::id::{CampaignId, DeliveryId};
use crate::ledger::{CampaignCounts, Delivery, Event, Ledger, LedgerError};

/// Returns the delivery once the engine is done with it. Rows that cannot be sent give up by
/// themselves: after three minutes of waiting (CONTRACT), so this ends.
pub async fn delivery(ledger: &Ledger, id: &DeliveryId) -> Result<Delivery, LedgerError> {
    let mut events = ledger.subscribe();
    loop {
        let delivery = ledger.delivery(id).await?;
        if !delivery.state.is_open() {
            return Ok(delivery);
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

const POLL_INTERVAL: Duration = Duration::from_millis(200);
