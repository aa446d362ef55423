//! The conversations that pass a query, counted once and then found by position.

use super::filter::Filters;
use super::interval::Interval;
use crate::cloud::Cloud;
use crate::platform::portrait::Portrait;
use crate::population::TalkKey;

/// How many of the population's conversations pass, written down every [`STEP`] places of the
/// almanac: a page is found by looking at a few thousand conversations at most, however many
/// there are. What has changed since the histories ended is laid over it, see [`Changes`].
#[derive(Debug)]
pub(super) struct Selection {
    from: usize,
    to: usize,
    /// Of each step, how many pass before it; the last entry is how many pass at all.
    before: Vec<usize>,
}

/// What differs from the histories.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Places of the almanac that passed and have to be passed over, sorted.
    pub(super) gone: Vec<usize>,
    /// Conversations that pass and are not, or no longer so, in the almanac, sorted by start.
    pub(super) new: Vec<Portrait>,
}

impl Selection {
    /// Counts the conversations that started in the interval.
    pub(super) fn of(cloud: &Cloud, started: Interval, filters: &Filters) -> Self {
        let people = &cloud.people;
        let (from, to) = (people.place_of(started.from), people.place_of(started.to));
        let mut before = vec![0];
        let mut count = 0;
        for step in (from..to).step_by(STEP) {
            let keys = people.almanac().between(step, (step + STEP).min(to));
            let passing = keys
                .iter()
                .filter(|key| passes(cloud, filters, **key).is_some());
            count += passing.count();
            before.push(count);
        }
        Self { from, to, before }
    }

    /// How many pass.
    pub(super) fn total(&self, changes: &Changes) -> usize {
        let histories = self.before.last().copied().unwrap_or(0);
        (histories + changes.new.len()).saturating_sub(changes.gone.len())
    }

    /// Those at positions `from` to `to` in order of their start.
    pub(super) fn between(
        &self,
        cloud: &Cloud,
        filters: &Filters,
        changes: &Changes,
        (from, to): (usize, usize),
    ) -> Vec<Portrait> {
        let step = self.step_with(cloud, changes, from);
        let mut position = self.position(cloud, changes, step);
        let mut place = self.place(step);
        let mut new = changes.new_before(self.moment(cloud, step));
        let mut found = Vec::with_capacity(to.saturating_sub(from));
        while position < to {
            let history = self.next(cloud, filters, changes, &mut place);
            // Newer ones that started before the next of the histories come first.
            let limit = history.as_ref().map(|portrait| portrait.start);
            while position < to
                && let Some(portrait) = changes.new.get(new)
                && limit.is_none_or(|limit| portrait.start < limit)
            {
                if position >= from {
                    found.push(portrait.clone());
                }
                position += 1;
                new += 1;
            }
            let Some(portrait) = history else {
                break;
            };
            if (from..to).contains(&position) {
                found.push(portrait);
            }
            position += 1;
        }
        found
    }

    /// Calls `visit` with every conversation that passes, the histories first.
    pub(super) fn each(
        &self,
        cloud: &Cloud,
        filters: &Filters,
        changes: &Changes,
        mut visit: impl FnMut(&Portrait),
    ) {
        let mut place = self.from;
        while let Some(portrait) = self.next(cloud, filters, changes, &mut place) {
            visit(&portrait);
        }
        changes.new.iter().for_each(visit);
    }

    /// The next of the histories that passes, from that place on; the place moves behind it.
    fn next(
        &self,
        cloud: &Cloud,
        filters: &Filters,
        changes: &Changes,
        place: &mut usize,
    ) -> Option<Portrait> {
        while *place < self.to {
            let here = *place;
            *place += 1;
            let key = cloud.people.almanac().between(here, here + 1).first()?;
            if changes.gone.binary_search(&here).is_err()
                && let Some(portrait) = passes(cloud, filters, *key)
            {
                return Some(portrait);
            }
        }
        None
    }

    /// The last step that starts at or before a position.
    fn step_with(&self, cloud: &Cloud, changes: &Changes, position: usize) -> usize {
        // The last entry is the end, where no conversation starts.
        let (mut low, mut high) = (0, self.before.len().saturating_sub(1).max(1));
        while low + 1 < high {
            let middle = low.midpoint(high);
            if self.position(cloud, changes, middle) <= position {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The position of the first conversation of a step.
    fn position(&self, cloud: &Cloud, changes: &Changes, step: usize) -> usize {
        let histories = self.before.get(step).copied().unwrap_or(0);
        let gone = changes
            .gone
            .partition_point(|gone| *gone < self.place(step));
        let new = changes.new_before(self.moment(cloud, step));
        (histories + new).saturating_sub(gone)
    }

    fn place(&self, step: usize) -> usize {
        (self.from + step * STEP).min(self.to)
    }

    /// When the first conversation of a step started; `None` behind the last.
    fn moment(&self, cloud: &Cloud, step: usize) -> Option<crate::clock::Timestamp> {
        let place = self.place(step);
        let keys = cloud.people.almanac().between(place, place + 1);
        let key = keys.first().filter(|_| place < self.to)?;
        Some(cloud.people.started(*key))
    }
}

impl Changes {
    fn new_before(&self, moment: Option<crate::clock::Timestamp>) -> usize {
        moment.map_or(0, |moment| {
            self.new.partition_point(|portrait| portrait.start < moment)
        })
    }
}

fn passes(cloud: &Cloud, filters: &Filters, key: TalkKey) -> Option<Portrait> {
    let portrait = Portrait::of_talk(cloud, &cloud.people.talk(key)?);
    filters.passes(cloud, &portrait).then_some(portrait)
}

/// How many places of the almanac are counted together.
const STEP: usize = 1024;
