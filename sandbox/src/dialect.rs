//! The ways of speaking to the platform that this sandbox understands.

use std::sync::Arc;

use axum::Router;

use crate::cloud::Cloud;
use crate::guides;

/// A wire form of the platform's API. Each has a module of routes; all share one listener.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dialect {
    /// The one the five guides describe.
    Guides,
}

impl Dialect {
    pub(crate) const ALL: [Self; 1] = [Self::Guides];

    pub(crate) fn routes(self) -> Router<Arc<Cloud>> {
        match self {
            Self::Guides => guides::routes(),
        }
    }
}
