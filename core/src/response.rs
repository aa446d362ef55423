//! Canned responses: texts that the organization keeps, with gaps to be filled.

use std::collections::BTreeMap;

use crate::message::draft::{ContentDraft, ParameterDraft, TemplateDraft, TextDraft};

/// A canned response as the platform keeps it (PLATFORM-API §6.7).
///
/// ```
/// use std::collections::BTreeMap;
/// use tidings_core::message::draft::{ContentDraft, TextDraft};
/// use tidings_core::response::Response;
///
/// let response = Response {
///     id: "r-1".into(),
///     name: "Order shipped".into(),
///     text: Some("Hello {{first_name}}, order {{order}} is on its way.".into()),
///     substitutions: BTreeMap::from([("first_name".into(), Some("there".into()))]),
///     is_template: false,
/// };
/// let filled = response.fill(&BTreeMap::from([("order".into(), "7".into())]));
/// let text = "Hello there, order 7 is on its way.".into();
/// assert_eq!(filled, Ok(ContentDraft::Text(TextDraft { text })));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its text, with gaps written `{{id}}` (unsure: no document says how they are written).
    pub text: Option<String>,
    /// Its gaps, each with what stands there where nothing is given.
    pub substitutions: BTreeMap<String, Option<String>>,
    /// Whether WhatsApp fills it itself, as a template.
    pub is_template: bool,
}

/// A response that cannot be filled in.
///
/// ```
/// use std::collections::BTreeMap;
/// use tidings_core::response::Response;
///
/// let response = Response {
///     name: "Order shipped".into(),
///     text: Some("Order {{order}} is on its way.".into()),
///     ..Response::default()
/// };
/// let unfilled = response.fill(&BTreeMap::new()).unwrap_err();
/// assert_eq!(
///     unfilled.to_string(),
///     "the response \"Order shipped\" needs a value for order"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfilled {
    /// Gaps with neither a value nor a default.
    #[error("the response {name:?} needs a value for {}", .missing.join(", "))]
    Missing {
        /// The response's name.
        name: String,
        /// The gaps' ids.
        missing: Vec<String>,
    },
    /// Values for gaps that it does not have.
    #[error(
        "the response {name:?} has no gap called {}; it has {}",
        .unknown.join(", "),
        if .known.is_empty() { "none".to_owned() } else { .known.join(", ") }
    )]
    Unknown {
        /// The response's name.
        name: String,
        /// What was given.
        unknown: Vec<String>,
        /// What there is.
        known: Vec<String>,
    },
    /// It holds nothing that can be said in a messenger.
    #[error(
        "the response {0:?} has no plain text; only its text/plain part can be sent to a messenger"
    )]
    NoText(String),
}

impl Response {
    /// The content that says it: a template for WhatsApp, text for every other channel.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use tidings_core::message::draft::ContentDraft;
    /// use tidings_core::response::Response;
    ///
    /// let template = Response {
    ///     id: "t-1".into(),
    ///     substitutions: BTreeMap::from([("order".into(), None)]),
    ///     is_template: true,
    ///     ..Response::default()
    /// };
    /// let values = BTreeMap::from([("order".into(), "7".into())]);
    /// let Ok(ContentDraft::Template(filled)) = template.fill(&values) else {
    ///     panic!("WhatsApp fills it itself");
    /// };
    /// assert_eq!(filled.body_parameters[0].value, "7");
    /// ```
    pub fn fill(&self, values: &BTreeMap<String, String>) -> Result<ContentDraft, Unfilled> {
        let gaps = self.gaps();
        let unknown: Vec<_> = values
            .keys()
            .filter(|id| !gaps.contains(id))
            .cloned()
            .collect();
        if !unknown.is_empty() {
            return Err(Unfilled::Unknown {
                name: self.name.clone(),
                unknown,
                known: gaps,
            });
        }
        let filled: Vec<_> = gaps
            .iter()
            .map(|id| (id, values.get(id).or(self.default(id))))
            .collect();
        let missing: Vec<_> = filled
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|(id, _)| (*id).clone())
            .collect();
        if !missing.is_empty() {
            return Err(Unfilled::Missing {
                name: self.name.clone(),
                missing,
            });
        }
        if self.is_template {
            let body_parameters = filled
                .into_iter()
                .filter_map(|(id, value)| {
                    let (id, value) = (id.clone(), value?.clone());
                    Some(ParameterDraft { id, value })
                })
                .collect();
            return Ok(ContentDraft::Template(TemplateDraft {
                response_id: self.id.clone(),
                body_parameters,
                ..TemplateDraft::default()
            }));
        }
        let text = self
            .text
            .as_deref()
            .ok_or_else(|| Unfilled::NoText(self.name.clone()))?;
        let values = filled
            .into_iter()
            .filter_map(|(id, value)| Some((id.as_str(), value?.as_str())))
            .collect();
        Ok(ContentDraft::Text(TextDraft {
            text: replace(text, &values),
        }))
    }

    fn default(&self, id: &str) -> Option<&String> {
        self.substitutions.get(id)?.as_ref()
    }

    /// The ids of the gaps in the text, in its order, then those that only the list has.
    fn gaps(&self) -> Vec<String> {
        let mut gaps: Vec<String> = Vec::new();
        let mut rest = self.text.as_deref().unwrap_or_default();
        while let Some((_, behind)) = rest.split_once("{{") {
            let Some((id, after)) = behind.split_once("}}") else {
                break;
            };
            gaps.push(id.trim().to_owned());
            rest = after;
        }
        gaps.extend(self.substitutions.keys().cloned());
        let mut seen = std::collections::BTreeSet::new();
        gaps.retain(|id| seen.insert(id.clone()));
        gaps
    }
}

/// The text with its gaps filled. What is filled in is not looked at again.
fn replace(text: &str, values: &BTreeMap<&str, &str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((id, after)) = behind.split_once("}}") else {
            break;
        };
        filled.push_str(before);
        filled.push_str(values.get(id.trim()).copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn response() -> Response {
        Response {
            id: "r-1".into(),
            name: "Order shipped".into(),
            text: Some("Hello {{first_name}}, order {{ order }} is {{first_name}}'s. {{".into()),
            substitutions: [
                ("first_name".to_owned(), Some("there".to_owned())),
                ("order".to_owned(), None),
            ]
            .into(),
            is_template: false,
        }
    }

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(id, value)| ((*id).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn gaps_take_values_then_defaults_and_are_not_filled_twice() {
        let filled = response().fill(&values(&[("order", "{{first_name}}")]));
        let text = "Hello there, order {{first_name}} is there's. {{".to_owned();
        assert_eq!(filled, Ok(ContentDraft::Text(TextDraft { text })));
    }

    #[test]
    fn a_gap_without_value_and_a_value_without_gap_are_named() {
        let missing = response().fill(&values(&[("first_name", "Ana")]));
        assert!(
            missing
                .unwrap_err()
                .to_string()
                .contains("a value for order")
        );
        let unknown = response().fill(&values(&[("order", "1"), ("name", "Ana")]));
        let words = unknown.unwrap_err().to_string();
        assert!(
            words.contains("no gap called name; it has first_name, order"),
            "{words}"
        );
    }

    #[test]
    fn a_template_is_filled_by_whatsapp() {
        let template = Response {
            is_template: true,
            ..response()
        };
        let Ok(ContentDraft::Template(filled)) = template.fill(&values(&[("order", "7")])) else {
            panic!("no template");
        };
        assert_eq!(filled.response_id, "r-1");
        let ids: Vec<_> = filled
            .body_parameters
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(ids, ["first_name", "order"]);
    }

    #[test]
    fn html_alone_cannot_be_sent_to_a_messenger() {
        let response = Response {
            text: None,
            substitutions: BTreeMap::new(),
            ..response()
        };
        let problem = response.fill(&BTreeMap::new()).unwrap_err();
        assert_eq!(problem, Unfilled::NoText("Order shipped".into()));
    }
}
