//! The clock and the dice that the core is told.

use std::time::{SystemTime, UNIX_EPOCH};

use tidings_core::time::{Entropy, Timestamp};

/// The time now, by the system's clock.
pub fn now() -> Timestamp {
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    Timestamp::from_unix_millis(millis.unwrap_or(0))
}

/// Sixty-four random bits from the operating system; zero, that is no jitter, if it has none.
pub fn entropy() -> Entropy {
    Entropy(getrandom::u64().unwrap_or(0))
}
