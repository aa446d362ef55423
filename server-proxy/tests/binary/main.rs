//! The binary as its users start it: arguments, variables and files in; exit codes, lines and
//! replies out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "test code")]

mod commands;
mod configuration;
mod connections;
mod console;
mod data_folder;
mod doctor;
mod drafts;
mod dry_run;
mod events;
mod forward;
mod lists;
mod page;
mod safety;
mod secrets;
mod sends;
mod session;
mod support;
