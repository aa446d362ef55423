//! The dialect of the published API.

mod analytics;
mod contacts;
mod frame;
mod senders;
mod sends;
