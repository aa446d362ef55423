//! A guest's own message, as typed (guide 004).

use serde::{Deserialize, Serialize};

/// A guest's message as typed.
///
/// ```
/// use tidings_core::message::draft::GuestDraft;
///
/// let draft: GuestDraft = serde_json::from_str(r#"{"guestId":"g-1","text":"Hello!"}"#)?;
/// assert_eq!((draft.guest_id.as_str(), draft.text.as_str()), ("g-1", "Hello!"));
/// assert!(draft.read_receipt && draft.act.is_message());
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// ```
/// use tidings_core::message::draft::GuestActDraft;
///
/// let act: GuestActDraft = serde_json::from_str(r#"{"type":"typing"}"#)?;
/// assert_eq!(act, GuestActDraft::Typing);
/// assert!(!act.is_message() && GuestActDraft::default().is_message());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
#[non_exhaustive]
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
///
/// ```
/// use tidings_core::message::draft::{GuestActDraft, ReceiptStatus};
///
/// let act = r#"{"type":"receipt","messageId":"m-1","status":"delivered"}"#;
/// let expected = GuestActDraft::Receipt {
///     message_id: "m-1".into(),
///     status: ReceiptStatus::Delivered,
/// };
/// assert_eq!(serde_json::from_str::<GuestActDraft>(act)?, expected);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
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
///
/// ```
/// use tidings_core::message::draft::AttachmentDraft;
///
/// let file: AttachmentDraft = serde_json::from_str(r#"{"contentType":"image/png","size":7}"#)?;
/// assert_eq!((file.content_type.as_str(), file.size), ("image/png", 7));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
