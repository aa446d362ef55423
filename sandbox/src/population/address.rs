//! Where customers can be reached, and back from an address to the customer.

use super::names::{DOMAINS, FAMILY, GIVEN, Part};
use super::{Population, Trait};

/// What analytics reports as a customer's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    Email(String),
    Phone(String),
    Broken(&'static str),
    Absent,
}

impl Population {
    /// Of a hundred customers 83 have an e-mail address, ten a phone, four something broken and
    /// three nothing; every fiftieth shares the address of an earlier one in other letter case.
    pub(super) fn address(&self, index: u32) -> Address {
        let twin = index > FIRST && self.roll(index, Trait::Twin, 50) == 0;
        if !twin {
            return self.own_address(index);
        }
        let earlier = self.roll(index, Trait::Broken, u64::from(index));
        match self.own_address(u32::try_from(earlier).unwrap_or(0)) {
            Address::Email(address) => Address::Email(shout(&address)),
            other => other,
        }
    }

    fn own_address(&self, index: u32) -> Address {
        let roll = if index < FIRST {
            0
        } else {
            self.roll(index, Trait::Address, 100)
        };
        match roll {
            0..83 => Address::Email(self.email(index)),
            83..93 => Address::Phone(phone(index)),
            93..97 => {
                let which = self.roll(index, Trait::Broken, BROKEN.len() as u64);
                Address::Broken(
                    usize::try_from(which)
                        .ok()
                        .and_then(|i| BROKEN.get(i))
                        .copied()
                        .unwrap_or(""),
                )
            }
            _ => Address::Absent,
        }
    }

    pub(super) fn given(&self, index: u32) -> Part {
        if index == 0 {
            GIVEN[0]
        } else {
            self.pick(index, Trait::Given, &GIVEN)
        }
    }

    pub(super) fn family(&self, index: u32) -> Part {
        if index == 0 {
            FAMILY[0]
        } else {
            self.pick(index, Trait::Family, &FAMILY)
        }
    }

    fn email(&self, index: u32) -> String {
        let (given, family) = (self.given(index).1, self.family(index).1);
        let domain = self.pick(index, Trait::Domain, &DOMAINS);
        // The number makes the address the customer's own and leads back to the customer.
        format!("{given}.{family}{}@{domain}", index + 1)
    }

    pub(super) fn pick<T: Copy, const N: usize>(
        &self,
        index: u32,
        trait_: Trait,
        from: &[T; N],
    ) -> T {
        let place = usize::try_from(self.roll(index, trait_, N as u64)).unwrap_or(0);
        from.get(place).copied().unwrap_or(from[0])
    }

    /// One phone in fifty takes no messages: nothing sent to it arrives.
    pub(crate) fn phone_is_dead(&self, index: u32) -> bool {
        index >= FIRST && self.roll(index, Trait::Phone, 50) == 0
    }

    /// The owner of one phone in fifty wants no messages.
    pub(crate) fn has_opted_out(&self, index: u32) -> bool {
        index >= FIRST && self.roll(index, Trait::Phone, 50) == 1
    }

    /// One mailbox in a hundred is full: mail to it bounces.
    pub(crate) fn mailbox_is_full(&self, index: u32) -> bool {
        index >= FIRST && self.roll(index, Trait::Mailbox, 100) == 0
    }

    /// The customer whose own address this is, whatever its letter case.
    pub(crate) fn find_by_address(&self, address: &str) -> Option<u32> {
        let address = address.trim().to_ascii_lowercase();
        let index = if let Some(digits) = address.strip_prefix("+1") {
            phone_index(digits)?
        } else {
            let local = address.split('@').next()?;
            let number = local.rsplit(|c: char| !c.is_ascii_digit()).next()?;
            number.parse::<u32>().ok()?.checked_sub(1)?
        };
        if index >= self.size {
            return None;
        }
        let own = match self.own_address(index) {
            Address::Email(own) | Address::Phone(own) => own,
            Address::Broken(_) | Address::Absent => return None,
        };
        (own == address).then_some(index)
    }
}

/// A number of the range kept for fiction: +1 *area* 555 01*xx*.
fn phone(index: u32) -> String {
    format!("+1{}55501{:02}", AREA + index / 100 % AREAS, index % 100)
}

fn phone_index(digits: &str) -> Option<u32> {
    let area: u32 = digits.get(..3)?.parse().ok()?;
    let last: u32 = digits.get(8..)?.parse().ok()?;
    Some(area.checked_sub(AREA)? * 100 + last)
}

fn shout(address: &str) -> String {
    let mut letters = address.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect::<String>()
        .replace("@example", "@Example")
}

const AREA: u32 = 201;
const AREAS: u32 = 789;
/// The first few customers are easy to work with, for people trying things out.
pub(super) const FIRST: u32 = 5;
const BROKEN: [&str; 8] = [
    "not-an-email",
    "ana@",
    "@example.com",
    "maria lopez@example.com",
    "john@example",
    "555-0123",
    "a@b@example.com",
    "(unknown)",
];
