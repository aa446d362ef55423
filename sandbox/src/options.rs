use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::SystemTime;

use crate::Fault;

/// How a sandbox is set up.
#[derive(Clone)]
pub struct Options {
    /// Where to listen; port 0 picks a free one.
    pub listen: SocketAddr,
    /// How many customers the organization has.
    pub customers: u32,
    /// The same seed gives the same customers and the same dice for faults.
    pub seed: u64,
    /// The moment the customers' histories end at; last midnight (UTC) when `None`, so that a
    /// sandbox started again on the same day has the same population.
    pub now: Option<SystemTime>,
    /// Calls a minute for each client; 0 lifts the limit.
    pub rate_per_minute: u32,
    /// Faults from the first call on.
    pub faults: Vec<Fault>,
    /// Where events go: an `http:` or `https:` address.
    pub webhook: Option<String>,
}

/// The webhook's address is left out: its path may hold a secret.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("customers", &self.customers)
            .field("seed", &self.seed)
            .field("now", &self.now)
            .field("rate_per_minute", &self.rate_per_minute)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8081)),
            customers: 1000,
            seed: 1,
            now: None,
            rate_per_minute: 300,
            faults: Vec::new(),
            webhook: None,
        }
    }
}
