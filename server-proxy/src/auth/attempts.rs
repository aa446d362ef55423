//! Limits on guessing passwords and links: by account and by client address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What attempts are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(IpAddr),
}

/// Failed attempts of the last minutes. Forgotten when the process ends: a start takes longer than
/// a guess is worth.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<Key, Vec<Instant>>>);

impl Attempts {
    /// Counts an attempt before it is made, so that many at once cannot slip through. An error says
    /// how long to wait.
    pub(crate) fn begin(&self, account: Option<&str>, address: IpAddr) -> Result<(), Duration> {
        let now = Instant::now();
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.retain(|_, times| {
            times.retain(|time| now.duration_since(*time) < WINDOW);
            !times.is_empty()
        });
        let account = account.map(|name| (Key::Account(name.to_lowercase()), PER_ACCOUNT));
        let keys: Vec<_> = account
            .into_iter()
            .chain([(Key::Address(network(address)), PER_ADDRESS)])
            .collect();
        for (key, limit) in &keys {
            if let Some(times) = attempts.get(key)
                && times.len() >= *limit
                && let Some(first) = times.first()
            {
                return Err(WINDOW.saturating_sub(now.duration_since(*first)));
            }
        }
        for (key, _) in keys {
            attempts.entry(key).or_default().push(now);
        }
        Ok(())
    }

    /// The attempt was good: the account's and the address's earlier failures count no longer.
    pub(crate) fn succeeded(&self, account: &str, address: IpAddr) {
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.remove(&Key::Account(account.to_lowercase()));
        attempts.remove(&Key::Address(network(address)));
    }
}

/// Somebody with an IPv6 address usually has all that share its first 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        IpAddr::V4(address) => address.into(),
    }
}

const WINDOW: Duration = Duration::from_mins(5);
const PER_ACCOUNT: usize = 10;
const PER_ADDRESS: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn an_account_is_closed_after_ten_failures_from_anywhere() {
        let attempts = Attempts::default();
        for last in 0..10 {
            assert_eq!(attempts.begin(Some("ana"), address(last)), Ok(()));
        }
        assert!(attempts.begin(Some("ANA"), address(99)).is_err());
        assert_eq!(attempts.begin(Some("ben"), address(99)), Ok(()));
    }

    #[test]
    fn an_address_is_closed_after_twenty_failures_whatever_the_account() {
        let attempts = Attempts::default();
        for account in 0..20 {
            assert_eq!(
                attempts.begin(Some(&account.to_string()), address(1)),
                Ok(())
            );
        }
        assert!(attempts.begin(None, address(1)).is_err());
        assert_eq!(attempts.begin(None, address(2)), Ok(()));
    }

    #[test]
    fn success_forgets_the_failures_before_it() {
        let attempts = Attempts::default();
        for _ in 0..9 {
            assert_eq!(attempts.begin(Some("ana"), address(1)), Ok(()));
        }
        attempts.succeeded("Ana", address(1));
        for _ in 0..10 {
            assert_eq!(attempts.begin(Some("ana"), address(1)), Ok(()));
        }
    }

    #[test]
    fn one_ipv6_network_counts_as_one_client() {
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let other: IpAddr = "2001:db8::2:3".parse().unwrap();
        assert_eq!(network(one), network(other));
    }
}
