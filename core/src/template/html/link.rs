//! Where in a web address a value lands: it may fill a part of it, and never choose where it leads.

use super::place::{Landing, NoPlace, Place};

/// The place of a value behind `prefix`, which is what of the address stands before it.
pub(super) fn place(prefix: &str, is_strict: bool) -> Place {
    if prefix.is_empty() {
        return Place::In(Landing::link(is_strict));
    }
    let part = Place::In(Landing::link_part(is_strict));
    let scheme_ends = prefix.find([':', '/', '?', '#']);
    let (scheme, rest) = scheme_ends
        .and_then(|at| prefix.split_at_checked(at))
        .unwrap_or((prefix, ""));
    if scheme.contains('&') {
        // A character reference may hide a colon.
        return Place::Nowhere(NoPlace::Scheme);
    }
    let Some(opaque) = rest.strip_prefix(':') else {
        return match rest.strip_prefix("//") {
            Some(authority) if scheme.is_empty() => behind_host(authority, part),
            _ => part,
        };
    };
    match scheme {
        "http" | "https" => match opaque.strip_prefix("//") {
            Some(authority) => behind_host(authority, part),
            None => Place::Nowhere(NoPlace::Host),
        },
        "mailto" if !opaque.contains('?') => Place::In(Landing::mail_address(is_strict)),
        "cid" | "geo" | "mailto" | "sms" | "tel" => part,
        _ => Place::Nowhere(NoPlace::Scheme),
    }
}

/// A host that is not ended can still become another.
fn behind_host(authority: &str, part: Place) -> Place {
    if authority.contains(['/', '?', '#']) {
        part
    } else {
        Place::Nowhere(NoPlace::Host)
    }
}

/// Adds a character to what is known of an address, as browsers read it: they skip white space and
/// take `\` for `/`.
pub(super) fn push(prefix: &mut String, c: char) {
    if c > ' ' && prefix.len() < LONGEST_PREFIX {
        prefix.push(if c == '\\' {
            '/'
        } else {
            c.to_ascii_lowercase()
        });
    }
}

/// Adds a value: at the beginning a whole address, whose host it may not have ended.
pub(super) fn push_value(prefix: &mut String) {
    let value = if prefix.is_empty() { "https://v" } else { "v" };
    value.chars().for_each(|c| push(prefix, c));
}

/// Whoever names no host in so many characters names none.
const LONGEST_PREFIX: usize = 512;
