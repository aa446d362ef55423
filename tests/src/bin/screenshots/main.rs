//! `screenshots [FOLDER]`: photographs every page and state, wide and narrow, light and dark, into
//! `FOLDER/NAME-WIDTH-SCHEME.png` (`./screenshots` unless given).
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "test support: a panic is a failed run"
)]

use std::path::PathBuf;

use tidings_tests::browser::Browser;
use tidings_tests::console::Console;

mod album;
mod scenes;

use album::Album;

#[tokio::main]
async fn main() {
    let folder = std::env::args_os().nth(1);
    let folder = folder.map_or_else(|| PathBuf::from("screenshots"), PathBuf::from);
    let console = Console::start();
    let browser = Browser::start().await;
    let album = Album::new(&folder, browser.page());
    scenes::all(&console, &album).await;
    println!("{} pictures in {}", album.count(), folder.display());
    browser.quit().await;
}
