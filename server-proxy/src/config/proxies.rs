//! Reverse proxies whose word about the client's address is taken.

use std::net::IpAddr;
use std::str::FromStr;

/// Addresses of reverse proxies before the console; none unless configured.
#[derive(Clone, Debug, Default)]
pub(crate) struct TrustedProxies(Vec<Range>);

impl TrustedProxies {
    /// Reads addresses and ranges, such as `127.0.0.1` and `10.0.0.0/8`.
    pub(super) fn parse(texts: &[String]) -> Result<Self, String> {
        texts
            .iter()
            .map(|text| text.parse())
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The client's address: the peer's, or, as long as that is a trusted proxy, the one before it
    /// in `X-Forwarded-For`. What an untrusted client wrote there is never reached.
    pub(crate) fn client(&self, peer: IpAddr, forwarded_for: Option<&str>) -> IpAddr {
        let mut client = peer;
        let mut hops = forwarded_for.unwrap_or_default().rsplit(',');
        while self.contains(client) {
            match hops.next().map(|hop| hop.trim().parse()) {
                Some(Ok(before)) => client = before,
                Some(Err(_)) | None => break,
            }
        }
        client
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }
}

#[derive(Clone, Copy, Debug)]
struct Range {
    network: IpAddr,
    prefix: u32,
}

impl Range {
    fn contains(self, address: IpAddr) -> bool {
        let (network, bits) = number(self.network);
        let (address, address_bits) = number(address.to_canonical());
        // A shift by all bits is an overflow, and a prefix of 0 matches everything.
        let differing = (network ^ address)
            .checked_shr(bits - self.prefix)
            .unwrap_or(0);
        bits == address_bits && differing == 0
    }
}

/// An address as a number, with its width in bits.
fn number(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("{text:?} is no IP address or range, such as 10.0.0.0/8");
        let (network, prefix) = match text.split_once('/') {
            Some((network, prefix)) => (network, Some(prefix)),
            None => (text, None),
        };
        let network: IpAddr = network.trim().parse().map_err(|_| wrong())?;
        let (_, bits) = number(network);
        let prefix = prefix.map_or(Ok(bits), |prefix| {
            prefix.trim().parse().map_err(|_| wrong())
        })?;
        if prefix > bits {
            return Err(wrong());
        }
        Ok(Self { network, prefix })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded_for: Option<&str>) -> String {
        let texts: Vec<String> = proxies.iter().map(ToString::to_string).collect();
        let proxies = TrustedProxies::parse(&texts).unwrap();
        proxies
            .client(peer.parse().unwrap(), forwarded_for)
            .to_string()
    }

    #[test]
    fn without_trusted_proxies_the_header_says_nothing() {
        assert_eq!(
            client(&[], "203.0.113.7", Some("198.51.100.1")),
            "203.0.113.7"
        );
    }

    #[test]
    fn the_last_address_that_no_trusted_proxy_has_is_the_client() {
        let header = Some("10.9.9.9, 198.51.100.1, 10.0.0.2");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", header), "198.51.100.1");
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", header), "10.0.0.2");
        assert_eq!(
            client(&["::1", "0.0.0.0/0"], "::1", Some("2001:db8::1")),
            "2001:db8::1"
        );
    }

    #[test]
    fn a_header_that_cannot_be_read_leaves_the_proxy_as_the_client() {
        assert_eq!(
            client(&["10.0.0.1"], "10.0.0.1", Some("unknown")),
            "10.0.0.1"
        );
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", None), "10.0.0.1");
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0.0/x", "proxy.example", "::/129"] {
            assert!(TrustedProxies::parse(&[text.to_owned()]).is_err(), "{text}");
        }
    }
}
