//! Activity's own address: the filters, the page and the delivery that is open.

use std::fmt;

use tidings_core::api::DeliveryFilter;

use crate::api::query;
use crate::routes::Page;

/// What the address bar says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// Which deliveries.
    pub filter: DeliveryFilter,
    /// The one that is open.
    pub delivery: Option<String>,
}

impl Address {
    /// Reads the parameters of a query; what is not understood counts as absent.
    pub(super) fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let given = |name| parameter(name).filter(|text| !text.is_empty());
        Self {
            filter: DeliveryFilter {
                connection: given("connection"),
                state: given("state").and_then(|name| name.parse().ok()),
                operation: given("operation").and_then(|name| name.parse().ok()),
                campaign: given("campaign"),
                cursor: given("cursor"),
            },
            delivery: given("delivery"),
        }
    }

    /// Whether anything but the page is chosen.
    pub(super) const fn is_filtered(&self) -> bool {
        let filter = &self.filter;
        filter.connection.is_some()
            || filter.state.is_some()
            || filter.operation.is_some()
            || filter.campaign.is_some()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filter = query(&self.filter);
        write!(f, "{}{filter}", Page::Activity)?;
        if let Some(id) = &self.delivery {
            let joint = if filter.is_empty() { '?' } else { '&' };
            write!(f, "{joint}delivery={id}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use std::collections::HashMap;

    fn read(query: &str) -> Address {
        let parameters: HashMap<_, _> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        Address::read(|name| parameters.get(name).map(|text| (*text).to_owned()))
    }

    #[test]
    fn an_address_reads_back() {
        let query = "state=in_doubt&operation=guest&delivery=d-1";
        let address = read(query);
        assert!(address.is_filtered());
        assert_eq!(address.to_string(), format!("/activity?{query}"));
        assert_eq!(read("delivery=d-1").to_string(), "/activity?delivery=d-1");
        assert_eq!(read("").to_string(), "/activity");
    }

    #[test]
    fn nonsense_counts_as_absent() {
        assert_eq!(read("state=lost&operation=&x=y"), Address::default());
    }
}
