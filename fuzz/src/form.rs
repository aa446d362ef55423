//! Values that are written as JSON and read again.

use core::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was written is read as the same value, and writes itself the same again.
pub(crate) fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let written = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&written)
        .unwrap_or_else(|problem| panic!("{problem}: {written} is not read again"));
    assert_eq!(&read, value, "{written}");
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
}
