//! What a Genesys Cloud message is, and what to do next: payloads, checks, dialects, retry, pace. No I/O.
