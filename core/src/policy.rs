//! May it be said: content rules, allowed media types and sizes. The guides' rules by default;
//! the list is configuration (guide 004).

use serde::{Deserialize, Serialize};

pub use pattern::{InvalidPattern, Pattern};

use crate::limits;

mod pattern;

/// What an organization allows.
///
/// ```
/// use tidings_core::policy::Policy;
///
/// let policy: Policy = serde_json::from_str(r#"{"blockedPatterns": ["free money"]}"#)?;
/// assert_eq!(policy.blocked_patterns[0].as_str(), "free money");
/// assert_eq!(policy.text_bytes, Policy::default().text_bytes);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Policy {
    /// Text that matches one of these is not sent.
    pub blocked_patterns: Vec<Pattern>,
    /// Media types that an attachment of a guest message may have, in lower case.
    pub media_types: Vec<String>,
    /// Most bytes of an attachment.
    pub attachment_bytes: u64,
    /// Most bytes of UTF-8 in a text of G1 to G4.
    pub text_bytes: u64,
}

impl Policy {
    /// Guide 004's block list.
    pub const GUIDE_PATTERNS: [&'static str; 3] = [
        "<script[^>]*>.*?</script>",
        r"malware\.exe",
        "blocked_keyword",
    ];

    /// Guide 004's media types.
    pub const GUIDE_MEDIA_TYPES: [&'static str; 4] =
        ["image/png", "image/jpeg", "application/pdf", "text/plain"];

    /// The first pattern that `text` matches.
    ///
    /// ```
    /// use tidings_core::policy::Policy;
    ///
    /// let policy = Policy::default();
    /// let pattern = policy.blocked_by("Install Malware.EXE").map(|pattern| pattern.as_str());
    /// assert_eq!(pattern, Some(r"malware\.exe"));
    /// assert_eq!(policy.blocked_by("Good news"), None);
    /// ```
    pub fn blocked_by(&self, text: &str) -> Option<&Pattern> {
        self.blocked_patterns
            .iter()
            .find(|pattern| pattern.is_match(text))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            blocked_patterns: Self::GUIDE_PATTERNS
                .iter()
                .filter_map(|source| Pattern::parse(source).ok())
                .collect(),
            media_types: Self::GUIDE_MEDIA_TYPES.map(str::to_owned).to_vec(),
            attachment_bytes: limits::ATTACHMENT_BYTES,
            text_bytes: limits::TEXT_BYTES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn every_pattern_of_the_guide_is_understood() {
        let policy = Policy::default();
        assert_eq!(policy.blocked_patterns.len(), Policy::GUIDE_PATTERNS.len());
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    }

    #[test]
    fn a_script_is_found_across_lines_and_in_any_case() {
        let policy = Policy::default();
        assert!(
            policy
                .blocked_by("a\n<SCRIPT >\nalert(1)\n</sCript> b")
                .is_some()
        );
        assert!(policy.blocked_by("get MALWARE.EXE here").is_some());
        assert!(policy.blocked_by("malware-exe").is_none());
        assert!(policy.blocked_by("<script>never closed").is_none());
    }

    #[test]
    fn a_pattern_that_is_not_understood_is_refused_when_read() {
        let error =
            serde_json::from_str::<Policy>(r#"{"blockedPatterns":["(a+)+$"]}"#).unwrap_err();
        assert!(error.to_string().contains("(a+)+$"), "{error}");
    }
}
