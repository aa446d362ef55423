//! What a guest does without writing.

use super::draft::{GuestActDraft, ReceiptStatus};
use crate::check::Check;
use crate::id::MessageId;
use crate::limits;
use crate::path::Path;

/// What a guest does without writing, checked.
///
/// ```
/// use tidings_core::message::draft::GuestDraft;
/// use tidings_core::message::{GuestSignal, PersonalizedBody};
/// use tidings_core::policy::Policy;
///
/// let policy = Policy::default();
/// let (message, guest) = GuestDraft::typing("g-1").draft().check(&policy)?;
/// let personalized = message.personalize(&guest, &policy)?;
/// let PersonalizedBody::GuestSignal { signal, .. } = personalized.body() else {
///     panic!("the guest writes")
/// };
/// assert_eq!(**signal, GuestSignal::Typing);
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuestSignal {
    /// Begins to type.
    Typing,
    /// Taps a choice or button.
    Tap {
        /// Its text.
        text: String,
        /// The value behind it.
        payload: String,
        /// The message it stands under.
        message: MessageId,
    },
    /// The guest's side tells what became of a message.
    Receipt {
        /// Which message.
        message: MessageId,
        /// What became of it.
        status: ReceiptStatus,
    },
}

impl GuestSignal {
    /// The signal, or nothing where the guest writes or something is wrong.
    pub(super) fn check(check: &mut Check<'_>, act: &GuestActDraft) -> Option<Self> {
        match act {
            GuestActDraft::Message => None,
            GuestActDraft::Typing => Some(Self::Typing),
            GuestActDraft::Tap {
                text,
                payload,
                message_id,
            } => {
                let (label, value) = ("the choice's text", "the value behind it");
                check.label(&ACT.field("text"), text, label, limits::LABEL_CHARS);
                check.label(&ACT.field("payload"), payload, value, limits::VALUE_CHARS);
                Some(Self::Tap {
                    text: text.clone(),
                    payload: payload.clone(),
                    message: message(check, message_id)?,
                })
            }
            GuestActDraft::Receipt { message_id, status } => Some(Self::Receipt {
                message: message(check, message_id)?,
                status: *status,
            }),
        }
    }
}

fn message(check: &mut Check<'_>, id: &str) -> Option<MessageId> {
    check.id(
        &ACT.field("messageId"),
        id,
        "the message's id",
        MessageId::parse,
    )
}

const ACT: Path<'static> = Path::of("act");
