//! Content with something to tap, as typed: quick replies, cards and carousels.

use serde::{Deserialize, Serialize};

/// A question with choices to tap.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct QuickReplyDraft {
    /// The text above the buttons.
    pub title: String,
    /// The buttons, in order.
    pub choices: Vec<ChoiceDraft>,
}

/// One button of a quick reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ChoiceDraft {
    /// What the guest sees.
    pub label: String,
    /// What comes back.
    pub value: String,
}

/// Picture, title, subtitle and buttons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CardDraft {
    /// The headline; required unless there is a picture.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Text under the headline; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subtitle: String,
    /// The picture; optional.
    #[serde(skip_serializing_if = "ImageDraft::is_empty")]
    pub image: ImageDraft,
    /// The buttons, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionDraft>,
}

/// The picture of a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ImageDraft {
    /// Its web address; empty for no picture.
    pub url: String,
}

impl ImageDraft {
    /// Whether there is no picture.
    pub const fn is_empty(&self) -> bool {
        self.url.is_empty()
    }
}

/// One button of a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ActionDraft {
    /// Sends a value back without visible text.
    Postback(PostbackDraft),
    /// Opens a web page.
    WebUrl(WebUrlDraft),
}

impl ActionDraft {
    /// The strings of an action's `type`.
    pub const TYPES: [&'static str; 2] = ["postback", "web_url"];

    /// The button's text.
    pub fn title(&self) -> &str {
        match self {
            Self::Postback(action) => &action.title,
            Self::WebUrl(action) => &action.title,
        }
    }
}

/// A button that sends a value back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PostbackDraft {
    /// The button's text.
    pub title: String,
    /// What comes back.
    pub payload: String,
}

/// A button that opens a web page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WebUrlDraft {
    /// The button's text.
    pub title: String,
    /// The page.
    pub url: String,
}

/// A row of cards.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CarouselDraft {
    /// The cards, in order.
    pub cards: Vec<CardDraft>,
}
