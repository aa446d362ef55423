//! Gives out the people of a crowd, each with a verdict, once all of it is gathered.

use serde::{Deserialize, Serialize};
use tidings_core::audience::{AudienceCounts, BreakOff, Criteria, Judge, PersonKey, Verdict};

use super::crowd::Crowd;
use crate::clock;

/// How far people were given out: they come in the order of their keys, so that going on behind the
/// last one loses nobody and gives nobody out twice, even where all was gathered anew.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct PeopleMark {
    after: String,
    counts: AudienceCounts,
}

#[derive(Debug)]
pub(super) struct PeopleReader {
    crowd: Crowd,
    judge: Judge,
    after: PersonKey,
}

impl PeopleReader {
    pub(super) fn new(crowd: Crowd, criteria: Criteria, mark: Option<PeopleMark>) -> Self {
        let mark = mark.unwrap_or_default();
        Self {
            crowd,
            judge: Judge::new(criteria, mark.counts, clock::entropy()),
            after: PersonKey::from_stored(mark.after),
        }
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<Verdict>>, BreakOff> {
        self.crowd.complete().await?;
        let profiles = self.crowd.profiles(&self.after).await?;
        let Some(last) = profiles.last() else {
            return Ok(None);
        };
        self.after = last.key.clone();
        let kind = self.judge.criteria().address;
        let verdicts = profiles.iter().map(|profile| {
            let (row, barred) = profile.row(kind);
            self.judge.judge(row, barred)
        });
        Ok(Some(verdicts.collect()))
    }

    pub(super) fn mark(&self) -> PeopleMark {
        PeopleMark {
            after: self.after.as_str().to_owned(),
            counts: self.judge.counts().clone(),
        }
    }

    pub(super) const fn counts(&self) -> &AudienceCounts {
        self.judge.counts()
    }

    pub(super) async fn discard(self) {
        self.crowd.discard().await;
    }
}
