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
#[derive(Clone, Debug, PartialEq)]
pub struct ProactiveMessage {
    sender: SenderType,
    text: String,
    route: Route,
}

/// A checked structured message.
#[derive(Clone, Debug, PartialEq)]
pub struct StructuredMessage {
    content: Content,
    route: Route,
}

/// A checked greeting.
#[derive(Clone, Debug, PartialEq)]
pub struct GreetMessage {
    agent: ParticipantId,
    text: Template,
}

/// A checked guest's message.
#[derive(Clone, Debug, PartialEq)]
pub struct GuestMessage {
    html: bool,
    text: String,
    attachments: Vec<AttachmentDraft>,
    read_receipt: bool,
    integration: Option<IntegrationId>,
}

/// What a guest does without writing, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct GuestSignalMessage {
    signal: GuestSignal,
    integration: Option<IntegrationId>,
}
