//! `screenshots [FOLDER]`: photographs every page and state, wide and narrow, light and dark, into
//! `FOLDER/NAME-WIDTH-SCHEME.png` (`./screenshots` unless given).
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "test support: a panic is a failed run"
)]

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use futures_util::FutureExt as _;
use tidings_tests::browser::Browser;
use tidings_tests::console::Console;

mod album;
mod safety;
mod scenes;

use album::Album;

#[tokio::main]
async fn main() {
    let folder = std::env::args_os().nth(1);
    let folder = folder.map_or_else(|| PathBuf::from("screenshots"), PathBuf::from);
    let console = Console::start();
    let browser = Browser::start().await;
    let album = Album::new(&folder, browser.page());
    // However it ends, the browser is closed first.
    let scenes = AssertUnwindSafe(scenes::all(&console, &album));
    let result = scenes.catch_unwind().await;
    browser.quit().await;
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
    println!("{} pictures in {}", album.count(), folder.display());
}
