//! Does what tidings-core decides: Genesys Cloud over HTTP, the ledger, pace, records.
//!
//! Entry points:
//! - [`ledger::Ledger`]: opens the data folder; every read and write of stored state.

pub mod clock;
pub mod id;
pub mod ledger;
