//! What each address does: one file a resource.

mod body;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod session;
pub(crate) mod setup;

pub(crate) use body::Body;
