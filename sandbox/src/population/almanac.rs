//! All sessions by time, four bytes each.

use super::{Population, TalkKey};
use crate::clock::{DAY_MILLIS, Timestamp};

/// The conversations of the whole population in the order in which they started.
#[derive(Debug)]
pub(crate) struct Almanac {
    keys: Vec<TalkKey>,
}

impl Population {
    /// Made when first asked for: two passes over all customers, then it answers by position.
    pub(crate) fn almanac(&self) -> &Almanac {
        self.almanac.get_or_init(|| Almanac::of(self))
    }

    /// When the conversation of a key in the almanac started.
    pub(crate) fn started(&self, key: TalkKey) -> Timestamp {
        self.session(key.customer(), key.place()).at
    }

    /// The place in the almanac of the first conversation at or after that moment.
    pub(crate) fn place_of(&self, moment: Timestamp) -> usize {
        self.almanac()
            .keys
            .partition_point(|key| self.started(*key) < moment)
    }
}

impl Almanac {
    /// Sorted day by day, so that making it takes little more memory than keeping it.
    fn of(people: &Population) -> Self {
        let day_of = |at: Timestamp| {
            let days_ago = (people.as_of.millis() - at.millis()) / DAY_MILLIS;
            DAYS - 1 - usize::try_from(days_ago).unwrap_or(0).min(DAYS - 1)
        };
        let mut starts = vec![0usize; DAYS + 1];
        for index in 0..people.size {
            for session in people.sessions(index) {
                if let Some(count) = starts.get_mut(day_of(session.at) + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut keys = vec![TalkKey::new(0, 0); sum];
        let mut next = starts.clone();
        for index in 0..people.size {
            for session in people.sessions(index) {
                let Some(place) = next.get_mut(day_of(session.at)) else {
                    continue;
                };
                if let Some(key) = keys.get_mut(*place) {
                    *key = TalkKey::new(index, session.number);
                }
                *place += 1;
            }
        }
        for day in starts.windows(2) {
            if let [from, to] = *day
                && let Some(keys) = keys.get_mut(from..to)
            {
                keys.sort_by_cached_key(|key| (people.started(*key), *key));
            }
        }
        Self { keys }
    }

    /// The conversations at these places.
    pub(crate) fn between(&self, from: usize, to: usize) -> &[TalkKey] {
        let to = to.min(self.keys.len());
        self.keys.get(from.min(to)..to).unwrap_or_default()
    }
}

/// More than the histories reach back.
const DAYS: usize = 122;
