//! The platform's limit: so many calls a minute for each client, counted in fixed windows.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue};

/// Counts the calls of each client.
#[derive(Debug)]
pub(crate) struct Throttle {
    per_minute: u32,
    windows: HashMap<&'static str, Window>,
}

#[derive(Debug)]
struct Window {
    opened: Instant,
    count: u32,
}

/// Where a client stands in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    count: u32,
    allowed: u32,
    reset_seconds: u64,
}

impl Throttle {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            windows: HashMap::new(),
        }
    }

    /// Calls a minute for each client; 0 is no limit.
    pub(crate) fn per_minute(&self) -> u32 {
        self.per_minute
    }

    /// Counts one call; the standing is `None` without a limit.
    pub(crate) fn count(&mut self, client: &'static str, now: Instant) -> Option<Standing> {
        if self.per_minute == 0 {
            return None;
        }
        let window = self.windows.entry(client).or_insert(Window {
            opened: now,
            count: 0,
        });
        if now.duration_since(window.opened) >= WINDOW {
            *window = Window {
                opened: now,
                count: 0,
            };
        }
        // A refused call is not counted, so that waiting `Retry-After` is always enough.
        let next = window.count.saturating_add(1);
        window.count = next.min(self.per_minute);
        let left = WINDOW.saturating_sub(now.duration_since(window.opened));
        let reset_seconds = left.as_millis().div_ceil(1000).try_into().unwrap_or(60);
        Some(Standing {
            count: next,
            allowed: self.per_minute,
            reset_seconds,
        })
    }

    pub(crate) fn reset(&mut self) {
        self.windows.clear();
    }
}

impl Standing {
    /// Seconds to wait, when the limit is exceeded.
    pub(crate) fn retry_after(self) -> Option<u64> {
        (self.count > self.allowed).then_some(self.reset_seconds.max(1))
    }

    /// Calls a minute.
    pub(crate) fn allowed(self) -> u32 {
        self.allowed
    }

    pub(crate) fn remaining(self) -> u32 {
        self.allowed.saturating_sub(self.count)
    }

    pub(crate) fn write(self, headers: &mut HeaderMap) {
        headers.insert(
            "inin-ratelimit-count",
            HeaderValue::from(self.count.min(self.allowed)),
        );
        headers.insert("inin-ratelimit-allowed", HeaderValue::from(self.allowed));
        headers.insert(
            "inin-ratelimit-reset",
            HeaderValue::from(self.reset_seconds),
        );
    }
}

const WINDOW: Duration = Duration::from_mins(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_over_the_limit_waits_for_the_window_to_end() {
        let start = Instant::now();
        let mut throttle = Throttle::new(2);
        let mut wait = |client, ms| {
            let now = start + Duration::from_millis(ms);
            throttle.count(client, now).and_then(Standing::retry_after)
        };
        assert_eq!(wait("a", 0), None);
        assert_eq!(wait("a", 10_000), None);
        assert_eq!(wait("a", 17_500), Some(43));
        assert_eq!(wait("b", 17_500), None, "another client has its own window");
        assert_eq!(wait("a", 60_500), None, "the wait was enough");
    }

    #[test]
    fn zero_lifts_the_limit() {
        assert_eq!(Throttle::new(0).count("a", Instant::now()), None);
    }
}
