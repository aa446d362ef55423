//! What the platform said in words, made fit to be passed on.

use crate::request::Reply;

/// Most characters of a platform's text that are passed on.
const MESSAGE_CHARS: usize = 500;

/// A body that is no JSON, such as a gateway's page: its words, without its tags.
pub(super) fn plain_text(reply: &Reply) -> Option<String> {
    let text = core::str::from_utf8(&reply.body).ok()?.trim();
    if text.is_empty() || text.starts_with(['{', '[']) {
        return None;
    }
    if text.starts_with('<') {
        return Some(format!(
            "A web page came instead of an API reply (status {}).",
            reply.status
        ));
    }
    Some(text.to_owned())
}

/// The text on one line, and not longer than anybody reads; nothing where no word is left.
pub(super) fn shorten(text: &str) -> Option<String> {
    let line: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(MESSAGE_CHARS)
        .collect();
    (!line.trim().is_empty()).then_some(line)
}
