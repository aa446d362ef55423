//! What was accepted: the judge of who got how many messages.

use axum::body::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::Operation;
use crate::clock::Timestamp;

/// One accepted send.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    pub(crate) at: Timestamp,
    pub(crate) client: &'a str,
    pub(crate) operation: Operation,
    /// The recipient's address or id as the request gave it.
    pub(crate) target: &'a str,
    pub(crate) body: &'a Value,
    /// The id the reply gave out.
    pub(crate) id: &'a str,
}

/// The accepted sends as JSON lines, in their order.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    lines: Vec<Bytes>,
}

impl Ledger {
    pub(crate) fn record(&mut self, entry: &Entry<'_>) {
        match serde_json::to_vec(entry) {
            Ok(mut line) => {
                line.push(b'\n');
                self.lines.push(line.into());
            }
            Err(error) => tracing::error!(%error, "an accepted send could not be recorded"),
        }
    }

    /// The lines so far; they share their bytes with the ledger.
    pub(crate) fn lines(&self) -> Vec<Bytes> {
        self.lines.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.lines.clear();
    }
}
