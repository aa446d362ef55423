//! The notification service: channels that a client opens and listens to over a socket.

mod calls;
mod carry;
mod channels;
mod events;
mod socket;
mod topics;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

pub(crate) use calls::ROUTES;
pub(crate) use carry::carry;
pub(crate) use channels::Channels;
pub(crate) use events::{Ending, conversation_ended, conversation_started};

use crate::cloud::Cloud;

/// The sockets of channels; the calls are in [`ROUTES`].
pub(crate) fn routes() -> Router<Arc<Cloud>> {
    Router::new().route("/channels/{id}", get(socket::open))
}
