//! The texts of a message that have placeholders, and who has no value for them.

use super::Message;
use super::draft::{BodyFormat, Draft};
use crate::template::{Coverage, Escape, Template};

impl BodyFormat {
    /// The language that values land in.
    pub(crate) const fn escape(self) -> Escape {
        match self {
            Self::Html => Escape::Html,
            Self::Text => Escape::Text,
        }
    }
}

impl Message {
    /// The texts that are filled for each recipient, with the language that each is written in.
    ///
    /// ```
    /// use tidings_core::message::draft::Draft;
    /// use tidings_core::policy::Policy;
    ///
    /// let draft: Draft = serde_json::from_value(serde_json::json!({
    ///     "operation": "outbound", "to": "", "from": "care@example.com",
    ///     "subject": "News for {{name}}", "body": "<p>Hi {{name}}</p>",
    /// }))?;
    /// let message = draft.parse(&Policy::default())?;
    /// assert_eq!(message.templates().count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn templates(&self) -> impl Iterator<Item = (&Template, Escape)> {
        let (first, second) = match self {
            Self::Outbound(outbound) => {
                let subject = outbound.subject.as_ref();
                let body = (&outbound.body, outbound.format.escape());
                (subject.map(|text| (text, Escape::Text)), Some(body))
            }
            Self::Greet(greet) => (Some((&greet.text, Escape::Text)), None),
            Self::Proactive(_) | Self::Structured(_) | Self::Guest(_) | Self::GuestSignal(_) => {
                (None, None)
            }
        };
        first.into_iter().chain(second)
    }

    /// Counts, over an audience, who has no value for one of its placeholders. It is told each
    /// recipient by [`Coverage::handle_recipient`].
    pub fn coverage(&self) -> Coverage {
        let texts = self.templates();
        Coverage::new(texts.map(|(text, escape)| (text.clone(), escape)))
    }
}

impl Draft {
    /// The placeholders of its texts that have no default, once each: whoever has no value for one
    /// of them does not get the message. A text that cannot be read has none.
    ///
    /// ```
    /// use tidings_core::message::draft::Draft;
    ///
    /// let draft: Draft = serde_json::from_value(serde_json::json!({
    ///     "operation": "outbound", "to": "", "from": "care@example.com",
    ///     "subject": "News", "body": "Hi {{name}}, {{address | default: \"there\"}}",
    /// }))?;
    /// assert_eq!(draft.required_placeholders(), ["name"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn required_placeholders(&self) -> Vec<String> {
        let texts = match self {
            Self::Outbound(outbound) => [outbound.subject.as_str(), outbound.body.as_str()],
            Self::Greet(greet) => [greet.text.as_str(), ""],
            Self::Proactive(_) | Self::Structured(_) | Self::Guest(_) => ["", ""],
        };
        let mut required = Vec::new();
        for template in texts
            .into_iter()
            .filter_map(|text| Template::parse(text).ok())
        {
            for name in template.missing(|_| None::<&str>) {
                if !required.iter().any(|known| known == name) {
                    required.push(name.to_owned());
                }
            }
        }
        required
    }
}
