//! The dialect of the published API.

mod frame;
