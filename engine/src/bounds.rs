//! How far a connection may reach, as its configuration says. What was switched since is in the
//! ledger.

use std::collections::BTreeSet;
use std::sync::Arc;

use tidings_core::api::Mode;
use tidings_core::recipient::RecipientKey;

use crate::connection::Connection;

/// What the ledger has to know of a connection to say whether somebody may be written to.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The connection's name.
    pub connection: String,
    /// The mode it has until somebody switches it.
    pub starting_mode: Mode,
    /// Its address and client: `live` is given to these, not to a name that may come to mean
    /// another organization.
    pub identity: String,
    /// Whom rehearsal reaches besides those on the stored allow-list.
    pub allowed: Arc<BTreeSet<RecipientKey>>,
}

impl Bounds {
    /// The bounds of a connection.
    pub fn of(connection: &Connection) -> Self {
        Self {
            connection: connection.name.clone(),
            starting_mode: connection.starting_mode(),
            identity: format!("{} {}", connection.base, connection.client_id),
            allowed: Arc::new(connection.allow.iter().cloned().collect()),
        }
    }
}
