//! Does what tidings-core decides: Genesys Cloud over HTTP, the ledger, pace, records.
//!
//! Entry points:
//! - [`ledger::Ledger`]: opens the data folder; every read and write of stored state.
//! - [`connection::Connection`]: one organization, as configured.
//! - [`genesys::Genesys`]: its client: token, reads, the forward for the page.
//! - [`engine::Engine`]: sends what the ledger holds.
//! - [`jobs`]: the jobs that people ask for: [`jobs::send::submit`] one message, [`jobs::notify`] an
//!   audience, read an [`jobs::audience`] alone, take [`jobs::inbound`] events in, and
//!   [`jobs::follow`] what becomes of it.

use std::fmt::Write as _;

pub mod bounds;
pub mod clock;
pub mod connection;
pub mod csv;
pub mod engine;
pub mod genesys;
pub mod id;
pub mod jobs;
pub mod ledger;

/// Lower-case hexadecimal, as hashes are kept and shown.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
