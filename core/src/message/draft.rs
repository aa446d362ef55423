//! What somebody typed, however wrong. Saved, shown and sent to the server as it is.

use serde::{Deserialize, Serialize};

use crate::channel::Channel;

/// A draft of one of the five jobs, with its recipient where the job has a single one.
///
/// Its JSON is the form's state and the body of `POST /api/send`; violations point into it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "lowercase")]
pub enum Draft {
    /// E-mail or SMS to an address (G0).
    Outbound(OutboundDraft),
    /// Proactive text to a known web messaging contact (G1).
    Proactive(ProactiveDraft),
    /// Greeting of a returning customer in a new web chat (G2).
    Greet(GreetDraft),
    /// Structured message to an open messaging contact (G3).
    Structured(StructuredDraft),
    /// A guest's own message, checked and transmitted (G4).
    Guest(GuestDraft),
}

/// The channels of an outbound message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutboundChannel {
    /// To an e-mail address.
    #[default]
    Email,
    /// To a phone number.
    Sms,
}

impl OutboundChannel {
    /// The name in JSON and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// How an outbound body is written (`body[].contentType` of G0).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyFormat {
    /// An HTML document or fragment.
    #[default]
    Html,
    /// Plain text.
    Text,
}

/// An outbound message as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OutboundDraft {
    /// E-mail or SMS.
    pub channel: OutboundChannel,
    /// The recipient's address; empty in a campaign, whose audience brings the addresses.
    pub to: String,
    /// The recipient's name, for `{{name}}`.
    pub name: String,
    /// The sender's address, verified with Genesys Cloud.
    pub from: String,
    /// The sender's name.
    pub from_name: String,
    /// The subject, with placeholders; e-mail only.
    pub subject: String,
    /// How the body is written.
    pub format: BodyFormat,
    /// The body, with placeholders.
    pub body: String,
    /// Where replies go, if not to the sender; e-mail in the dialect `platform` only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
    /// Whether the text may go into a conversation that is under way; SMS in the dialect `platform`
    /// only. A bot that is talking there reads it as the customer's.
    #[serde(skip_serializing_if = "is_false")]
    pub join: bool,
}

/// By which way a message goes, as typed; the dialect `platform` only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RouteDraft {
    /// The channel; the job's usual one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What it is sent from: a number, a deployment's or an integration's id; the connection's
    /// sender of that channel when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The session of the bot that the customer is talking to; quick replies, cards and carousels
    /// arrive as they are only there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bot_session: String,
    /// Whether the text may go into a conversation that is under way. A bot that is talking there
    /// reads it as the customer's.
    #[serde(skip_serializing_if = "is_false")]
    pub join: bool,
}

impl RouteDraft {
    /// Whether nothing was typed.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde calls"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Who a proactive text is from (`type` of G1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SenderType {
    /// Shown as an automated message.
    #[default]
    Bot,
    /// Shown as written by a person.
    Agent,
}

/// A proactive text as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ProactiveDraft {
    /// The contact id that the site stored when the widget first connected.
    pub contact_id: String,
    /// Bot or agent.
    #[serde(rename = "as")]
    pub sender: SenderType,
    /// The text.
    pub text: String,
    /// By which way it goes.
    #[serde(skip_serializing_if = "RouteDraft::is_default")]
    pub route: RouteDraft,
}

/// A greeting as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct GreetDraft {
    /// The new conversation.
    pub conversation_id: String,
    /// The earlier conversation, where the customer's e-mail address stands.
    pub previous_conversation_id: String,
    /// The participant id of the agent or bot that greets.
    pub agent_id: String,
    /// The greeting, with placeholders.
    pub text: String,
}

impl Default for GreetDraft {
    fn default() -> Self {
        Self {
            conversation_id: String::new(),
            previous_conversation_id: String::new(),
            agent_id: String::new(),
            text: super::DEFAULT_GREETING.to_owned(),
        }
    }
}

/// A structured message as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct StructuredDraft {
    /// The open messaging contact; not a conversation id.
    pub contact_id: String,
    /// What is shown.
    pub content: ContentDraft,
    /// By which way it goes.
    #[serde(skip_serializing_if = "RouteDraft::is_default")]
    pub route: RouteDraft,
}

/// A guest's message as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct GuestDraft {
    /// The guest who speaks.
    pub guest_id: String,
    /// The conversation spoken into; may be empty where there is an integration, which finds it by
    /// the guest.
    pub conversation_id: String,
    /// The open messaging integration spoken through; the dialect `platform` only, and there the
    /// connection's own when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub integration: String,
    /// What the guest does, if not write.
    #[serde(skip_serializing_if = "GuestActDraft::is_message")]
    pub act: GuestActDraft,
    /// Whether the text is HTML (`text/html`) or plain (`text/plain`).
    pub html: bool,
    /// The text.
    pub text: String,
    /// Files that go with it.
    pub attachments: Vec<AttachmentDraft>,
    /// Whether to ask for a read receipt.
    pub read_receipt: bool,
}

impl Default for GuestDraft {
    fn default() -> Self {
        Self {
            guest_id: String::new(),
            conversation_id: String::new(),
            integration: String::new(),
            act: GuestActDraft::default(),
            html: false,
            text: String::new(),
            attachments: Vec::new(),
            read_receipt: true,
        }
    }
}

/// What a guest does; all but writing in the dialect `platform` only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum GuestActDraft {
    /// Writes.
    #[default]
    Message,
    /// Begins to type.
    Typing,
    /// Taps a choice or button.
    Tap {
        /// Its text.
        text: String,
        /// The value behind it.
        payload: String,
        /// The message it stands under.
        message_id: String,
    },
    /// The guest's side tells what became of a message.
    Receipt {
        /// Which message.
        message_id: String,
        /// What became of it.
        status: ReceiptStatus,
    },
}

impl GuestActDraft {
    /// Whether the guest writes.
    pub fn is_message(&self) -> bool {
        *self == Self::Message
    }
}

/// What the guest's side reports of a message (certain: Genesys' client libraries).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptStatus {
    /// Sent on.
    Sent,
    /// Arrived on the device.
    Delivered,
    /// Could not be delivered.
    Failed,
    /// Published where others can see it.
    Published,
    /// Taken back.
    Removed,
}

/// A file at a web address, as typed. Serializes as guide 004 writes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct AttachmentDraft {
    /// Media type, such as `image/png`.
    pub content_type: String,
    /// Where the platform fetches it.
    pub url: String,
    /// The name shown.
    pub file_name: String,
    /// Size in bytes.
    pub size: u64,
}

/// The content of a structured message. Its JSON is guide 003's `content` object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TextDraft {
    /// The text.
    pub text: String,
}

/// A file shown in the conversation.
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

/// A place on the map.
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

/// A canned response, filled in. Serializes as the published API writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct TemplateDraft {
    /// The response's id.
    pub response_id: String,
    /// What fills the header's gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header_parameters: Vec<ParameterDraft>,
    /// What fills the body's gaps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body_parameters: Vec<ParameterDraft>,
    /// What fills the gaps in the buttons' addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub button_url_parameters: Vec<ParameterDraft>,
}

/// One gap and what fills it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParameterDraft {
    /// The substitution's id.
    pub id: String,
    /// What stands there.
    pub value: String,
}
