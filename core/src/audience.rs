//! Pages in, customers out: deduplicated, counted, each exclusion with its reason.

/// One customer as the platform reports them; any part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerRow {
    /// The platform's customer id.
    pub id: Option<String>,
    /// Whatever the platform holds as their address: an e-mail address, a phone number, or neither.
    pub address: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Sessions in the window.
    pub sessions: Option<u64>,
}

/// One page of an audience query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AudiencePage {
    /// The customers on it.
    pub rows: Vec<CustomerRow>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<String>,
}
