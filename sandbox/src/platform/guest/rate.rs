//! Two messages a second and session.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The messages of the last second.
#[derive(Debug, Default)]
pub(super) struct Rate {
    taken: VecDeque<Instant>,
}

impl Rate {
    /// Takes one message, or not. `second` is as long as the sandbox lets a second be.
    pub(super) fn take(&mut self, now: Instant, second: Duration) -> bool {
        let over = |then: &Instant| now.saturating_duration_since(*then) >= second;
        while self.taken.front().is_some_and(over) {
            self.taken.pop_front();
        }
        let fits = self.taken.len() < MESSAGES;
        if fits {
            self.taken.push_back(now);
        }
        fits
    }
}

/// `messages.per.session.rate.per.second` (documented).
const MESSAGES: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_message_within_a_second_is_one_too_many() {
        let (mut rate, start) = (Rate::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        let mut take = |millis| rate.take(at(millis), Duration::from_secs(1));
        assert!(take(0) && take(400));
        assert!(!take(999));
        assert!(take(1000));
        assert!(!take(1399) && take(1400));
    }
}
