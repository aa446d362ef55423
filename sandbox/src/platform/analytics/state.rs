//! What analytics keeps between calls: counted selections, jobs, drift.

use std::collections::HashMap;
use std::sync::Arc;

use super::jobs::Job;
use super::selection::Selection;

/// Bounded in every part, however often it is asked.
#[derive(Debug, Default)]
pub(crate) struct Analytics {
    /// The newest last.
    selections: Vec<(String, Arc<Selection>)>,
    /// By the query's seal: how many conversations have turned up late while it is paged.
    drifts: HashMap<String, usize>,
    pub(super) jobs: Vec<Job>,
    pub(super) jobs_before: usize,
}

impl Analytics {
    /// The selection counted for that query before.
    pub(super) fn selection(&self, seal: &str) -> Option<Arc<Selection>> {
        let found = self.selections.iter().find(|(kept, _)| kept == seal);
        found.map(|(_, selection)| Arc::clone(selection))
    }

    pub(super) fn keep(&mut self, seal: &str, selection: &Arc<Selection>) {
        if self.selections.len() >= SELECTIONS {
            self.selections.remove(0);
        }
        self.selections
            .push((seal.to_owned(), Arc::clone(selection)));
    }

    /// How far the pages of that query have drifted, one further if this one does. The first page
    /// starts over.
    pub(super) fn drift(&mut self, seal: &str, is_first_page: bool, drifts: bool) -> usize {
        if self.drifts.len() >= SELECTIONS {
            self.drifts.retain(|kept, _| kept == seal);
        }
        if is_first_page {
            self.drifts.remove(seal);
            return 0;
        }
        if !drifts {
            return self.drifts.get(seal).copied().unwrap_or(0);
        }
        let drift = self.drifts.entry(seal.to_owned()).or_default();
        *drift += 1;
        *drift
    }
}

const SELECTIONS: usize = 8;
