//! Puts JSON that cannot be read into a form that can, so that the rest of it is judged too.

use serde_json::Value;

use crate::path::Path;

/// One change to a document.
#[derive(Clone, Debug)]
pub(super) enum Mend {
    /// Another value at a place that may be absent.
    Put { at: String, value: Value },
    /// Without a field.
    Remove { from: String, name: String },
}

impl Mend {
    pub(super) fn put(path: &Path<'_>, value: Value) -> Self {
        Self::Put {
            at: path.to_string(),
            value,
        }
    }

    pub(super) fn remove(path: &Path<'_>, name: &str) -> Self {
        Self::Remove {
            from: path.to_string(),
            name: name.to_owned(),
        }
    }

    /// Changes the document. Where a place is gone already there is nothing to change.
    pub(super) fn apply(self, document: &mut Value) {
        match self {
            Self::Put { at, value } => {
                if let Some(place) = document.pointer_mut(&at) {
                    *place = value;
                } else if let Some((parent, name)) = at.rsplit_once('/')
                    && let Some(Value::Object(fields)) = document.pointer_mut(parent)
                {
                    fields.insert(name.to_owned(), value);
                }
            }
            Self::Remove { from, name } => {
                if let Some(Value::Object(fields)) = document.pointer_mut(&from) {
                    fields.shift_remove(&name);
                }
            }
        }
    }
}
