//! Which web pages may talk to a deployment.

use crate::host;

/// Whether a page of that origin may: one of the deployment's domains, this host, or this machine.
pub(super) fn is_allowed(origin: &str, own_host: Option<&str>, domains: &[&str]) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else {
        return false;
    };
    if !matches!(scheme, "http" | "https") || authority.contains(['/', '?', '#', '@']) {
        return false;
    }
    let name = host::name(authority);
    own_host.is_some_and(|own| own.eq_ignore_ascii_case(authority))
        || host::is_loopback(name)
        || domains.iter().any(|domain| covers(domain, name))
}

/// A domain covers itself and what is below it.
fn covers(domain: &str, name: &str) -> bool {
    let (domain, name) = (domain.to_ascii_lowercase(), name.to_ascii_lowercase());
    name.strip_suffix(domain.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_the_deployments_domains_of_this_host_and_of_this_machine_may_talk() {
        let may = |origin| is_allowed(origin, Some("cloud.test:8081"), &["shop.example"]);
        for origin in [
            "https://shop.example",
            "https://www.Shop.example",
            "http://cloud.test:8081",
            "http://127.0.0.1:3000",
            "http://localhost",
            "http://[::1]:80",
        ] {
            assert!(may(origin), "{origin}");
        }
        for origin in [
            "null",
            "https://evilshop.example",
            "https://shop.example.evil.test",
            "https://shop.example@evil.test",
            "http://cloud.test",
            "http://127.0.0.1.evil.test",
            "file://shop.example",
            "",
        ] {
            assert!(!may(origin), "{origin}");
        }
    }
}
