//! Genesys' own client libraries, unchanged, against the sandbox: they sign in, make every call that
//! Tidings makes, and their models take every reply whole. Tidings' own requests go through their
//! request models and come out the same.
//!
//! `scripts/setup/genesys-clients.sh` installs them into `.tools/clients`.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tidings_tests::command::Tidings;
use tidings_tests::sandbox::Sandbox;

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Where one of the clients is installed.
fn installed(client: &str) -> PathBuf {
    let folder = root().join(".tools/clients").join(client);
    assert!(
        folder.join("complete").exists(),
        "run scripts/setup/genesys-clients.sh (or make test-tools) first: {} is missing",
        folder.display()
    );
    folder
}

/// Runs a suite of a client against a sandbox of its own; what it prints is shown if it fails.
fn run(mut suite: Command) {
    let folder = tempfile::tempdir().unwrap();
    let tidings = Tidings::in_folder(folder.path());
    let sandbox = Sandbox::start(
        &tidings,
        &[
            "--customers",
            "1000",
            "--seed",
            "7",
            "--rate-per-minute",
            "100000",
        ],
    );
    let output = suite
        .env("TIDINGS_SANDBOX", sandbox.address())
        .env("TIDINGS_GOLDEN", root().join("core/tests/golden"))
        // Both look for a configuration of their own in the home folder.
        .env("HOME", folder.path())
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (out, err) = (&output.stdout, &output.stderr);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    );
}

#[test]
fn the_python_client_does_every_call() {
    let mut suite = Command::new(installed("python").join("bin/python"));
    suite
        .args(["-B", "-W", "ignore::DeprecationWarning", "-m", "unittest"])
        .args(["discover", "--pattern", "test_*.py"])
        .current_dir(root().join("tests/clients/python"));
    run(suite);
}

#[test]
fn the_javascript_client_does_every_call() {
    let suites = root().join("tests/clients/javascript");
    let mut files: Vec<_> = suites
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut suite = Command::new("node");
    suite
        .args(["--test", "--test-reporter", "spec"])
        .args(files)
        .env("TIDINGS_JAVASCRIPT_CLIENT", installed("javascript"))
        .current_dir(suites);
    run(suite);
}
