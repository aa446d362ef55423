//! What is said to people about what is wrong.

use tidings_core::violation::Violations;

/// Each has a place that is a JSON pointer and a message of one line that is no more than a screen.
pub(crate) fn is_for_people(violations: &Violations) {
    assert!(violations.iter().next().is_some());
    for violation in violations {
        let path = &violation.path;
        assert!(path.is_empty() || path.starts_with('/'), "{path:?}");
        assert!(!violation.message.trim().is_empty(), "{path}");
        crate::form::comes_back(violation);
    }
    assert!(!violations.to_string().is_empty());
}
