//! Where the binary under test is.

use std::path::PathBuf;

/// `TIDINGS_BIN`, else `target/{profile}/tidings` of the build that this program belongs to.
pub fn tidings() -> PathBuf {
    if let Some(path) = std::env::var_os("TIDINGS_BIN") {
        return std::path::absolute(path).expect("a path");
    }
    let program = std::env::current_exe().expect("the program knows its own path");
    let folder = program.parent().expect("it lies in a folder");
    // Tests lie in a folder below.
    let profile = match folder.parent() {
        Some(above) if folder.ends_with("deps") => above,
        _ => folder,
    };
    let binary = profile.join("tidings");
    assert!(
        binary.exists(),
        "build it first (cargo build -p tidings) or set TIDINGS_BIN: {}",
        binary.display()
    );
    binary
}
