//! Carries every new message to those outside the sandbox who want to know of it.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{hooks, notifications};
use crate::cloud::{Arrival, Cloud};

/// Where messages are put as they appear.
#[derive(Clone, Debug)]
pub(crate) struct Relay(mpsc::UnboundedSender<Arrival>);

/// Takes them out again.
#[derive(Debug)]
pub(crate) struct Carrier(mpsc::UnboundedReceiver<Arrival>);

/// The two ends of a queue of messages.
pub(crate) fn channel() -> (Relay, Carrier) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Relay(sender), Carrier(receiver))
}

impl Relay {
    pub(crate) fn take(&self, arrival: Arrival) {
        // Without a carrier the sandbox has stopped.
        let _stopped = self.0.send(arrival);
    }
}

impl Carrier {
    /// Runs until the sandbox stops.
    pub(crate) async fn run(mut self, cloud: Arc<Cloud>) {
        while let Some(arrival) = self.0.recv().await {
            hooks::carry(&cloud, &arrival);
            notifications::carry(&cloud, &arrival);
        }
    }
}
