//! Where a value lands, so that it stays a value.

use crate::{json, url};

/// The language that a value lands in, so that it cannot become anything but a value there.
///
/// ```
/// use tidings_core::template::Escape;
///
/// assert_eq!(Escape::Text.of("a & \"b\""), "a & \"b\"");
/// assert_eq!(Escape::Html.of("a & \"b\""), "a &amp; &quot;b&quot;");
/// assert_eq!(Escape::Url.of("a & \"b\""), "a%20%26%20%22b%22");
/// assert_eq!(Escape::Json.of("a & \"b\""), "a & \\\"b\\\"");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Escape {
    /// Plain text: as it is.
    Text,
    /// HTML text or a quoted attribute: character references (HTML, §13.5).
    Html,
    /// A part of a web address: percent-encoded but for the unreserved characters (RFC 3986, §2.3).
    Url,
    /// Within the quotes of a JSON string (RFC 8259, §7).
    Json,
}

impl Escape {
    /// The value, escaped.
    ///
    /// ```
    /// use tidings_core::template::Escape;
    ///
    /// assert_eq!(Escape::Html.of("<script>"), "&lt;script&gt;");
    /// ```
    pub fn of(self, value: &str) -> String {
        let mut escaped = String::with_capacity(value.len());
        self.push(&mut escaped, value);
        escaped
    }

    /// Writes the value, escaped, behind what stands in `out`.
    ///
    /// ```
    /// use tidings_core::template::Escape;
    ///
    /// let mut out = String::from("https://example.com/?q=");
    /// Escape::Url.push(&mut out, "späti & co");
    /// assert_eq!(out, "https://example.com/?q=sp%C3%A4ti%20%26%20co");
    /// ```
    pub fn push(self, out: &mut String, value: &str) {
        match self {
            Self::Text => out.push_str(value),
            Self::Html => push_replaced(out, value, html),
            Self::Url => url::push_encoded(out, value),
            Self::Json => json::push_escaped(out, value),
        }
    }
}

/// Runs that need no escape are copied whole.
fn push_replaced(
    out: &mut String,
    value: &str,
    replacement: impl Fn(char) -> Option<&'static str>,
) {
    let mut rest = value;
    while let Some((at, by)) = rest
        .char_indices()
        .find_map(|(at, one)| Some((at, replacement(one)?)))
    {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        out.push_str(by);
        let mut behind = from.chars();
        behind.next();
        rest = behind.as_str();
    }
    out.push_str(rest);
}

const fn html(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}
