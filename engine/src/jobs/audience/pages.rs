//! The guides' audience, page by page in the platform's order.

use tidings_core::audience::{BreakOff, Checkpoint, Criteria, Pager, PagerStep, Verdict};
use tidings_core::dialect::AudienceQuery;
use tidings_core::operation::Operation;
use tidings_core::retry::{OnServerError, RetryPolicy};

use crate::clock;
use crate::genesys::{Genesys, in_words, sleep_until};
use crate::ledger::Window;

#[derive(Debug)]
pub(super) struct PagesReader {
    genesys: Genesys,
    window: Window,
    pager: Pager,
}

impl PagesReader {
    pub(super) fn new(
        genesys: Genesys,
        window: Window,
        criteria: Criteria,
        checkpoint: Option<Checkpoint>,
    ) -> Self {
        let checkpoint = checkpoint.unwrap_or_default();
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

    pub(super) async fn next(&mut self) -> Result<Option<Vec<Verdict>>, BreakOff> {
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

    pub(super) const fn checkpoint(&self) -> &Checkpoint {
        self.pager.checkpoint()
    }
}
