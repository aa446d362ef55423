//! A Genesys Cloud to try against: guest's messenger, faults on demand, a ledger of what it accepted.
