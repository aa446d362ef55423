//! Who of a campaign's audience has no value for one of its placeholders.

use tidings_core::policy::Policy;
use tidings_core::template::Coverage;

use crate::ledger::{Campaign, Ledger, LedgerError};

/// Counts it over the rows that the ledger has, a page at a time, so that memory stays flat.
/// Nothing for a message that the policy refuses by now: all of its rows end as rejected.
pub(super) async fn of_campaign(
    ledger: &Ledger,
    campaign: &Campaign,
    policy: &Policy,
) -> Result<Option<Coverage>, LedgerError> {
    let Ok(message) = campaign.draft.parse(policy) else {
        return Ok(None);
    };
    let mut coverage = message.coverage();
    let mut after = String::new();
    loop {
        let recipients = ledger.recipients(&campaign.id, &after, PAGE).await?;
        for (_, recipient) in &recipients {
            coverage.handle_recipient(recipient);
        }
        match recipients.into_iter().next_back() {
            Some((key, _)) => after = key,
            None => return Ok(Some(coverage)),
        }
    }
}

const PAGE: u32 = 500;
