//! The table in Markdown: `docs/limits.md`.

use core::fmt::Write as _;

use super::{Limit, TABLE};
use crate::dialect::Dialect;

/// The limits of one dialect as a table in Markdown.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::limits;
///
/// let table = limits::markdown(Dialect::Platform);
/// assert!(table.contains("| `sms.text` | an SMS"));
/// assert!(!limits::markdown(Dialect::Guides).contains("`sms.text`"));
/// ```
pub fn markdown(dialect: Dialect) -> String {
    let mut text = String::from("| limit | of what | on | | known | who says so |\n");
    text.push_str("|---|---|---|---|---|---|\n");
    for limit in TABLE
        .iter()
        .filter(|limit| limit.dialects.contains(&dialect))
    {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} | {} |",
            limit.name,
            limit.what,
            channels(limit),
            limit.range(),
            limit.certainty,
            limit.source
        );
    }
    text
}

fn channels(limit: &Limit) -> String {
    let names: Vec<_> = limit
        .channels
        .iter()
        .map(|channel| channel.title())
        .collect();
    names.join(", ")
}
