//! How a draft is kept in a file, or handed to another program: with the version of its form.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::draft::Draft;
use crate::violation::Violations;

/// A draft beside the version of its form. What follows the version is read only once the version
/// is known, so that a newer draft is refused for what it is and not for its first unknown field.
#[derive(Serialize, Deserialize)]
struct Form<T> {
    form: u64,
    draft: T,
}

impl Draft {
    /// The version of the form that this crate writes; it reads every version up to this one. What
    /// changed with each version stands in `docs/forms.md`.
    pub const FORM_VERSION: u64 = 1;

    /// The draft as JSON that says which version of the form it is written in.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, ProactiveDraft};
    /// let draft = ProactiveDraft::text("4930123456", "Your table is ready.").draft();
    /// let kept = draft.to_form();
    /// assert!(kept.starts_with(r#"{"form":1,"draft":{"operation":"proactive","#));
    /// assert_eq!(Draft::from_form(&kept), Ok(draft));
    /// ```
    pub fn to_form(&self) -> String {
        let form = Form {
            form: Self::FORM_VERSION,
            draft: self,
        };
        // Maps with text for keys and numbers: what could fail in writing JSON is not in a draft.
        serde_json::to_string(&form).unwrap_or_default()
    }

    /// Reads a draft that was kept. One without a version is of the first: the body of
    /// `POST /api/send` and the drafts of the command line are written so.
    ///
    /// # Errors
    /// What was written by a newer version is refused as such; nothing in it is dropped silently.
    ///
    /// ```
    /// # use tidings_core::message::draft::Draft;
    /// let newer = Draft::from_form(r#"{"form": 2, "draft": {"operation": "dance"}}"#).unwrap_err();
    /// assert_eq!(
    ///     newer.to_string(),
    ///     "this draft was saved by a newer version: its form is 2 and this version reads up to 1; \
    ///      update this program to read it"
    /// );
    /// ```
    pub fn from_form(text: &str) -> Result<Self, UnreadableForm> {
        let value: Value = serde_json::from_str(text)
            .map_err(|problem| UnreadableForm::NotJson(problem.to_string()))?;
        if value.get("form").is_none() {
            return Ok(Self::from_json(&value)?);
        }
        let Form { form, draft } = serde_json::from_value::<Form<Value>>(value)
            .map_err(|problem| UnreadableForm::NoForm(problem.to_string()))?;
        match form {
            1..=Self::FORM_VERSION => Ok(Self::from_json(&draft)?),
            0 => Err(UnreadableForm::NoForm("versions begin at 1".to_owned())),
            newer => Err(UnreadableForm::Newer(newer)),
        }
    }
}

/// Why a draft that was kept cannot be read.
///
/// ```
/// # use tidings_core::message::{UnreadableForm, draft::Draft};
/// assert_eq!(Draft::from_form(r#"{"form": 7, "draft": {}}"#), Err(UnreadableForm::Newer(7)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnreadableForm {
    /// The text is no JSON.
    #[error("this draft is no JSON: {0}; save it again")]
    NotJson(String),
    /// It names a version, but has not the shape `{"form": 1, "draft": {…}}`.
    #[error("this is no saved draft: {0}; write {{\"form\": 1, \"draft\": {{…}}}}")]
    NoForm(String),
    /// It is of a version that this crate does not know.
    #[error(
        "this draft was saved by a newer version: its form is {0} and this version reads up to \
         {known}; update this program to read it",
        known = Draft::FORM_VERSION
    )]
    Newer(u64),
    /// The version is known, and the draft in it has unknown or wrong fields.
    #[error("this draft cannot be read: {0}")]
    Violations(#[from] Violations),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_field_of_a_later_version_is_never_dropped_silently() {
        let draft = r#"{"operation": "greet", "mood": "sunny"}"#;
        for text in [
            draft.to_owned(),
            format!(r#"{{"form": 1, "draft": {draft}}}"#),
        ] {
            let refused = Draft::from_form(&text).unwrap_err();
            assert!(
                matches!(refused, UnreadableForm::Violations(_)),
                "{refused}"
            );
            assert!(refused.to_string().contains("mood"), "{refused}");
        }
    }

    #[test]
    fn what_is_no_form_is_told_so() {
        for text in [
            "",
            "{",
            r#"{"form": "1"}"#,
            r#"{"form": 1}"#,
            r#"{"form": 0, "draft": {}}"#,
        ] {
            let refused = Draft::from_form(text).unwrap_err();
            assert!(
                matches!(
                    refused,
                    UnreadableForm::NotJson(_) | UnreadableForm::NoForm(_)
                ),
                "{refused}"
            );
        }
    }
}
