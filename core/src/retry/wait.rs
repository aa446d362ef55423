//! How long each guide waits, before jitter.

use core::time::Duration;

use crate::dialect::Dialect;
use crate::operation::Operation;

/// The wait after a 429 without `Retry-After`; `waits` is the number of waits before this one.
pub(super) fn after_throttling(dialect: Dialect, operation: Operation, waits: u32) -> Duration {
    match operation {
        _ if dialect == Dialect::Platform => Duration::from_secs(5),
        Operation::Proactive | Operation::History | Operation::Greet => backoff(waits),
        Operation::Guest => guest(waits),
        _ => Duration::from_secs(5),
    }
}

/// The wait after a 5xx; `attempts` is the number of attempts that counted before this one.
pub(super) fn after_server_error(
    dialect: Dialect,
    operation: Operation,
    attempts: u32,
) -> Duration {
    match operation {
        _ if dialect == Dialect::Platform => PLATFORM_WAIT,
        Operation::Guest => guest(attempts),
        _ => backoff(attempts),
    }
}

/// 1, 2, 4, … s, at most a minute: guide 001's and 002's `2 ** attempt`.
pub(super) fn backoff(before: u32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(before)).min(MAX_BACKOFF)
}

/// 2, 2, 4, 8, 10, 10, … s: guide 004's `wait_exponential(multiplier=1, min=2, max=10)`.
fn guest(before: u32) -> Duration {
    backoff(before).clamp(Duration::from_secs(2), Duration::from_secs(10))
}

/// The statuses that Genesys' client libraries repeat (certain); of the published API no others are.
pub(super) const PLATFORM_REPEATS: [u16; 3] = [502, 503, 504];
/// Their wait for the first five minutes, in which all our attempts are over (certain).
const PLATFORM_WAIT: Duration = Duration::from_secs(3);
const MAX_BACKOFF: Duration = Duration::from_mins(1);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn seconds(wait: impl Fn(u32) -> Duration) -> Vec<u64> {
        (0..7).map(|before| wait(before).as_secs()).collect()
    }

    #[test]
    fn throttling_waits_as_each_guide_says() {
        let throttled =
            |operation| seconds(move |n| after_throttling(Dialect::Guides, operation, n));
        assert_eq!(throttled(Operation::Outbound), [5; 7]);
        assert_eq!(throttled(Operation::Structured), [5; 7]);
        assert_eq!(throttled(Operation::Proactive), [1, 2, 4, 8, 16, 32, 60]);
        assert_eq!(throttled(Operation::Greet), [1, 2, 4, 8, 16, 32, 60]);
        assert_eq!(throttled(Operation::Guest), [2, 2, 4, 8, 10, 10, 10]);
    }

    #[test]
    fn server_errors_wait_as_each_guide_says() {
        let failed =
            |operation| seconds(move |n| after_server_error(Dialect::Guides, operation, n));
        assert_eq!(failed(Operation::Proactive), [1, 2, 4, 8, 16, 32, 60]);
        assert_eq!(failed(Operation::Guest), [2, 2, 4, 8, 10, 10, 10]);
        assert_eq!(backoff(u32::MAX), MAX_BACKOFF);
    }
}
