//! The forms of addresses, checked independently of any client.

/// An e-mail address as RFC 5321 lets one be written without quotes, at a domain with a dot.
pub(crate) fn is_email(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let local_ok = (1..=64).contains(&local.len())
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(is_local_character));
    let labels: Vec<&str> = domain.split('.').collect();
    let label_ok = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    address.len() <= 254 && local_ok && labels.len() >= 2 && labels.iter().all(label_ok)
}

/// `+` and 7 to 15 digits, the first not 0.
pub(crate) fn is_phone(address: &str) -> bool {
    let Some(digits) = address.strip_prefix('+') else {
        return false;
    };
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_local_character(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_only_looks_like_one() {
        for good in [
            "ana@example.com",
            "o'brien.x+tag@mail.example.org",
            "jörg@bücher.example",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "ana@",
            "@example.com",
            "a b@example.com",
            "a@b@example.com",
            "a@example",
            "a..b@example.com",
            "a@-x.com",
            "",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        for good in ["+12015550123", "+447700900123"] {
            assert!(is_phone(good), "{good}");
        }
        for bad in [
            "12015550123",
            "+0123456789",
            "+1 201 555",
            "+",
            "+123456",
            "+1234567890123456",
        ] {
            assert!(!is_phone(bad), "{bad}");
        }
    }
}
