//! Times, numbers and lists in words.

use std::time::Duration;

use tidings_core::time::Timestamp;

/// How long ago, or how soon: `now`, `4 min ago`, `in 2 h`, then the date.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let past = now.saturating_since(at);
    let future = at.saturating_since(now);
    match (rough(past), rough(future)) {
        (Some(text), _) if past >= Duration::from_secs(5) => format!("{text} ago"),
        (_, Some(text)) if future >= Duration::from_secs(5) => format!("in {text}"),
        (Some(_), Some(_)) => "now".to_owned(),
        _ => at.to_rfc3339_seconds().chars().take(10).collect(),
    }
}

/// A time to the second, in UTC: `2026-11-20 19:12:08 UTC`.
pub fn exact(at: Timestamp) -> String {
    at.to_rfc3339_seconds()
        .replace('T', " ")
        .replace('Z', " UTC")
}

/// A short time in the unit that fits: `84 ms`, `1.2 s`, `3 min`.
pub fn duration(millis: f64) -> String {
    if millis < 1000.0 {
        format!("{millis:.0} ms")
    } else if millis < 60_000.0 {
        format!("{:.1} s", millis / 1000.0)
    } else {
        format!("{:.0} min", millis / 60_000.0)
    }
}

/// A number with a thin space between thousands.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// `1 thing`, `3 things`.
pub fn plural(number: u64, thing: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {thing}{s}", count(number))
}

/// A name in JSON as words: `in_doubt` is `in doubt`.
pub fn words(name: &str) -> String {
    name.replace(['_', '.'], " ")
}

/// Why something was not sent or somebody cannot be reached, in words; codes without words of their
/// own are read as they are.
pub fn code_words(code: &str) -> String {
    match code {
        "rehearsal" => "not on the allow-list".to_owned(),
        "suppressed" => "on the suppression list".to_owned(),
        "no_contact" => "no contact known".to_owned(),
        "no_sender" => "no sender on this connection".to_owned(),
        "active_conversation" => "in a conversation".to_owned(),
        other => words(other),
    }
}

/// A text with a capital first letter, unless it begins with a name such as a permission or an
/// address.
pub fn sentence(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    if first_word
        .trim_end_matches(':')
        .contains([':', '@', '_', '/', '.'])
    {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn rough(span: Duration) -> Option<String> {
    let seconds = span.as_secs();
    match seconds {
        0..60 => Some(format!("{seconds} s")),
        60..3600 => Some(format!("{} min", seconds / 60)),
        3600..86_400 => Some(format!("{} h", seconds / 3600)),
        86_400..604_800 => Some(format!("{} d", seconds / 86_400)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_millis(seconds * 1000)
    }

    #[test]
    fn times_are_told_as_people_do() {
        let now = at(1_000_000);
        assert_eq!(relative(at(1_000_000), now), "now");
        assert_eq!(relative(at(999_970), now), "30 s ago");
        assert_eq!(relative(at(999_700), now), "5 min ago");
        assert_eq!(relative(at(1_007_200), now), "in 2 h");
        assert_eq!(relative(at(0), now), "1970-01-01");
        assert_eq!(exact(at(0)), "1970-01-01 00:00:00 UTC");
    }

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(plural(1, "thing"), "1 thing");
        assert_eq!(plural(3, "thing"), "3 things");
    }

    #[test]
    fn durations_have_the_unit_that_fits() {
        assert_eq!(duration(84.4), "84 ms");
        assert_eq!(duration(1234.0), "1.2 s");
        assert_eq!(duration(180_000.0), "3 min");
    }

    #[test]
    fn names_become_words() {
        assert_eq!(words("in_doubt"), "in doubt");
        assert_eq!(code_words("rehearsal"), "not on the allow-list");
        assert_eq!(code_words("session_cleared"), "session cleared");
        assert_eq!(sentence("the label is empty"), "The label is empty");
        assert_eq!(
            sentence("conversation:message:create is missing"),
            "conversation:message:create is missing"
        );
        assert_eq!(sentence(""), "");
    }
}
