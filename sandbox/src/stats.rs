//! What was asked and how it ended.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Operation;

/// `GET /_sandbox/stats`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stats {
    /// By operation and status; a call that got no reply counts as `cut` or `lost_reply`.
    requests: BTreeMap<Operation, BTreeMap<String, u64>>,
    accepted: BTreeMap<Operation, u64>,
}

impl Stats {
    pub(crate) fn ended(&mut self, operation: Operation, how: String) {
        *self
            .requests
            .entry(operation)
            .or_default()
            .entry(how)
            .or_default() += 1;
    }

    pub(crate) fn accepted(&mut self, operation: Operation) {
        *self.accepted.entry(operation).or_default() += 1;
    }
}
