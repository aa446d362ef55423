//! The rules of ARCHITECTURE.md that a reader of the sources can check.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Every file below `folder` that ends in one of `endings`.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings
            .iter()
            .any(|ending| path.to_string_lossy().ends_with(ending))
        {
            found.push(path);
        }
    }
    found
}

/// The part of a source before its tests, without comment lines.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
}

/// Which of our packages each of our packages depends on, tests left out.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let dependencies = |package: &Value| {
        package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
            .filter(|name| name.starts_with("tidings"))
            .collect()
    };
    packages
        .iter()
        .map(|package| {
            (
                package["name"].as_str().unwrap().to_owned(),
                dependencies(package),
            )
        })
        .collect()
}

#[test]
fn dependencies_point_down_only() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("tidings-core", &[] as &[&str]),
        ("tidings-engine", &["tidings-core"]),
        ("tidings-sandbox", &[]),
        ("tidings-web", &["tidings-core"]),
        (
            "tidings",
            &["tidings-core", "tidings-engine", "tidings-sandbox"],
        ),
    ]);
    let arrows = arrows();
    for (package, allowed) in allowed {
        for dependency in &arrows[package] {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{package} must not use {dependency}"
            );
        }
    }
}

#[test]
fn the_core_reads_no_clock_opens_nothing_and_never_waits() {
    for path in files(&root().join("core/src"), &[".rs"]) {
        if is_test(&path) {
            continue;
        }
        let code = code(&path);
        for forbidden in [
            "SystemTime",
            "Instant::",
            "std::net::Tcp",
            "std::fs",
            "std::thread",
            "async fn",
            "tokio",
            ".unwrap()",
            ".expect(",
            "panic!(",
            "println!",
            "regex::",
        ] {
            assert!(
                !code.contains(forbidden),
                "{} holds {forbidden}",
                path.display()
            );
        }
    }
}

#[test]
fn the_page_has_nothing_that_its_policy_refuses() {
    for path in files(&root().join("web/src"), &[".rs"]) {
        let code = code(&path);
        for forbidden in [" style=\"", "inner_html", "set_inner_html", ".unwrap()"] {
            assert!(
                !code.contains(forbidden),
                "{} holds {forbidden}",
                path.display()
            );
        }
    }
}

#[test]
fn every_path_that_the_documents_name_exists() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let is_path = name.contains('/')
                && !name.starts_with(['/', '.', '-', '$', '~'])
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "/_-.".contains(c))
                && [
                    "core",
                    "engine",
                    "sandbox",
                    "server-proxy",
                    "web",
                    "tests",
                    "scripts",
                    "docs",
                ]
                .contains(&name.split('/').next().unwrap());
            if is_path {
                assert!(root().join(name).exists(), "{document} names {name}");
            }
        }
    }
}
