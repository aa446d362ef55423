//! The throughput of numbers: what goes beyond it is taken and fails later (`PLATFORM-API` §13).

use std::collections::HashMap;
use std::time::Instant;

/// How full the queue of each sender is.
#[derive(Debug, Default)]
pub(super) struct Budgets(HashMap<String, Queue>);

#[derive(Debug)]
struct Queue {
    /// Messages that wait, as far as a number that is sent continuously has them.
    waiting: f64,
    at: Instant,
}

impl Budgets {
    /// Takes a place in the sender's queue, which holds a minute of its throughput.
    pub(super) fn take(&mut self, sender: &str, per_second: u32, now: Instant) -> bool {
        let rate = f64::from(per_second);
        let queue = self.0.entry(sender.to_owned()).or_insert(Queue {
            waiting: 0.0,
            at: now,
        });
        let sent = now.duration_since(queue.at).as_secs_f64() * rate;
        queue.waiting = (queue.waiting - sent).max(0.0);
        queue.at = now;
        let has_room = queue.waiting + 1.0 <= rate * QUEUE_SECONDS;
        if has_room {
            queue.waiting += 1.0;
        }
        has_room
    }
}

const QUEUE_SECONDS: f64 = 60.0;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_minute_of_throughput_is_taken_at_once_and_the_rest_as_it_drains() {
        let mut budgets = Budgets::default();
        let start = Instant::now();
        let taken = (0..100).filter(|_| budgets.take("a", 1, start)).count();
        assert_eq!(taken, 60);
        assert!(budgets.take("b", 1, start), "another number has its own");
        let later = start + Duration::from_secs(5);
        let taken = (0..100).filter(|_| budgets.take("a", 1, later)).count();
        assert_eq!(taken, 5);
    }
}
