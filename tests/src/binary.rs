//! Where the binary under test is.

use std::path::PathBuf;

/// `TIDINGS_BIN`, else `target/{profile}/tidings` of the build that this test belongs to.
pub fn tidings() -> PathBuf {
    if let Some(path) = std::env::var_os("TIDINGS_BIN") {
        return PathBuf::from(path);
    }
    let test = std::env::current_exe().expect("the test knows its own path");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("target/{profile}/deps/{test}");
    let binary = profile.join("tidings");
    assert!(
        binary.exists(),
        "build it first (cargo build -p tidings) or set TIDINGS_BIN: {}",
        binary.display()
    );
    binary
}
