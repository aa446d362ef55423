//! The outbound webhook of open messaging: what the platform posts to an integration's address.

mod control;
mod envelope;
mod integration;
mod post;

pub(crate) use control::control;
pub(crate) use integration::Hooks;
pub(crate) use post::{carry, typing};
