//! Ids of our own: sortable by age, unguessable enough not to collide, safe in addresses.

use core::fmt;

use serde::{Deserialize, Serialize};
use tidings_core::time::Timestamp;

use crate::clock;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new id, later in order than those made before it.
            pub fn random() -> Self {
                Self(sortable(clock::now(), random_bits()))
            }

            /// The id that a row, an address or a command line names. Whether it exists is the
            /// ledger's question.
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One campaign: a message and its audience. A single send is a campaign of one.
    CampaignId
);
id!(
    /// One delivery: one message to one recipient.
    DeliveryId
);
id!(
    /// One process that sends.
    OwnerId
);
id!(
    /// One user of the console.
    UserId
);

/// 48 bits of time and 80 random ones in 26 characters of Crockford's base 32, as a ULID has them
/// (<https://github.com/ulid/spec>), in lower case.
fn sortable(at: Timestamp, random: u128) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let millis = u128::try_from(at.as_unix_millis()).unwrap_or(0);
    let bits = (millis << 80) | (random & ((1 << 80) - 1));
    (0..26)
        .rev()
        .map(|place| char::from(ALPHABET[((bits >> (place * 5)) & 31) as usize]))
        .collect()
}

fn random_bits() -> u128 {
    (u128::from(clock::entropy().0) << 64) | u128::from(clock::entropy().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_id_sorts_later() {
        let early = sortable(Timestamp::from_unix_millis(1_000), u128::MAX);
        let late = sortable(Timestamp::from_unix_millis(1_001), 0);
        assert!(early < late);
        assert_eq!(early.len(), 26);
    }

    #[test]
    fn two_ids_of_one_moment_differ() {
        assert_ne!(DeliveryId::random(), DeliveryId::random());
    }
}
