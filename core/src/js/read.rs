//! Reads drafts that JavaScript wrote as JSON.

use serde_json::Value;

use crate::message::Message;
use crate::message::draft::Draft;
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::violation::{Code, Violation, Violations};

/// Reads and checks one draft.
pub(super) fn check(draft: &Value, policy: &Policy) -> Result<(Message, Recipient), Violations> {
    Draft::read(draft).check(policy)
}

/// What `JSON.stringify` wrote. Only half a surrogate pair, which is no text, is not read.
pub(super) fn value(json: &str) -> Result<Value, Violations> {
    serde_json::from_str(json).map_err(|problem| {
        Violation::new(Code::WrongType, "", format!("is no draft: {problem}"))
            .with_fix("look for half an emoji in a text, and cut texts by characters")
            .into()
    })
}
