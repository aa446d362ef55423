//! The page, embedded in the binary when it was built, and the policy its browser must follow.

use std::fmt::Write as _;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// One file of the page.
pub(crate) struct Embedded {
    /// Below the root, without a slash in front.
    path: &'static str,
    bytes: &'static [u8],
    /// The same, compressed, where that makes it smaller.
    brotli: Option<&'static [u8]>,
}

const FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// A file ready to be served.
pub(crate) struct File {
    pub(crate) content_type: &'static str,
    /// Changes with the content.
    pub(crate) etag: HeaderValue,
    /// Whether the name changes with the content, so that it may be kept for good.
    pub(crate) is_hashed: bool,
    embedded: &'static Embedded,
}

impl File {
    /// As it is.
    pub(crate) fn bytes(&self) -> &'static [u8] {
        self.embedded.bytes
    }

    /// Compressed by Brotli, where that makes it smaller.
    pub(crate) fn brotli(&self) -> Option<&'static [u8]> {
        self.embedded
            .brotli
            .filter(|compressed| compressed.len() < self.bytes().len())
    }
}

/// The page's files and its content security policy.
pub(crate) struct Page {
    files: Vec<File>,
    pub(crate) policy: HeaderValue,
}

impl Page {
    /// Reads what was embedded.
    pub(crate) fn embedded() -> Self {
        let files: Vec<File> = FILES.iter().map(file).collect();
        let index = FILES
            .iter()
            .find(|file| file.path == INDEX)
            .map_or(&[][..], |file| file.bytes);
        let policy = policy(&String::from_utf8_lossy(index));
        Self {
            files,
            // Nothing but ASCII goes in; should that change, no script runs rather than any.
            policy: HeaderValue::from_str(&policy)
                .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'")),
        }
    }

    /// The file at a path of an address; a path without an extension is a page of the application,
    /// which `index.html` serves.
    pub(crate) fn find(&self, path: &str) -> Option<&File> {
        let name = path.strip_prefix('/')?;
        let last = name.rsplit('/').next().unwrap_or_default();
        let name = if last.contains('.') { name } else { INDEX };
        self.files.iter().find(|file| file.embedded.path == name)
    }

    /// Whether there is a page at all.
    pub(crate) fn is_there(&self) -> bool {
        self.find("/").is_some()
    }
}

fn file(embedded: &'static Embedded) -> File {
    let mut etag = String::from("\"");
    for byte in Sha256::digest(embedded.bytes).iter().take(12) {
        // Writing to a string cannot fail.
        let _ = write!(etag, "{byte:02x}");
    }
    etag.push('"');
    File {
        content_type: content_type(embedded.path),
        etag: HeaderValue::from_str(&etag).unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
        is_hashed: is_hashed(embedded.path),
        embedded,
    }
}

/// Whether the name holds a hash of the content, as Trunk writes it: `tidings-web-<hash>_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let stem = path.split('.').next().unwrap_or_default();
    let is_hash = |part: &str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    stem.split(['-', '_']).any(is_hash)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Scripts from here only, and of those within the page only what was built into it, each by its
/// hash; pictures from anywhere by TLS, since cards show them.
fn policy(index: &str) -> String {
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(index) {
        let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
        let _ = write!(scripts, " 'sha256-{hash}'");
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; connect-src 'self'; \
         img-src 'self' data: https:; font-src 'self'; frame-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}

/// The text between the tags of every script that is written into the page.
fn inline_scripts(html: &str) -> Vec<&str> {
    html.split("<script")
        .skip(1)
        .filter_map(|after| after.split_once('>'))
        .filter(|(attributes, _)| !attributes.contains(" src="))
        .filter_map(|(_, text)| text.split_once("</script>"))
        .map(|(script, _)| script)
        .collect()
}

const INDEX: &str = "index.html";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_inline_script_gets_its_hash_and_no_other() {
        let html = "<script type=\"module\">\nrun()\n</script><script src=\"/a.js\"></script><script>x</script>";
        assert_eq!(inline_scripts(html), ["\nrun()\n", "x"]);
        let policy = policy(html);
        assert_eq!(policy.matches("'sha256-").count(), 2);
        // printf x | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='"));
    }

    #[test]
    fn pages_fall_back_to_the_index_and_files_do_not() {
        let page = Page::embedded();
        assert!(page.is_there());
        assert!(page.find("/activity").is_some());
        assert!(page.find("/compose/structured").is_some());
        assert!(page.find("/tidings-web-0123456789abcdef.js").is_none());
        assert!(page.find("/../Cargo.toml").is_none());
    }

    #[test]
    fn only_names_with_a_hash_may_be_kept_for_good() {
        assert!(is_hashed("tidings-web-0f3a9c81d2b4e675_bg.wasm"));
        assert!(is_hashed("index-0f3a9c81d2b4e675.css"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("tidings-web.js"));
    }
}
