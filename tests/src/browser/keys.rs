//! Keys, as the `WebDriver` protocol writes them.

/// Alt, to be held.
pub const ALT: char = '\u{e00a}';
/// The arrow down.
pub const DOWN: &str = "\u{e015}";
/// Enter.
pub const ENTER: &str = "\u{e007}";
/// Escape.
pub const ESCAPE: &str = "\u{e00c}";
/// The space bar.
pub const SPACE: &str = " ";
/// Tab.
pub const TAB: &str = "\u{e004}";
/// The arrow up.
pub const UP: &str = "\u{e013}";
