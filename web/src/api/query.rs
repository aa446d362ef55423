//! Filters as the query of an address.

use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;

/// `?state=in_doubt&…`, or nothing when every field is absent.
pub fn query(filter: &impl Serialize) -> String {
    let Ok(Value::Object(fields)) = serde_json::to_value(filter) else {
        return String::new();
    };
    let pairs: Vec<String> = fields
        .into_iter()
        .filter_map(|(name, value)| match value {
            Value::String(text) => Some(format!("{name}={}", encode(&text))),
            Value::Null => None,
            other => Some(format!("{name}={other}")),
        })
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use tidings_core::api::{AudienceFilter, DeliveryFilter};
    use tidings_core::delivery::DeliveryState;
    use tidings_core::message::draft::OutboundChannel;

    #[test]
    fn absent_filters_are_left_out() {
        assert_eq!(query(&DeliveryFilter::default()), "");
        let filter = DeliveryFilter {
            state: Some(DeliveryState::InDoubt),
            campaign: Some("a b&c".into()),
            ..DeliveryFilter::default()
        };
        assert_eq!(query(&filter), "?state=in_doubt&campaign=a%20b%26c");
    }

    #[test]
    fn numbers_are_written_as_numbers() {
        let filter = AudienceFilter {
            connection: "sandbox".into(),
            days: 30,
            channel: OutboundChannel::Email,
            min_sessions: 1,
        };
        assert_eq!(
            query(&filter),
            "?connection=sandbox&days=30&channel=email&minSessions=1"
        );
    }
}
