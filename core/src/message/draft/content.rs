//! What a structured message shows, as typed.

use serde::{Deserialize, Serialize};

use super::{CardDraft, CarouselDraft, QuickReplyDraft, TemplateDraft};

/// The content of a structured message. Its JSON is guide 003's `content` object.
///
/// ```
/// use tidings_core::message::draft::{ContentDraft, TextDraft};
///
/// let content = ContentDraft::Text(TextDraft { text: "Hi".into() });
/// assert_eq!(serde_json::to_string(&content)?, r#"{"type":"text","text":"Hi"}"#);
/// assert!(ContentDraft::TYPES.contains(&content.type_name()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ContentDraft {
    /// Plain text.
    Text(TextDraft),
    /// A picture.
    Image(MediaDraft),
    /// A sound.
    Audio(MediaDraft),
    /// A film.
    Video(MediaDraft),
    /// Any other file.
    File(MediaDraft),
    /// A question with choices to tap.
    QuickReply(QuickReplyDraft),
    /// Picture, title, subtitle and buttons.
    Card(CardDraft),
    /// A row of cards: our extension of guide 003, which uses the word without giving a shape.
    Carousel(CarouselDraft),
    /// A place on the map.
    Location(LocationDraft),
    /// A canned response, filled in: an approved WhatsApp template. The dialect `platform` only.
    Template(TemplateDraft),
}

impl ContentDraft {
    /// The strings of `content.type`: guide 003's list, `carousel` and `template`.
    pub const TYPES: [&'static str; 10] = [
        "text",
        "image",
        "audio",
        "video",
        "file",
        "quick-reply",
        "card",
        "carousel",
        "location",
        "template",
    ];

    /// The string in `content.type`.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image(_) => "image",
            Self::Audio(_) => "audio",
            Self::Video(_) => "video",
            Self::File(_) => "file",
            Self::QuickReply(_) => "quick-reply",
            Self::Card(_) => "card",
            Self::Carousel(_) => "carousel",
            Self::Location(_) => "location",
            Self::Template(_) => "template",
        }
    }
}

impl Default for ContentDraft {
    fn default() -> Self {
        Self::QuickReply(QuickReplyDraft::default())
    }
}

/// Text content.
///
/// ```
/// use tidings_core::message::draft::TextDraft;
///
/// let text = TextDraft { text: "Hi".into() };
/// assert_eq!(serde_json::to_string(&text)?, r#"{"text":"Hi"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TextDraft {
    /// The text.
    pub text: String,
}

/// A file shown in the conversation.
///
/// ```
/// use tidings_core::message::draft::MediaDraft;
///
/// let media = MediaDraft { url: "https://example.com/a.png".into(), ..MediaDraft::default() };
/// assert_eq!(serde_json::to_string(&media)?, r#"{"url":"https://example.com/a.png"}"#);
/// assert!(serde_json::from_str::<MediaDraft>(r#"{"link":"https://example.com"}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct MediaDraft {
    /// Where the guest's messenger fetches it.
    pub url: String,
    /// Media type, such as `image/jpeg`; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mime_type: String,
    /// The name shown; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file_name: String,
    /// Text under it; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caption: String,
}

/// A place on the map.
///
/// ```
/// use tidings_core::message::draft::LocationDraft;
///
/// let place: LocationDraft = serde_json::from_str(r#"{"latitude":52.5,"longitude":13.4}"#)?;
/// assert_eq!((place.latitude, place.longitude), (52.5, 13.4));
/// assert!(place.title.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LocationDraft {
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
    /// A name for the place; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its postal address; optional.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
}
