//! A real browser: Chromium, driven by a `chromedriver` that the test starts and ends itself.

mod driver;
mod keys;
mod page;
mod session;
mod traffic;

pub use keys::{ALT, DOWN, ENTER, ESCAPE, SPACE, TAB, UP};
pub use page::{Page, Window};
pub use session::{Browser, Scheme};
pub use traffic::Traffic;
