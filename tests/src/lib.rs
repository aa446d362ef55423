//! Starts the built binary as its user would, and reads what it prints and what the sandbox saw.
//!
//! The binary is `TIDINGS_BIN`, else `tidings` beside the test's own executable.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::unwrap_used,
    missing_docs,
    reason = "test support: a panic is a failed test"
)]

pub mod binary;
pub mod browser;
pub mod cloud;
pub mod command;
pub mod compose;
pub mod console;
pub mod http;
pub mod running;
pub mod sandbox;
pub mod tap;
pub mod wait;
