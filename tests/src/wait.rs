//! Waiting for a condition, never for a length of time.

use std::time::{Duration, Instant};

/// How long anything may take before the test says that it never happened.
const DEADLINE: Duration = Duration::from_secs(30);
/// Between two looks.
const BETWEEN: Duration = Duration::from_millis(40);

/// Looks again and again until `look` finds something. Panics with `what` when it never does.
#[track_caller]
pub fn until<T, F>(what: impl Into<String>, mut look: impl FnMut() -> F) -> impl Future<Output = T>
where
    F: Future<Output = Option<T>>,
{
    let what = what.into();
    let caller = std::panic::Location::caller();
    async move {
        let begun = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(
                begun.elapsed() < DEADLINE,
                "{caller}: it never came to this: {what}"
            );
            tokio::time::sleep(BETWEEN).await;
        }
    }
}
