//! From the name of a Genesys Cloud region to its API's address.

use crate::endpoint::{BaseUrl, InvalidUrl};

/// A Genesys Cloud region.
///
/// ```
/// use tidings_core::region::Region;
///
/// let frankfurt = Region::ALL.iter().find(|region| region.name == "eu-central-1");
/// assert_eq!(frankfurt.map(|region| region.domain), Some("mypurecloud.de"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Region {
    /// The AWS name of the region, such as `eu-west-1`.
    pub name: &'static str,
    /// Its domain, below which are the hosts `api.` and `login.`.
    pub domain: &'static str,
}

impl Region {
    /// Every published region, as Genesys' own client libraries list them.
    pub const ALL: [Self; 18] = [
        Self::new("us-east-1", "mypurecloud.com"),
        Self::new("us-east-2", "use2.us-gov-pure.cloud"),
        Self::new("us-west-2", "usw2.pure.cloud"),
        Self::new("ca-central-1", "cac1.pure.cloud"),
        Self::new("mx-central-1", "mxc1.pure.cloud"),
        Self::new("sa-east-1", "sae1.pure.cloud"),
        Self::new("eu-west-1", "mypurecloud.ie"),
        Self::new("eu-west-2", "euw2.pure.cloud"),
        Self::new("eu-central-1", "mypurecloud.de"),
        Self::new("eu-central-2", "euc2.pure.cloud"),
        Self::new("eusc-de-east-1", "edee1.eusc-pure.cloud"),
        Self::new("me-central-1", "mec1.pure.cloud"),
        Self::new("ap-south-1", "aps1.pure.cloud"),
        Self::new("ap-southeast-1", "apse1.pure.cloud"),
        Self::new("ap-southeast-2", "mypurecloud.com.au"),
        Self::new("ap-northeast-1", "mypurecloud.jp"),
        Self::new("ap-northeast-2", "apne2.pure.cloud"),
        Self::new("ap-northeast-3", "apne3.pure.cloud"),
    ];

    /// The region that an API's address belongs to; nothing for an emulator or a host of the guides.
    ///
    /// ```
    /// use tidings_core::endpoint::BaseUrl;
    /// use tidings_core::region::Region;
    ///
    /// let base = BaseUrl::parse("https://api.mypurecloud.ie")?;
    /// assert_eq!(Region::of(&base).map(|region| region.name), Some("eu-west-1"));
    /// assert_eq!(Region::of(&BaseUrl::parse("http://localhost:8080")?), None);
    /// # Ok::<_, tidings_core::endpoint::InvalidUrl>(())
    /// ```
    pub fn of(base: &BaseUrl) -> Option<Self> {
        Self::of_host(base.as_str().strip_prefix("https://")?)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.name == name)
    }

    /// By the domain itself or one of the hosts that every region has.
    fn of_host(host: &str) -> Option<Self> {
        let domain = ["api.", "login.", "apps."]
            .iter()
            .find_map(|prefix| host.strip_prefix(prefix))
            .unwrap_or(host);
        Self::ALL.into_iter().find(|region| region.domain == domain)
    }

    const fn new(name: &'static str, domain: &'static str) -> Self {
        Self { name, domain }
    }
}

/// The API's address for what a configuration calls its region:
///
/// - a region's AWS name (`eu-west-1`) or domain (`mypurecloud.ie`), or the host of its API, login
///   or web application (`api.`, `login.`, `apps.mypurecloud.ie`), resolved through [`Region::ALL`];
/// - a host of guides 000 to 002 (`api.us-east-1.mygenesys.com`, `us-east-1.mypurecloud.com`),
///   which is in no published list and is taken as it is;
/// - a whole address (`https://…`), taken as it is.
///
/// A host that is none of these is refused rather than tried: the client secret would go there.
///
/// ```
/// use tidings_core::region::api_address;
///
/// for name in ["eu-west-1", "mypurecloud.ie", "login.mypurecloud.ie"] {
///     assert_eq!(api_address(name)?.as_str(), "https://api.mypurecloud.ie");
/// }
/// assert!(api_address("mypurecloud.example").is_err());
/// # Ok::<_, tidings_core::region::InvalidRegion>(())
/// ```
pub fn api_address(region: &str) -> Result<BaseUrl, InvalidRegion> {
    let text = region.trim();
    if text.contains("://") {
        return Ok(BaseUrl::parse(text)?);
    }
    let name = text.trim_end_matches('/').to_ascii_lowercase();
    let host = match Region::named(&name).or_else(|| Region::of_host(&name)) {
        Some(region) => format!("api.{}", region.domain),
        None if is_host_of_guides(name.strip_prefix("api.").unwrap_or(&name)) => name,
        None => return Err(InvalidRegion::Unknown(text.to_owned())),
    };
    Ok(BaseUrl::parse(&format!("https://{host}"))?)
}

fn is_host_of_guides(domain: &str) -> bool {
    domain.split_once('.').is_some_and(|(name, domain)| {
        matches!(domain, "mygenesys.com" | "mypurecloud.com")
            && Region::ALL.iter().any(|region| region.name == name)
    })
}

/// No region is called that.
///
/// ```
/// use tidings_core::region::{InvalidRegion, api_address};
///
/// let error = api_address("europe").unwrap_err();
/// assert_eq!(error, InvalidRegion::Unknown("europe".into()));
/// assert!(error.to_string().contains("eu-west-1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRegion {
    /// Neither a name nor a domain that is known.
    #[error(
        "unknown region {0:?}; give one of {known}, a region's domain, or the API's whole address \
         (https://…)",
        known = known_names()
    )]
    Unknown(String),
    /// A whole address, but not a valid one.
    #[error(transparent)]
    Url(#[from] InvalidUrl),
}

fn known_names() -> String {
    Region::ALL.map(|region| region.name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn address(region: &str) -> String {
        api_address(region).unwrap().to_string()
    }

    #[test]
    fn every_region_is_found_by_name_and_by_domain() {
        for region in Region::ALL {
            let expected = format!("https://api.{}", region.domain);
            assert_eq!(address(region.name), expected);
            assert_eq!(address(region.domain), expected);
            for host in ["api", "login", "apps"] {
                assert_eq!(address(&format!("{host}.{}", region.domain)), expected);
            }
            // As an address it is not looked up, and comes to the same.
            assert_eq!(address(&format!("{expected}/")), expected);
            let base = api_address(region.name).unwrap();
            assert_eq!(Region::of(&base), Some(region));
            assert_eq!(
                base.login().as_str(),
                format!("https://login.{}", region.domain)
            );
        }
        assert_eq!(address(" EU-West-1 "), "https://api.mypurecloud.ie");
    }

    #[test]
    fn a_whole_address_is_taken_as_it_is() {
        assert_eq!(address("http://127.0.0.1:8081/"), "http://127.0.0.1:8081");
        assert_eq!(
            address("https://api.us-east-1.mygenesys.com"),
            "https://api.us-east-1.mygenesys.com"
        );
        assert_eq!(
            api_address("http://api.mypurecloud.com"),
            Err(InvalidRegion::Url(InvalidUrl::NotHttps))
        );
    }

    #[test]
    fn an_address_outside_the_list_is_of_no_region() {
        for address in [
            "http://127.0.0.1:8081",
            "https://api.us-east-1.mygenesys.com",
        ] {
            assert_eq!(Region::of(&BaseUrl::parse(address).unwrap()), None);
        }
    }

    #[test]
    fn the_guides_own_hosts_are_taken_as_they_write_them() {
        for host in [
            "api.us-east-1.mygenesys.com",
            "us-east-1.mypurecloud.com",
            "api.us-east-1.mypurecloud.com",
        ] {
            assert_eq!(address(host), format!("https://{host}"));
        }
    }

    #[test]
    fn an_unknown_region_is_refused_and_the_known_are_listed() {
        for wrong in [
            "",
            "us-east-9",
            "mypurecloud.con",
            "us-east-1.mypurecloud.ie",
            "api.us-east-1",
            "api.evil.example",
            "apps.apps.mypurecloud.ie",
        ] {
            let error = api_address(wrong).unwrap_err().to_string();
            assert!(error.contains("us-east-1, us-east-2"), "{wrong}: {error}");
            assert!(error.contains("ap-northeast-3"), "{error}");
        }
    }
}
