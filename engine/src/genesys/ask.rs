//! Reads whose end is wanted in the core's own words.

use tidings_core::dialect::Query;
use tidings_core::retry::{Decision, Ending, OnServerError, RetryPolicy, Tries};

use super::{Genesys, in_words, sleep_until};
use crate::clock;

impl Genesys {
    /// Asks until it is answered or given up.
    pub(crate) async fn ask_until_answered<Q: Query>(
        &self,
        query: &Q,
    ) -> Result<Q::Answer, Ending> {
        let dialect = self.connection().dialect;
        let operation = query.request().operation;
        let policy = RetryPolicy::for_operation(dialect, operation, OnServerError::Retry);
        let mut tries = Tries::default();
        loop {
            let outcome = match self.ask_once(query).await {
                Ok(answer) => return Ok(answer),
                Err(outcome) => outcome,
            };
            tracing::warn!(reason = in_words(&outcome), "an answer did not come");
            match policy.decide(outcome, &mut tries, clock::entropy(), clock::now()) {
                Decision::Done(ending) => return Err(ending),
                Decision::Again { at, .. } => sleep_until(at).await,
                // `ask_once` has dropped the old one already.
                Decision::RefreshToken => {}
            }
        }
    }
}
