//! Waits of the platform's own, shortened for who cannot wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How many times faster than the platform the sandbox lets its waits pass.
#[derive(Clone, Debug)]
pub(crate) struct Haste(Arc<AtomicU32>);

impl Default for Haste {
    fn default() -> Self {
        Self(Arc::new(AtomicU32::new(1)))
    }
}

impl Haste {
    pub(crate) fn set(&self, times: u32) {
        self.0.store(times.max(1), Ordering::Relaxed);
    }

    /// What is left of a wait.
    pub(crate) fn of(&self, wait: Duration) -> Duration {
        wait / self.0.load(Ordering::Relaxed).max(1)
    }
}
