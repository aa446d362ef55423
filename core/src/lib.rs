#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
// No input reaches a panic. What the compiler can see of that, it refuses outside the tests.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod address;
pub mod api;
pub mod audience;
pub mod audit;
pub mod capability;
pub mod channel;
mod check;
pub mod conversation;
pub mod delivery;
pub mod dialect;
pub mod directory;
pub mod doctor;
pub mod endpoint;
pub mod follow_up;
pub mod health;
pub mod id;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
mod js;
mod json;
pub mod limits;
pub mod measure;
pub mod message;
pub mod metrics;
mod nearest;
pub mod operation;
pub mod outcome;
pub mod pace;
mod path;
pub mod policy;
pub mod reach;
pub mod recipient;
pub mod region;
pub mod request;
pub mod response;
pub mod retry;
pub mod sender;
pub mod sms;
pub mod template;
pub mod time;
pub mod token;
mod url;
pub mod violation;

#[cfg(test)]
mod testing;
