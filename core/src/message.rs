//! What can be said. [`Draft`](draft::Draft) is what somebody typed; a [`Message`] can only be made
//! by checking a draft; a [`Personalized`] only from a message and a recipient.

use crate::address::{Address, EmailAddress};
use crate::id::{IntegrationId, ParticipantId};
use crate::operation::Operation;
use crate::template::Template;

pub use act::GuestSignal;
pub use content::Content;
use draft::{AttachmentDraft, BodyFormat, OutboundChannel, SenderType};
pub use form::UnreadableForm;
pub use personalized::{Personalized, PersonalizedBody};
pub use reading::Reading;
pub use report::Report;
pub use route::Route;

mod act;
pub mod batch;
pub mod builder;
mod content;
pub mod draft;
mod form;
mod mend;
mod parse;
mod personalized;
mod read;
mod reading;
mod report;
mod route;
mod senders;
mod session;
mod shape;
mod summary;
mod templates;
mod whom;

/// The greeting of guide 002.
pub const DEFAULT_GREETING: &str = "Welcome back! We see you previously contacted us regarding your account. How can we help you today, {{name}}?";

/// A checked message, without its recipient: one message can go to many.
///
/// ```
/// use tidings_core::message::{Message, draft::{Draft, ProactiveDraft}};
/// use tidings_core::{operation::Operation, policy::Policy};
///
/// let typed = ProactiveDraft { text: "Hi".into(), ..ProactiveDraft::default() };
/// let message = Draft::Proactive(typed).parse(&Policy::default())?;
/// assert!(matches!(message, Message::Proactive(_)));
/// assert_eq!(message.operation(), Operation::Proactive);
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Message {
    /// E-mail or SMS (G0).
    Outbound(OutboundMessage),
    /// Proactive text (G1).
    Proactive(ProactiveMessage),
    /// Greeting (G2).
    Greet(GreetMessage),
    /// Structured message (G3).
    Structured(StructuredMessage),
    /// Guest's message (G4).
    Guest(GuestMessage),
    /// What a guest does without writing (published API only).
    GuestSignal(GuestSignalMessage),
}

impl Message {
    /// The upstream call that sends it.
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Outbound(_) => Operation::Outbound,
            Self::Proactive(_) => Operation::Proactive,
            Self::Greet(_) => Operation::Greet,
            Self::Structured(_) => Operation::Structured,
            Self::Guest(_) | Self::GuestSignal(_) => Operation::Guest,
        }
    }
}

/// A checked e-mail or SMS.
///
/// ```
/// use tidings_core::message::{Message, draft::{Draft, OutboundChannel, OutboundDraft}};
/// use tidings_core::policy::Policy;
///
/// let draft = Draft::Outbound(OutboundDraft {
///     from: "care@example.com".into(),
///     subject: "News".into(),
///     body: "<p>Hi</p>".into(),
///     reply_to: "desk@example.com".into(),
///     ..OutboundDraft::default()
/// });
/// let message = draft.parse(&Policy::default())?;
/// assert!(matches!(message, Message::Outbound(mail)
///     if mail.channel() == OutboundChannel::Email && mail.has_reply_to() && !mail.joins()));
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct OutboundMessage {
    channel: OutboundChannel,
    from: Address,
    from_name: String,
    /// Nothing for SMS.
    subject: Option<Template>,
    format: BodyFormat,
    body: Template,
    reply_to: Option<EmailAddress>,
    join: bool,
}

impl OutboundMessage {
    /// E-mail or SMS; an audience is filtered by it.
    pub const fn channel(&self) -> OutboundChannel {
        self.channel
    }

    /// Whether replies go elsewhere than to the sender.
    pub const fn has_reply_to(&self) -> bool {
        self.reply_to.is_some()
    }

    /// Whether it may go into a conversation that is under way.
    pub const fn joins(&self) -> bool {
        self.join
    }
}

/// A checked proactive text.
///
/// ```
/// use tidings_core::message::{Message, draft::{Draft, ProactiveDraft}};
/// use tidings_core::policy::Policy;
///
/// let parse = |text: &str| {
///     let typed = ProactiveDraft { text: text.into(), ..ProactiveDraft::default() };
///     Draft::Proactive(typed).parse(&Policy::default())
/// };
/// assert!(matches!(parse("Hi"), Ok(Message::Proactive(_))));
/// assert!(parse(" ").is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ProactiveMessage {
    sender: SenderType,
    text: String,
    route: Route,
}

/// A checked structured message.
///
/// ```
/// use tidings_core::message::{Message, draft::Draft};
/// use tidings_core::policy::Policy;
///
/// let parse = |text: &str| -> Result<_, serde_json::Error> {
///     let content = serde_json::json!({"type": "text", "text": text});
///     let json = serde_json::json!({"operation": "structured", "content": content});
///     Ok(serde_json::from_value::<Draft>(json)?.parse(&Policy::default()))
/// };
/// assert!(matches!(parse("Hi")?, Ok(Message::Structured(_))));
/// assert!(parse("")?.is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StructuredMessage {
    content: Content,
    route: Route,
}

/// A checked greeting.
///
/// ```
/// use tidings_core::message::{Message, draft::{Draft, GreetDraft}};
/// use tidings_core::policy::Policy;
///
/// let parse = |agent: &str| {
///     let typed = GreetDraft { agent_id: agent.into(), ..GreetDraft::default() };
///     Draft::Greet(typed).parse(&Policy::default())
/// };
/// assert!(matches!(parse("bot-1"), Ok(Message::Greet(_))));
/// assert!(parse("the bot").is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GreetMessage {
    agent: ParticipantId,
    text: Template,
}

/// A checked guest's message.
///
/// ```
/// use tidings_core::message::{Message, draft::{Draft, GuestDraft}};
/// use tidings_core::policy::Policy;
///
/// let parse = |text: &str| {
///     let typed = GuestDraft { text: text.into(), ..GuestDraft::default() };
///     Draft::Guest(typed).parse(&Policy::default())
/// };
/// assert!(matches!(parse("Hello!"), Ok(Message::Guest(_))));
/// assert!(parse("<script>alert(1)</script>").is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GuestMessage {
    html: bool,
    text: String,
    attachments: Vec<AttachmentDraft>,
    read_receipt: bool,
    integration: Option<IntegrationId>,
}

/// What a guest does without writing, checked.
///
/// ```
/// use tidings_core::message::{Message, draft::{Draft, GuestActDraft, GuestDraft}};
/// use tidings_core::policy::Policy;
///
/// let typing = GuestDraft { act: GuestActDraft::Typing, ..GuestDraft::default() };
/// let message = Draft::Guest(typing).parse(&Policy::default())?;
/// assert!(matches!(message, Message::GuestSignal(_)));
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GuestSignalMessage {
    signal: GuestSignal,
    integration: Option<IntegrationId>,
}
