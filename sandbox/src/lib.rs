#![doc = include_str!("../README.md")]

mod call;
mod client;
mod clock;
mod cloud;
mod control;
mod conversations;
mod dialect;
mod fault;
mod fields;
mod guides;
mod ids;
mod ledger;
mod limits;
mod messenger;
mod oauth;
mod operation;
mod options;
mod platform;
mod population;
mod query;
mod refusal;
mod router;
mod server;
mod stats;
mod throttle;
mod webhook;

pub use client::{FULL_CLIENT, LIMITED_CLIENT, Pair};
pub use clock::{TimeError, parse_time};
pub use fault::{Fault, FaultError, FaultKind, FaultTarget};
pub use operation::Operation;
pub use options::Options;
pub use platform::directory;
pub use server::{Sandbox, SandboxError};
pub use webhook::WebhookError;
