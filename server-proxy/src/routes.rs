//! What each address does: one file a resource.

pub(crate) mod allowed;
pub(crate) mod audience;
mod body;
pub(crate) mod budgets;
pub(crate) mod campaigns;
pub(crate) mod connections;
pub(crate) mod deliveries;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod genesys;
pub(crate) mod health;
pub(crate) mod hooks;
mod key;
pub(crate) mod metrics;
pub(crate) mod mode;
mod params;
pub(crate) mod previews;
pub(crate) mod send;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod stops;
pub(crate) mod suppressions;

pub(crate) use body::Body;
pub(crate) use key::Key;
pub(crate) use params::Params;
