//! Calls that may be made again: with an idempotency key, asking twice is asking once. When and how
//! often is the core's retry machine's decision.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use tidings_core::dialect::Dialect;
use tidings_core::operation::Operation;
use tidings_core::outcome::{Outcome, Refusal};
use tidings_core::retry::{Decision, OnServerError, Patience, RetryPolicy, Tries};

use super::ApiError;
use crate::browser;

/// How long the page tries to reach the console before it says that it cannot.
const PATIENCE: Duration = Duration::from_secs(20);

/// Makes `call` until the console answers, as often as is sensible; `on_wait` is told before each
/// wait.
pub async fn until_answered<T, F: Future<Output = Result<T, ApiError>>>(
    operation: Operation,
    mut call: impl FnMut() -> F,
    on_wait: impl Fn(&ApiError),
) -> Result<T, ApiError> {
    let policy = RetryPolicy::for_operation(Dialect::Guides, operation, OnServerError::Retry)
        .with_patience(Patience::For(PATIENCE));
    let mut tries = Tries::default();
    loop {
        let error = match call().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let Some(outcome) = repeatable(&error) else {
            return Err(error);
        };
        let now = browser::now();
        match policy.decide(outcome, &mut tries, browser::entropy(), now) {
            Decision::Again { at, .. } => {
                on_wait(&error);
                let wait = at.saturating_since(now).as_millis();
                TimeoutFuture::new(u32::try_from(wait).unwrap_or(u32::MAX)).await;
            }
            Decision::Done(_) | Decision::RefreshToken => return Err(error),
        }
    }
}

/// The outcome that the machine decides about; nothing for an answer that asking again would not
/// change.
fn repeatable(error: &ApiError) -> Option<Outcome> {
    match error {
        ApiError::Network(reason) => Some(Outcome::NeverOpened {
            reason: reason.clone(),
        }),
        ApiError::Refused { status: 429, .. } => Some(Outcome::Throttled { retry_after: None }),
        ApiError::Refused { status, error } if *status >= 500 => {
            Some(Outcome::ServerError(Refusal {
                status: *status,
                code: error.code.clone(),
                message: error.message.clone(),
                hint: String::new(),
                missing_scope: None,
                context_id: None,
            }))
        }
        ApiError::Refused { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use tidings_core::api::ErrorView;

    fn refused(status: u16) -> ApiError {
        ApiError::Refused {
            status,
            error: ErrorView {
                code: "code".into(),
                message: "message".into(),
                violations: Vec::new(),
                request_id: None,
            },
        }
    }

    #[test]
    fn only_what_may_pass_by_itself_is_tried_again() {
        assert!(repeatable(&ApiError::Network("refused".into())).is_some());
        assert!(repeatable(&refused(503)).is_some());
        assert!(repeatable(&refused(429)).is_some());
        assert!(repeatable(&refused(422)).is_none());
        assert!(repeatable(&refused(401)).is_none());
    }
}
