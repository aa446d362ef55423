//! Where a message can be delivered: e-mail addresses and phone numbers, parsed once, then trusted.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest e-mail address in characters: RFC 5321 §4.5.3.1.3 allows a path of 256 octets, two of
/// which are the angle brackets.
pub const MAX_EMAIL_LENGTH: usize = 254;

/// Longest part before the `@` in characters (RFC 5321 §4.5.3.1.1).
pub const MAX_LOCAL_PART_LENGTH: usize = 64;

/// Longest label of a domain name in characters (RFC 1035 §2.3.4).
pub const MAX_LABEL_LENGTH: usize = 63;

/// Fewest digits of a phone number, country code included. E.164 names no lower limit; no country
/// has shorter numbers that can be called from abroad.
pub const MIN_PHONE_DIGITS: usize = 8;

/// Most digits of a phone number, country code included (E.164 §6).
pub const MAX_PHONE_DIGITS: usize = 15;

/// An e-mail address that can receive mail.
///
/// The practical subset of RFC 5321: an unquoted local part and a domain of at least two labels,
/// all ASCII. Quoted local parts and address literals (`ana@[192.0.2.1]`) are refused: no customer
/// has one. Letters outside ASCII are refused too, because mail servers without SMTPUTF8 cannot
/// take them; an international domain is written in its `xn--` form.
///
/// ```
/// use tidings_core::address::{EmailAddress, InvalidEmail};
///
/// let email = EmailAddress::parse(" Ana.Lopez@Example.ORG ")?;
/// assert_eq!(email.as_str(), "Ana.Lopez@example.org");
/// assert_eq!(email.local_part(), "Ana.Lopez");
/// assert_eq!(email.key(), "ana.lopez@example.org");
/// assert_eq!(EmailAddress::parse("ana@localhost"), Err(InvalidEmail::Domain));
/// # Ok::<(), InvalidEmail>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address, ignoring white space around it. The domain becomes lower case; the local
    /// part stays as written, because its server may tell the cases apart.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmail::NoAt)?;
        if text.len() > MAX_EMAIL_LENGTH {
            return Err(InvalidEmail::TooLong);
        }
        check_local_part(local)?;
        check_domain(domain)?;
        let at = local.len();
        let mut address = text.to_owned();
        if let Some(domain) = address.get_mut(at..) {
            domain.make_ascii_lowercase();
        }
        Ok(Self(address))
    }

    /// The address as it goes on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`, by which guide 002 greets its customer.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// The form in which two addresses of one mailbox compare equal: all lower case. Practically
    /// every server ignores the case of the local part, and one person must not get a message
    /// twice.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

fn check_local_part(local: &str) -> Result<(), InvalidEmail> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if local.is_empty() || local.len() > MAX_LOCAL_PART_LENGTH {
        return Err(InvalidEmail::LocalPartLength);
    }
    if let Some(wrong) = local.chars().find(|&c| !allowed(c)) {
        return Err(InvalidEmail::Character(wrong));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(InvalidEmail::Dots);
    }
    Ok(())
}

fn check_domain(domain: &str) -> Result<(), InvalidEmail> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    if let Some(wrong) = domain.chars().find(|&c| !allowed(c)) {
        return Err(InvalidEmail::Character(wrong));
    }
    let is_label = |label: &str| {
        (1..=MAX_LABEL_LENGTH).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let (_, last) = domain.rsplit_once('.').ok_or(InvalidEmail::Domain)?;
    if !domain.split('.').all(is_label) || last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidEmail::Domain);
    }
    Ok(())
}

/// Why a text is no e-mail address.
///
/// ```
/// use tidings_core::address::{EmailAddress, InvalidEmail};
///
/// let reason = EmailAddress::parse("ana maria@example.org").unwrap_err();
/// assert_eq!(reason, InvalidEmail::Character(' '));
/// assert_eq!(reason.to_string(), "' ' cannot stand in an e-mail address");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEmail {
    /// A character that an address cannot hold.
    #[error("{0:?} cannot stand in an e-mail address")]
    Character(char),
    /// The part after the `@` is no domain name.
    #[error("the part after the @ is no domain name such as example.com")]
    Domain,
    /// A dot at either end of the local part, or two in a row.
    #[error("the part before the @ has a dot at its start or end, or two in a row")]
    Dots,
    /// The local part is missing or longer than [`MAX_LOCAL_PART_LENGTH`].
    #[error("the part before the @ must have 1 to {MAX_LOCAL_PART_LENGTH} characters")]
    LocalPartLength,
    /// There is no `@`.
    #[error("an e-mail address needs an @, as in ana@example.com")]
    NoAt,
    /// Longer than [`MAX_EMAIL_LENGTH`].
    #[error("an e-mail address has at most {MAX_EMAIL_LENGTH} characters")]
    TooLong,
}

/// A phone number in international form (E.164): `+` and 8 to 15 digits.
///
/// ```
/// use tidings_core::address::{InvalidPhone, PhoneNumber};
///
/// assert_eq!(PhoneNumber::parse("+44 (20) 7946-0000")?.as_str(), "+442079460000");
/// assert_eq!(PhoneNumber::parse("020 7946 0000"), Err(InvalidPhone::NoPlus));
/// # Ok::<(), InvalidPhone>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number, leaving out the spaces, dashes, dots, slashes and round brackets that people
    /// write between digits.
    ///
    /// The `+` is required: without it the country would be a guess. `(0)`, the trunk prefix as in
    /// `+44 (0)20 …`, is refused, because leaving out its brackets alone would make another number.
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let text = text.trim();
        let rest = text.strip_prefix('+').ok_or(InvalidPhone::NoPlus)?;
        let mut number = String::with_capacity(MAX_PHONE_DIGITS + 1);
        number.push('+');
        for c in rest.chars() {
            match c {
                '0'..='9' => number.push(c),
                ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '.'
                | '/' | '(' | ')' => {}
                wrong => return Err(InvalidPhone::Character(wrong)),
            }
        }
        if rest.contains("(0)") {
            return Err(InvalidPhone::TrunkPrefix);
        }
        if number.starts_with("+0") {
            return Err(InvalidPhone::CountryCode);
        }
        if !(MIN_PHONE_DIGITS..=MAX_PHONE_DIGITS).contains(&(number.len() - 1)) {
            return Err(InvalidPhone::Length);
        }
        Ok(Self(number))
    }

    /// The number as it goes on the wire, such as `+442079460000`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is no phone number.
///
/// ```
/// use tidings_core::address::{InvalidPhone, PhoneNumber};
///
/// let reason = PhoneNumber::parse("+44 (0)20 7946 0000").unwrap_err();
/// assert_eq!(reason, InvalidPhone::TrunkPrefix);
/// assert_eq!(reason.to_string(), "leave out the (0): it is not dialed from abroad");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPhone {
    /// A character that a number cannot hold.
    #[error("{0:?} cannot stand in a phone number")]
    Character(char),
    /// No country code starts with 0.
    #[error("no country code starts with 0")]
    CountryCode,
    /// Too few or too many digits.
    #[error(
        "a phone number has {MIN_PHONE_DIGITS} to {MAX_PHONE_DIGITS} digits, country code included"
    )]
    Length,
    /// There is no leading `+`.
    #[error("a phone number starts with + and the country code, as in +442079460000")]
    NoPlus,
    /// Holds `(0)`, which is not dialed from abroad.
    #[error("leave out the (0): it is not dialed from abroad")]
    TrunkPrefix,
}

/// Where an outbound message goes.
///
/// ```
/// use tidings_core::address::Address;
///
/// let address = Address::parse("+44 20 7946 0000")?;
/// assert!(matches!(address, Address::Phone(_)));
/// assert_eq!(address.as_str(), "+442079460000");
/// assert!(matches!(Address::parse("ana@example.org")?, Address::Email(_)));
/// # Ok::<(), tidings_core::address::InvalidAddress>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Address {
    /// For the channel `email`.
    Email(EmailAddress),
    /// For the channel `sms`.
    Phone(PhoneNumber),
}

impl Address {
    /// Reads either kind: what starts with `+` is a phone number.
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        if text.trim_start().starts_with('+') && !text.contains('@') {
            AddressKind::Phone.parse(text)
        } else {
            AddressKind::Email.parse(text)
        }
    }

    /// The address as it goes on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(phone) => phone.as_str(),
        }
    }

    /// Equal keys mean that the same person would get a message twice.
    pub fn key(&self) -> String {
        match self {
            Self::Email(email) => email.key(),
            Self::Phone(phone) => phone.0.clone(),
        }
    }
}

/// Which kind of address a channel needs.
///
/// ```
/// use tidings_core::address::AddressKind;
///
/// assert!(AddressKind::Email.parse("ana@example.org").is_ok());
/// assert!(AddressKind::Phone.parse("ana@example.org").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AddressKind {
    /// For the channel `email`.
    Email,
    /// For the channel `sms`.
    Phone,
}

impl AddressKind {
    /// Reads an address of this kind and no other.
    pub fn parse(self, text: &str) -> Result<Address, InvalidAddress> {
        Ok(match self {
            Self::Email => Address::Email(EmailAddress::parse(text)?),
            Self::Phone => Address::Phone(PhoneNumber::parse(text)?),
        })
    }
}

/// Why a text is no address of either kind.
///
/// ```
/// use tidings_core::address::{Address, InvalidAddress, InvalidPhone};
///
/// let reason = Address::parse("+1 555").unwrap_err();
/// assert_eq!(reason, InvalidAddress::Phone(InvalidPhone::Length));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAddress {
    /// It was read as an e-mail address.
    #[error(transparent)]
    Email(#[from] InvalidEmail),
    /// It was read as a phone number.
    #[error(transparent)]
    Phone(#[from] InvalidPhone),
}

/// `Display`, `FromStr`, the conversions that serde uses, and a `Debug` fit for logs.
macro_rules! text_form {
    ($type:ident, $error:ident, $masked:ident) => {
        impl FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(address: $type) -> Self {
                address.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), $masked(&self.0))
            }
        }
    };
}

text_form!(EmailAddress, InvalidEmail, masked_email);
text_form!(PhoneNumber, InvalidPhone, masked_phone);

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `a…@example.com`.
fn masked_email(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or(("", address));
    let first: String = local.chars().take(1).collect();
    format!("{first}…@{domain}")
}

/// `+…00`.
fn masked_phone(number: &str) -> String {
    let last = number.get(number.len().saturating_sub(2)..).unwrap_or("");
    format!("+…{last}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn real_email_addresses_are_read() {
        let local = "l".repeat(MAX_LOCAL_PART_LENGTH);
        let label = "d".repeat(MAX_LABEL_LENGTH);
        for good in [
            "ana@example.org".to_owned(),
            "a@b.co".to_owned(),
            "first.last+tag@mail.example.co.uk".to_owned(),
            "o'neil@example.ie".to_owned(),
            "!#$%&'*+-/=?^_`{|}~@example.com".to_owned(),
            "ana@3com.com".to_owned(),
            "ana@xn--bcher-kva.example".to_owned(),
            "ana@example.xn--p1ai".to_owned(),
            "1234567890@example.com".to_owned(),
            format!("{local}@{label}.com"),
        ] {
            assert_eq!(EmailAddress::parse(&good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn what_is_no_email_address_is_refused_with_its_reason() {
        use InvalidEmail as E;
        let long_local = format!("{}@example.com", "l".repeat(MAX_LOCAL_PART_LENGTH + 1));
        let long_label = format!("ana@{}.com", "d".repeat(MAX_LABEL_LENGTH + 1));
        let long = format!("ana@{}.com", vec!["d".repeat(50); 5].join("."));
        for (bad, reason) in [
            ("", E::NoAt),
            ("ana", E::NoAt),
            ("ana.example.org", E::NoAt),
            ("@example.org", E::LocalPartLength),
            (&long_local, E::LocalPartLength),
            ("ana@", E::Domain),
            ("ana@localhost", E::Domain),
            ("ana@example.", E::Domain),
            ("ana@.example.org", E::Domain),
            ("ana@example..org", E::Domain),
            ("ana@-example.org", E::Domain),
            ("ana@example-.org", E::Domain),
            ("ana@192.0.2.1", E::Domain),
            (&long_label, E::Domain),
            (&long, E::TooLong),
            ("ana@b@example.org", E::Character('@')),
            ("ana @example.org", E::Character(' ')),
            ("ana@exa mple.org", E::Character(' ')),
            ("ana@exa_mple.org", E::Character('_')),
            ("ana@[192.0.2.1]", E::Character('[')),
            ("\"ana\"@example.org", E::Character('"')),
            ("Ana <ana@example.org>", E::Character(' ')),
            ("ana,bea@example.org", E::Character(',')),
            ("aña@example.org", E::Character('ñ')),
            ("ana@bücher.example", E::Character('ü')),
            ("ana\r\nBcc: x@example.org", E::Character('\r')),
            (".ana@example.org", E::Dots),
            ("ana.@example.org", E::Dots),
            ("a..na@example.org", E::Dots),
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(reason), "{bad}");
        }
    }

    #[test]
    fn the_domain_is_lowered_and_the_key_ignores_case_everywhere() {
        let email = EmailAddress::parse("  Ana.Lopez@Example.ORG ").unwrap();
        assert_eq!(email.as_str(), "Ana.Lopez@example.org");
        assert_eq!(email.local_part(), "Ana.Lopez");
        assert_eq!(email.key(), "ana.lopez@example.org");
    }

    #[test]
    fn phone_numbers_are_read_however_they_are_spaced() {
        for good in [
            "+442079460000",
            " +44 20 7946 0000 ",
            "+44 (20) 7946-0000",
            "+44.20.7946.0000",
            "+44/2079460000",
            "+44\u{a0}20\u{202f}7946\u{2011}0000",
        ] {
            assert_eq!(PhoneNumber::parse(good).unwrap().as_str(), "+442079460000");
        }
        assert!(PhoneNumber::parse("+12345678").is_ok());
        assert!(PhoneNumber::parse("+123456789012345").is_ok());
    }

    #[test]
    fn what_is_no_phone_number_is_refused_with_its_reason() {
        use InvalidPhone as P;
        for (bad, reason) in [
            ("", P::NoPlus),
            ("02079460000", P::NoPlus),
            ("00442079460000", P::NoPlus),
            ("tel:+442079460000", P::NoPlus),
            ("+", P::Length),
            ("+1234567", P::Length),
            ("+1234567890123456", P::Length),
            ("+0442079460000", P::CountryCode),
            ("+44 (0)20 7946 0000", P::TrunkPrefix),
            ("+44207946000O", P::Character('O')),
            ("++442079460000", P::Character('+')),
            ("+442079460000x12", P::Character('x')),
            ("+44٢079460000", P::Character('٢')),
        ] {
            assert_eq!(PhoneNumber::parse(bad), Err(reason), "{bad}");
        }
    }

    #[test]
    fn an_address_is_told_apart_by_its_plus() {
        assert!(matches!(
            Address::parse("+44 20 7946 0000"),
            Ok(Address::Phone(_))
        ));
        assert!(matches!(
            Address::parse("+tag@example.org"),
            Ok(Address::Email(_))
        ));
        assert_eq!(
            Address::parse("n/a"),
            Err(InvalidAddress::Email(InvalidEmail::NoAt))
        );
    }

    #[test]
    fn in_json_an_address_is_a_string_and_is_parsed_again() {
        for text in ["\"Ana@example.org\"", "\"+442079460000\""] {
            let address: Address = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&address).unwrap(), text);
        }
        assert!(serde_json::from_str::<EmailAddress>("\"ana\"").is_err());
    }

    #[test]
    fn debug_shows_nobodys_address() {
        let email = Address::parse("ana.lopez@example.org").unwrap();
        assert_eq!(format!("{email:?}"), "Email(EmailAddress(a…@example.org))");
        let phone = Address::parse("+442079460000").unwrap();
        assert_eq!(format!("{phone:?}"), "Phone(PhoneNumber(+…00))");
    }
}
