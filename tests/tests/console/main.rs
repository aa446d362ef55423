//! The console end to end: the built binary, the page in a real browser, a guest at the other end.
#![allow(clippy::unwrap_used, reason = "test code")]

mod access;
mod connections;
mod conversation;
mod jobs;
mod platform;
mod safety;
mod secrets;
mod sign_in;
mod trouble;
