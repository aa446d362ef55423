//! What somebody typed, however wrong. Saved, shown and sent to the server as it is.

use serde::{Deserialize, Serialize};

pub use content::{ContentDraft, LocationDraft, MediaDraft, TextDraft};
pub use greet::GreetDraft;
pub use guest::{AttachmentDraft, GuestActDraft, GuestDraft, ReceiptStatus};
pub use interactive::{
    ActionDraft, CardDraft, CarouselDraft, ChoiceDraft, ImageDraft, PostbackDraft, QuickReplyDraft,
    WebUrlDraft,
};
pub use outbound::{BodyFormat, OutboundChannel, OutboundDraft};
pub use proactive::{ProactiveDraft, SenderType};
pub use response::{ParameterDraft, TemplateDraft};
pub use route::RouteDraft;
pub use structured::StructuredDraft;

mod content;
mod greet;
mod guest;
mod interactive;
mod outbound;
mod proactive;
mod response;
mod route;
mod structured;

/// A draft of one of the five jobs, with its recipient where the job has a single one.
///
/// Its JSON is the form's state and the body of `POST /api/send`; violations point into it.
///
/// ```
/// use tidings_core::message::draft::Draft;
/// use tidings_core::operation::Operation;
///
/// let json = r#"{"operation":"proactive","contactId":"k-1","text":"Hi"}"#;
/// let draft: Draft = serde_json::from_str(json)?;
/// assert_eq!(draft.operation(), Operation::Proactive);
/// # Ok::<(), serde_json::Error>(())
/// ```
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde calls"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}
