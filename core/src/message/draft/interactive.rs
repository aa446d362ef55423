//! Content with something to tap, as typed: quick replies, cards and carousels.

use serde::{Deserialize, Serialize};

/// A question with choices to tap.
///
/// ```
/// use tidings_core::message::draft::{ChoiceDraft, QuickReplyDraft};
///
/// let yes = ChoiceDraft { label: "Yes".into(), value: "y".into() };
/// let question = QuickReplyDraft { title: "Ready?".into(), choices: vec![yes] };
/// let json = r#"{"title":"Ready?","choices":[{"label":"Yes","value":"y"}]}"#;
/// assert_eq!(serde_json::to_string(&question)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct QuickReplyDraft {
    /// The text above the buttons.
    pub title: String,
    /// The buttons, in order.
    pub choices: Vec<ChoiceDraft>,
}

/// One button of a quick reply.
///
/// ```
/// use tidings_core::message::draft::ChoiceDraft;
///
/// let choice = ChoiceDraft { label: "Yes".into(), value: "y".into() };
/// assert_eq!(serde_json::to_string(&choice)?, r#"{"label":"Yes","value":"y"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ChoiceDraft {
    /// What the guest sees.
    pub label: String,
    /// What comes back.
    pub value: String,
}

/// Picture, title, subtitle and buttons.
///
/// ```
/// use tidings_core::message::draft::CardDraft;
///
/// let card = CardDraft { title: "Shoes".into(), ..CardDraft::default() };
/// assert_eq!(serde_json::to_string(&card)?, r#"{"title":"Shoes"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::message::draft::{CardDraft, ImageDraft};
///
/// let card: CardDraft = serde_json::from_str(r#"{"image":{"url":"https://example.com/a.png"}}"#)?;
/// assert_eq!(card.image.url, "https://example.com/a.png");
/// assert!(!card.image.is_empty() && ImageDraft::default().is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::message::draft::{ActionDraft, PostbackDraft};
///
/// let button = ActionDraft::Postback(PostbackDraft { title: "Buy".into(), payload: "b".into() });
/// assert_eq!(button.title(), "Buy");
/// let json = serde_json::to_value(&button)?;
/// assert_eq!(json["type"], ActionDraft::TYPES[0]);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::message::draft::PostbackDraft;
///
/// let button = PostbackDraft { title: "Buy".into(), payload: "buy-1".into() };
/// assert_eq!(serde_json::to_string(&button)?, r#"{"title":"Buy","payload":"buy-1"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PostbackDraft {
    /// The button's text.
    pub title: String,
    /// What comes back.
    pub payload: String,
}

/// A button that opens a web page.
///
/// ```
/// use tidings_core::message::draft::{ActionDraft, WebUrlDraft};
///
/// let link = WebUrlDraft { title: "Shop".into(), url: "https://example.com".into() };
/// let json = r#"{"type":"web_url","title":"Shop","url":"https://example.com"}"#;
/// assert_eq!(serde_json::from_str::<ActionDraft>(json)?, ActionDraft::WebUrl(link));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WebUrlDraft {
    /// The button's text.
    pub title: String,
    /// The page.
    pub url: String,
}

/// A row of cards.
///
/// ```
/// use tidings_core::message::draft::CarouselDraft;
///
/// let row: CarouselDraft = serde_json::from_str(r#"{"cards":[{"title":"A"},{"title":"B"}]}"#)?;
/// assert_eq!(row.cards[1].title, "B");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CarouselDraft {
    /// The cards, in order.
    pub cards: Vec<CardDraft>,
}
