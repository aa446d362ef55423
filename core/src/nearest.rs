//! What was meant by a name that does not exist: `{{nmae}}` for `{{name}}`.

/// The known name that is closest to what was written, if it is close enough to be meant: a third
/// of its letters may be wrong, missing, too many or swapped. Case and punctuation do not count.
pub(crate) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    let bare_written = bare(written);
    known
        .iter()
        .map(|known| (strsim::osa_distance(&bare_written, &bare(known)), *known))
        .filter(|(distance, known)| *distance <= known.chars().count() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        // Names are short; what is long was not meant to be one.
        .take(LONGEST)
        .collect()
}

const LONGEST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_slip_of_the_pen_finds_what_was_meant() {
        let known = ["name", "address", "quick-reply"];
        for (written, meant) in [
            ("nmae", "name"),
            ("Name", "name"),
            ("adress", "address"),
            ("quickReply", "quick-reply"),
            ("quick_replies", "quick-reply"),
        ] {
            assert_eq!(nearest(written, &known), Some(meant), "{written}");
        }
    }

    #[test]
    fn another_word_finds_nothing() {
        for written in ["order", "n", "", "address.street.number"] {
            assert_eq!(nearest(written, &["name", "address"]), None, "{written}");
        }
    }
}
