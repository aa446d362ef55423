//! Conversations as they are at this moment.

use super::{Key, Portrait};
use crate::cloud::Cloud;

impl Portrait {
    /// The conversation of that id.
    pub(crate) fn find(cloud: &Cloud, id: &str) -> Option<Self> {
        let talk = cloud.people.find_talk(id)?;
        Self::now(cloud, Key::Talk(talk.key))
    }

    /// The conversation of that key.
    pub(crate) fn now(cloud: &Cloud, key: Key) -> Option<Self> {
        match key {
            Key::Talk(key) => Some(Self::of_talk(cloud, &cloud.people.talk(key)?)),
        }
    }
}
