//! What has happened since the histories ended, as far as a query selects it.

use std::collections::BTreeSet;

use super::filter::Filters;
use super::interval::Interval;
use super::selection::Changes;
use crate::cloud::{Cloud, lock};
use crate::platform::portrait::{Key, Portrait};
use crate::population::TalkKey;

impl Changes {
    /// The differences in the interval, for conversations that pass.
    pub(super) fn now(cloud: &Cloud, interval: Interval, filters: &Filters) -> Self {
        let mut changes = Self::default();
        for key in touched(cloud) {
            changes.replace(cloud, interval, filters, key);
        }
        let mut since = Vec::new();
        let chats = lock(&cloud.conversations).started_between(interval.from, interval.to);
        since.extend(chats.into_iter().map(Key::Started));
        since.extend(lock(&cloud.interactions).opened(interval.from, interval.to));
        let passing = since
            .into_iter()
            .filter_map(|key| Portrait::now(cloud, key))
            .filter(|portrait| filters.passes(cloud, portrait));
        changes.new.extend(passing);
        changes
            .new
            .sort_by_key(|portrait| (portrait.start, portrait.key));
        changes.gone.sort_unstable();
        changes
    }

    /// One of the histories is not what it was.
    fn replace(&mut self, cloud: &Cloud, interval: Interval, filters: &Filters, key: TalkKey) {
        let Some(talk) = cloud.people.talk(key) else {
            return;
        };
        let Some(place) = place(cloud, key).filter(|_| interval.holds(talk.start)) else {
            return;
        };
        if filters.passes(cloud, &Portrait::of_talk(cloud, &talk)) {
            self.gone.push(place);
        }
        let now = Portrait::now(cloud, Key::Talk(key));
        self.new
            .extend(now.filter(|portrait| filters.passes(cloud, portrait)));
    }
}

/// The histories that are not what they were.
fn touched(cloud: &Cloud) -> BTreeSet<TalkKey> {
    let mut keys: BTreeSet<TalkKey> = lock(&cloud.interactions).touched().collect();
    let changed = lock(&cloud.conversations).changed();
    keys.extend(
        changed
            .into_iter()
            .map(|customer| cloud.people.latest(customer)),
    );
    keys
}

/// The place in the almanac; those from before the histories have none.
fn place(cloud: &Cloud, key: TalkKey) -> Option<usize> {
    let start = cloud.people.talk(key)?.start;
    let from = cloud.people.place_of(start);
    let to = cloud.people.place_of(start.plus_millis(1));
    let keys = cloud.people.almanac().between(from, to);
    keys.iter()
        .position(|one| *one == key)
        .map(|offset| from + offset)
}
