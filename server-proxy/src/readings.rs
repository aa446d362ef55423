//! Which campaigns' audiences this process is reading, and which calls have begun one.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tidings_engine::id::CampaignId;

/// Audiences being read, so that none is read twice at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readings(Arc<Mutex<HashSet<CampaignId>>>);

/// The turn of whoever reads an audience; the next one may begin when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    readings: Readings,
    campaign: CampaignId,
}

impl Readings {
    /// A turn, unless somebody has it.
    pub(crate) fn begin(&self, campaign: &CampaignId) -> Option<Turn> {
        self.campaigns().insert(campaign.clone()).then(|| Turn {
            readings: self.clone(),
            campaign: campaign.clone(),
        })
    }

    fn campaigns(&self) -> MutexGuard<'_, HashSet<CampaignId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.readings.campaigns().remove(&self.campaign);
    }
}

/// The latest keys under which campaigns were started anew. A campaign without that wish needs
/// none: its name and content tell it.
#[derive(Debug, Default)]
pub(crate) struct Starts(Mutex<VecDeque<(String, String)>>);

impl Starts {
    /// Whether a user's key is new.
    pub(crate) fn is_first(&self, user: &str, key: &str) -> bool {
        let mut starts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = (user.to_owned(), key.to_owned());
        if starts.contains(&start) {
            return false;
        }
        if starts.len() >= KEPT {
            starts.pop_front();
        }
        starts.push_back(start);
        true
    }
}

const KEPT: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_is_read_by_one_at_a_time() {
        let readings = Readings::default();
        let campaign = CampaignId::random();
        let turn = readings.begin(&campaign);
        assert!(turn.is_some());
        assert!(readings.begin(&campaign).is_none());
        drop(turn);
        assert!(readings.begin(&campaign).is_some());
    }

    #[test]
    fn a_key_starts_one_campaign_for_each_user() {
        let starts = Starts::default();
        assert!(starts.is_first("ana", "key"));
        assert!(!starts.is_first("ana", "key"));
        assert!(starts.is_first("ben", "key"));
    }
}
