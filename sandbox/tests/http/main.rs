//! The sandbox through real HTTP, spoken to as a client written from the guides would.
#![expect(
    clippy::unwrap_used,
    reason = "what goes wrong while a test is set up fails the test"
)]

mod audience;
mod control;
mod events;
mod faults;
mod greeting;
mod guest;
mod guest_socket;
mod limits;
mod messenger;
mod notifications;
mod outbound;
mod platform;
mod proactive;
mod socket;
mod structured;
mod support;
mod token;
