//! What may be said.

use tidings_core::policy::Policy;

use super::file::PolicyEntry;

/// The guides' rules, changed where the file says so.
pub(super) fn from_file(entry: PolicyEntry) -> Policy {
    let guides = Policy::default();
    let lower = |types: Vec<String>| types.iter().map(|name| name.to_ascii_lowercase()).collect();
    Policy {
        blocked_patterns: entry.blocked_patterns.unwrap_or(guides.blocked_patterns),
        media_types: entry.media_types.map_or(guides.media_types, lower),
        attachment_bytes: entry.attachment_bytes.unwrap_or(guides.attachment_bytes),
        text_bytes: entry.text_bytes.unwrap_or(guides.text_bytes),
    }
}
