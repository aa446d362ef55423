//! Puts the page into the binary: every file of `dist/`, also compressed, as a table in
//! `$OUT_DIR/page.rs`. Without `dist/`, a page that says how to build it.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Text and WASM shrink to a third or less; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 6] = ["html", "css", "js", "wasm", "svg", "json"];

fn main() -> io::Result<()> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    let dist = here.join("../dist");
    let fallback = here.join("page");
    // Trunk writes it last, with new names in it; while it is missing, every build looks again.
    println!(
        "cargo::rerun-if-changed={}",
        dist.join("index.html").display()
    );
    println!("cargo::rerun-if-changed={}", fallback.display());
    let is_built = dist.join("index.html").is_file();
    let folder = if is_built { dist } else { fallback }.canonicalize()?;
    let mut table = String::from("&[\n");
    for (number, path) in files(&folder)?.iter().enumerate() {
        let name = path.strip_prefix(&folder).map_err(io::Error::other)?;
        let compressed = compress(path, &out.join(format!("{number}.br")))?;
        let compressed = compressed.map_or("None".into(), |to| {
            format!("Some(include_bytes!({}))", literal(&to))
        });
        writeln!(
            table,
            "    Embedded {{ path: {}, bytes: include_bytes!({}), brotli: {compressed} }},",
            literal(name),
            literal(path),
        )
        .map_err(io::Error::other)?;
    }
    table.push(']');
    fs::write(out.join("page.rs"), table)
}

/// A path as a string of Rust.
fn literal(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

/// Every file below a folder, in an order that does not depend on the file system.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The compressed file's path, where compressing makes sense.
fn compress(from: &Path, to: &Path) -> io::Result<Option<PathBuf>> {
    let extension = from.extension().and_then(|extension| extension.to_str());
    if !extension.is_some_and(|extension| COMPRESSIBLE.contains(&extension)) {
        return Ok(None);
    }
    let mut writer = brotli::CompressorWriter::new(fs::File::create(to)?, 1 << 16, quality(), 22);
    writer.write_all(&fs::read(from)?)?;
    writer.into_inner().sync_all()?;
    Ok(Some(to.to_owned()))
}

/// The best in a release; in a development build what costs no wait.
fn quality() -> u32 {
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        11
    } else {
        5
    }
}
