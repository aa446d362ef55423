//! Who was met before, in little memory.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

use crate::address::Address;
use crate::time::Entropy;

/// Remembers addresses and customer ids as 64-bit hashes: about 15 bytes each, 30 MB for a million
/// customers, where the texts would need hundreds.
///
/// Two different texts with the same hash would exclude somebody wrongly. With n texts the odds are
/// n² / 2⁶⁵: one in a billion for 100 000 customers with address and id, one in nine million for a
/// million. Nobody can choose an address that collides with another's, because the hash (`SipHash`)
/// starts with a secret that is drawn anew for every audience and never kept.
///
/// A sorted tree instead of a hash table, so that memory grows evenly and never doubles at once.
///
/// ```
/// use tidings_core::address::Address;
/// use tidings_core::audience::Duplicates;
/// use tidings_core::time::Entropy;
///
/// let mut met = Duplicates::new(Entropy(7));
/// let ana = Address::parse("ana@example.org")?;
/// assert!(met.is_new(&ana, Some("k-1")));
/// assert!(!met.is_new(&Address::parse("ANA@example.org")?, None));
/// assert!(!met.is_new(&Address::parse("other@example.org")?, Some("k-1")));
/// # Ok::<(), tidings_core::address::InvalidAddress>(())
/// ```
#[derive(Debug)]
pub struct Duplicates {
    secret: u64,
    seen: BTreeSet<u64>,
}

impl Duplicates {
    /// Nobody was met yet. `entropy` is the secret.
    pub const fn new(entropy: Entropy) -> Self {
        Self {
            secret: entropy.0,
            seen: BTreeSet::new(),
        }
    }

    /// Whether neither the address nor the id was met before. Both are remembered if so; a
    /// duplicate leaves nothing behind, as the ledger's two unique keys have it.
    pub fn is_new(&mut self, address: &Address, id: Option<&str>) -> bool {
        let address = self.hash(ADDRESS, &address.key());
        let id = id.map(|id| self.hash(ID, id));
        let met = |hash| self.seen.contains(hash);
        if met(&address) || id.as_ref().is_some_and(met) {
            return false;
        }
        self.seen.insert(address);
        self.seen.extend(id);
        true
    }

    fn hash(&self, kind: u8, text: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(self.secret);
        hasher.write_u8(kind);
        hasher.write(text.as_bytes());
        hasher.finish()
    }
}

const ADDRESS: u8 = 0;
const ID: u8 = 1;
