//! The dialect of the published API.

mod analytics;
mod frame;
