//! What a guest says and does, step by step.

use crate::message::draft::{AttachmentDraft, Draft, GuestActDraft, GuestDraft, ReceiptStatus};

impl GuestDraft {
    /// A guest's plain text in a conversation; a read receipt is asked for.
    ///
    /// ```
    /// # use tidings_core::message::draft::GuestDraft;
    /// # use tidings_core::policy::Policy;
    /// let draft = GuestDraft::text("guest-1", "conv-1", "Where is my order?").draft();
    /// assert!(draft.check(&Policy::default()).is_ok());
    /// ```
    pub fn text(
        guest: impl Into<String>,
        conversation: impl Into<String>,
        text: impl Into<String>,
    ) -> GuestText {
        GuestText(Self {
            guest_id: guest.into(),
            conversation_id: conversation.into(),
            text: text.into(),
            ..Self::default()
        })
    }

    /// A guest's text in HTML.
    ///
    /// ```
    /// # use tidings_core::message::draft::GuestDraft;
    /// let draft = GuestDraft::html("guest-1", "conv-1", "<b>Where</b> is my order?").draft();
    /// ```
    pub fn html(
        guest: impl Into<String>,
        conversation: impl Into<String>,
        html: impl Into<String>,
    ) -> GuestText {
        let mut text = Self::text(guest, conversation, html);
        text.0.html = true;
        text
    }

    /// A guest's file without words.
    ///
    /// ```
    /// # use tidings_core::message::draft::{AttachmentDraft, GuestDraft};
    /// # use tidings_core::policy::Policy;
    /// let photo = AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 20_480);
    /// let draft = GuestDraft::file("guest-1", "conv-1", photo).draft();
    /// assert!(draft.check(&Policy::default()).is_ok());
    /// ```
    pub fn file(
        guest: impl Into<String>,
        conversation: impl Into<String>,
        file: AttachmentDraft,
    ) -> GuestText {
        Self::text(guest, conversation, String::new()).attach(file)
    }

    /// A guest begins to type; the dialect `platform` only, as all that follows.
    ///
    /// ```
    /// # use tidings_core::message::draft::GuestDraft;
    /// assert_eq!(GuestDraft::typing("guest-1").draft().summary(), "typing");
    /// ```
    pub fn typing(guest: impl Into<String>) -> GuestAct {
        Self::act(guest.into(), GuestActDraft::Typing)
    }

    /// A guest taps a choice or button, shown as `text` with `payload` behind it, under `message`.
    ///
    /// ```
    /// # use tidings_core::message::draft::GuestDraft;
    /// assert_eq!(GuestDraft::tap("guest-1", "m-1", "Yes", "yes").draft().summary(), "Yes");
    /// ```
    pub fn tap(
        guest: impl Into<String>,
        message: impl Into<String>,
        text: impl Into<String>,
        payload: impl Into<String>,
    ) -> GuestAct {
        let act = GuestActDraft::Tap {
            text: text.into(),
            payload: payload.into(),
            message_id: message.into(),
        };
        Self::act(guest.into(), act)
    }

    /// The guest's side tells what became of `message`.
    ///
    /// ```
    /// # use tidings_core::message::draft::{GuestDraft, ReceiptStatus};
    /// let receipt = GuestDraft::receipt("guest-1", "m-1", ReceiptStatus::Delivered);
    /// assert_eq!(receipt.draft().summary(), "receipt");
    /// ```
    pub fn receipt(
        guest: impl Into<String>,
        message: impl Into<String>,
        status: ReceiptStatus,
    ) -> GuestAct {
        let message_id = message.into();
        Self::act(guest.into(), GuestActDraft::Receipt { message_id, status })
    }

    fn act(guest_id: String, act: GuestActDraft) -> GuestAct {
        GuestAct(Self {
            guest_id,
            act,
            ..Self::default()
        })
    }
}

impl AttachmentDraft {
    /// A file at a web address: its media type, its name and its size in bytes.
    ///
    /// ```
    /// # use tidings_core::message::draft::AttachmentDraft;
    /// let photo = AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 20_480);
    /// assert_eq!(photo.size, 20_480);
    /// ```
    pub fn new(
        url: impl Into<String>,
        content_type: impl Into<String>,
        file_name: impl Into<String>,
        size: u64,
    ) -> Self {
        Self {
            content_type: content_type.into(),
            url: url.into(),
            file_name: file_name.into(),
            size,
        }
    }
}

/// A guest's words or files, with all that they need.
///
/// ```
/// # use tidings_core::message::draft::{AttachmentDraft, GuestDraft};
/// let draft = GuestDraft::text("guest-1", "conv-1", "Here it is.")
///     .attach(AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 20_480))
///     .without_read_receipt()
///     .draft();
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct GuestText(GuestDraft);

impl GuestText {
    /// One more file.
    ///
    /// ```
    /// # use tidings_core::message::draft::{AttachmentDraft, Draft, GuestDraft};
    /// # let photo = AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 20_480);
    /// let draft = GuestDraft::text("guest-1", "conv-1", "Here.").attach(photo).draft();
    /// assert!(matches!(draft, Draft::Guest(guest) if guest.attachments.len() == 1));
    /// ```
    pub fn attach(mut self, file: AttachmentDraft) -> Self {
        self.0.attachments.push(file);
        self
    }

    /// Asks for no read receipt.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, GuestDraft};
    /// let draft = GuestDraft::text("guest-1", "conv-1", "Hello").without_read_receipt().draft();
    /// assert!(matches!(draft, Draft::Guest(guest) if !guest.read_receipt));
    /// ```
    pub fn without_read_receipt(mut self) -> Self {
        self.0.read_receipt = false;
        self
    }

    /// The open messaging integration spoken through, if not the connection's own; the dialect
    /// `platform` only.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, GuestDraft};
    /// let draft = GuestDraft::text("guest-1", "conv-1", "Hello").through("i-1").draft();
    /// assert!(matches!(draft, Draft::Guest(guest) if guest.integration == "i-1"));
    /// ```
    pub fn through(mut self, integration: impl Into<String>) -> Self {
        self.0.integration = integration.into();
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, GuestDraft};
    /// assert!(matches!(GuestDraft::text("guest-1", "conv-1", "Hi").draft(), Draft::Guest(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Guest(self.0)
    }
}

/// What a guest does without writing, with all that it needs.
///
/// ```
/// # use tidings_core::message::draft::GuestDraft;
/// # use tidings_core::policy::Policy;
/// let draft = GuestDraft::typing("guest-1").through("integration-1").draft();
/// assert!(draft.check(&Policy::default()).is_ok());
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct GuestAct(GuestDraft);

impl GuestAct {
    /// The open messaging integration that it goes through, if not the connection's own.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, GuestDraft};
    /// let draft = GuestDraft::typing("guest-1").through("i-1").draft();
    /// assert!(matches!(draft, Draft::Guest(guest) if guest.integration == "i-1"));
    /// ```
    pub fn through(mut self, integration: impl Into<String>) -> Self {
        self.0.integration = integration.into();
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, GuestDraft};
    /// assert!(matches!(GuestDraft::typing("guest-1").draft(), Draft::Guest(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Guest(self.0)
    }
}

impl From<GuestText> for Draft {
    fn from(text: GuestText) -> Self {
        text.draft()
    }
}

impl From<GuestAct> for Draft {
    fn from(act: GuestAct) -> Self {
        act.draft()
    }
}
