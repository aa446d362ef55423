//! A console for Genesys Cloud admins who reach out first: the proxy, the page, the command line.

fn main() {}
