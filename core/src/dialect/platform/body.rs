//! Walking JSON whose every part may be missing, or be something else.

use serde_json::Value;

/// The text of a field.
pub(super) fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value
        .get(field)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// A field's text of one's own.
pub(super) fn string(value: &Value, field: &str) -> Option<String> {
    text(value, field).map(str::to_owned)
}

/// The entries of a list; none where there is no list.
pub(super) fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
