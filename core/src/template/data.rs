//! Values out of JSON, by dotted path.

use std::borrow::Cow;

use serde_json::Value;

/// The value at a dotted path, as it is said: text as it is, numbers and booleans as JSON writes
/// them. Objects, lists and `null` are no value.
///
/// ```
/// use tidings_core::template::{Escape, Template, value_at};
///
/// let data = serde_json::json!({"customer": {"firstName": "Ana", "orders": 3}});
/// let template = Template::parse("{{customer.firstName}} has {{customer.orders}} orders")?;
/// let filled = template.fill(Escape::Text, |path| value_at(&data, path));
/// assert_eq!(filled.as_deref(), Ok("Ana has 3 orders"));
/// assert_eq!(value_at(&data, "customer"), None);
/// # Ok::<(), tidings_core::template::InvalidTemplate>(())
/// ```
pub fn value_at<'v>(data: &'v Value, path: &str) -> Option<Cow<'v, str>> {
    let mut here = data;
    for step in path.split('.') {
        here = here.as_object()?.get(step)?;
    }
    match here {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_path_ends_at_something_that_can_be_said() {
        let data = serde_json::json!({
            "a": {"b": {"c": "deep", "": "empty"}, "n": -1.5, "yes": true, "no": false},
            "list": ["x"], "null": null, "a.b": "dotted",
        });
        for (path, value) in [
            ("a.b.c", Some("deep")),
            ("a.n", Some("-1.5")),
            ("a.yes", Some("true")),
            ("a.no", Some("false")),
            ("a.b", None),
            ("a.b.c.d", None),
            ("list", None),
            ("list.0", None),
            ("null", None),
            ("missing", None),
        ] {
            assert_eq!(value_at(&data, path).as_deref(), value, "{path}");
        }
    }
}
