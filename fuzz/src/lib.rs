//! What must hold whatever is read: any bytes at all, put to every decoder and parser of the core.
//!
//! Each module is one target: `run` takes an input, reads it as the module says and panics if a
//! promise is broken. libFuzzer looks for such inputs (`make fuzz`); `tests/replay.rs` puts those
//! that are kept in `seeds/` to the same functions in every `cargo test`.
//!
//! Inputs are text where that is possible, so that a seed can be read and written by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a broken promise ends the run"
)]

pub mod address;
pub mod draft;
pub mod endpoint;
mod form;
pub mod lookup;
pub mod pattern;
pub mod reply;
mod said;
pub mod state;
pub mod template;

/// One target: its name, which is that of its folder in `seeds/`, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("address", address::run),
    ("draft", draft::run),
    ("endpoint", endpoint::run),
    ("lookup", lookup::run),
    ("pattern", pattern::run),
    ("reply", reply::run),
    ("state", state::run),
    ("template", template::run),
];

/// The input as text; bytes that are none are left out of it.
fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}
