//! The core for JavaScript: what the npm package `tidings-core` exports.
//!
//! Plain objects in, plain objects out; classes only for what has state. Refused input is a value
//! (`{ok: false, violations, warnings}`), an exception is a mistake in the calling program. Times are
//! milliseconds, randomness is an argument, ids are text, and no 64-bit integer crosses.
//!
//! Objects cross as one JSON text each, because every property of an object that is read from
//! WebAssembly is a call of its own. The TypeScript types stand in `types/` and are held against what serde
//! writes by `npm/test/types.test.mjs`.
#![expect(
    unreachable_pub,
    reason = "wasm-bindgen exports public items only, and nothing here is for Rust"
)]

mod batch;
mod built;
mod crossing;
mod draft;
mod message;
mod pace;
mod policy;
mod read;
mod recipient;
mod reply;
mod retry;
mod tables;
mod token;
