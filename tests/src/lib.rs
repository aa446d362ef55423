//! What needs more than one crate: browser, crashes, load, conformance.
