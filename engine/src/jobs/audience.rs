//! Reading an audience page by page, with or without a ledger.

use std::time::Duration;

use tidings_core::address::AddressKind;
use tidings_core::audience::{
    AudienceCounts, BreakOff, Checkpoint, Criteria, Pager, PagerStep, Verdict,
};
use tidings_core::dialect::AudienceQuery;
use tidings_core::message::draft::OutboundChannel;
use tidings_core::operation::Operation;
use tidings_core::retry::{OnServerError, RetryPolicy};

use crate::clock;
use crate::genesys::{Genesys, in_words, sleep_until};
use crate::ledger::Window;

/// Walks an audience; what it returns comes in the platform's order.
#[derive(Debug)]
pub struct AudienceReader {
    genesys: Genesys,
    window: Window,
    pager: Pager,
}

/// The last so many days until now.
pub fn last_days(days: u32) -> Window {
    let to = clock::now();
    Window {
        from: to.saturating_sub(Duration::from_hours(24) * days),
        to,
    }
}

/// Who belongs: the channel's kind of address, and so many sessions.
pub const fn criteria(channel: OutboundChannel, min_sessions: u32) -> Criteria {
    Criteria {
        address: match channel {
            OutboundChannel::Email => AddressKind::Email,
            OutboundChannel::Sms => AddressKind::Phone,
        },
        min_sessions: min_sessions as u64,
    }
}

impl AudienceReader {
    /// A reader that begins with the first page.
    pub fn new(genesys: Genesys, window: Window, criteria: Criteria) -> Self {
        Self::resume(genesys, window, criteria, Checkpoint::default())
    }

    /// A reader that goes on at a checkpoint. Whom the reader before it met is not known to it:
    /// the ledger sorts those out.
    pub fn resume(
        genesys: Genesys,
        window: Window,
        criteria: Criteria,
        checkpoint: Checkpoint,
    ) -> Self {
        let policy = RetryPolicy::for_operation(
            genesys.connection().dialect,
            Operation::Audience,
            OnServerError::Retry,
        );
        let pager = Pager::resume(criteria, policy, checkpoint, [], clock::entropy());
        Self {
            genesys,
            window,
            pager,
        }
    }

    /// The next page's customers, each with a verdict; nothing after the last page. Waits out rate
    /// limits and short troubles.
    ///
    /// # Errors
    /// Why the query broke off. What was returned before is not the whole audience.
    pub async fn next_page(&mut self) -> Result<Option<Vec<Verdict>>, BreakOff> {
        loop {
            match self.pager.poll(clock::now()) {
                PagerStep::Done => return Ok(None),
                PagerStep::Broken(reason) => return Err(reason),
                PagerStep::WaitUntil(at) => sleep_until(at).await,
                // A page that was being fetched was given up with its caller; its token, if it was
                // refused, has been dropped already.
                PagerStep::Pending | PagerStep::RefreshToken => tokio::task::yield_now().await,
                PagerStep::Fetch(request) => {
                    let query = AudienceQuery {
                        from: self.window.from,
                        to: self.window.to,
                        cursor: request.cursor().map(str::to_owned),
                    };
                    match self.genesys.audience_page(&query).await {
                        Ok(page) => {
                            let verdicts = self.pager.handle_page(request, page);
                            if !verdicts.is_empty() {
                                return Ok(Some(verdicts));
                            }
                        }
                        Err(outcome) => {
                            // A wait can last minutes: whoever looks on is told why.
                            tracing::warn!(reason = in_words(&outcome), "a page did not come");
                            self.pager.handle_failure(
                                request,
                                outcome,
                                clock::entropy(),
                                clock::now(),
                            );
                        }
                    }
                }
            }
        }
    }

    /// How far it has read.
    pub const fn checkpoint(&self) -> &Checkpoint {
        self.pager.checkpoint()
    }

    /// What was met so far.
    pub const fn counts(&self) -> &AudienceCounts {
        &self.pager.checkpoint().counts
    }
}
