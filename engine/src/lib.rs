//! Does what tidings-core decides: Genesys Cloud over HTTP, the ledger, pace, records.
