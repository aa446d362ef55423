//! `name=value&…` as it stands in an address or a form.

use percent_encoding::percent_decode_str;

/// The pairs in their order, decoded; what is not UTF-8 is replaced.
pub(crate) fn pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split('&').filter(|part| !part.is_empty()).map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name), decode(value))
    })
}

/// The first value of that name.
pub(crate) fn first(text: Option<&str>, name: &str) -> Option<String> {
    pairs(text.unwrap_or_default())
        .find(|(n, _)| n == name)
        .map(|(_, value)| value)
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_and_may_repeat() {
        let read: Vec<_> = pairs("expand=a%2Cb&expand=c+d&&flag").collect();
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        assert_eq!(
            read,
            [
                pair("expand", "a,b"),
                pair("expand", "c d"),
                pair("flag", "")
            ]
        );
    }
}
