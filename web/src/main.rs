//! The admin page.

fn main() {}
