//! The host of an address, as `Host` and `Origin` give it.

use std::net::IpAddr;

/// The name of `name:port`, without the brackets of an IPv6 address.
pub(crate) fn name(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// Whether that name is this machine.
pub(crate) fn is_loopback(name: &str) -> bool {
    let address = name.parse::<IpAddr>();
    address.is_ok_and(|address| address.is_loopback()) || name.eq_ignore_ascii_case("localhost")
}
